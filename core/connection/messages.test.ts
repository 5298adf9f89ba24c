import { describe, expect, it } from 'vitest';
import { amfObject, ecmaArray } from '../amf/make-value.ts';
import { encodeAggregate } from '../message/aggregate.ts';
import { encodeCommand } from '../message/command-message.ts';
import { encodeData } from '../message/data-message.ts';
import { pattern } from './testing/peer.ts';
import { testClient } from './testing/server.ts';

const frame = Uint8Array.of(0x27, 1, 0, 0, 0, 9, 9);

describe('media and data from a publisher', () => {
  it('hands media on with its timestamp and payload, empty or not (MSG-8, MSG-4)', () => {
    const client = testClient().publishing();
    client.message(9, frame, 1, 0xffffffff);
    client.message(8, new Uint8Array(0), 1, 40);
    expect(client.events).toEqual([
      { type: 'mediaReceived', messageStreamId: 1, media: 'video', timestamp: 0xffffffff, payload: frame },
      { type: 'mediaReceived', messageStreamId: 1, media: 'audio', timestamp: 40, payload: new Uint8Array(0) },
    ]);
  });

  it('hands on data of a name that nobody knows as it came (CMD-38, Q-56)', () => {
    const client = testClient().publishing();
    const track = { id: 'stream1', type: 'audio', metadata: ecmaArray({ audiocodecid: 10 }) };
    const payload = encodeData('additionalMedia', ecmaArray(track), 'of any kind');
    client.message(18, payload, 1, 7);
    expect(client.events).toMatchObject([
      { type: 'dataReceived', messageStreamId: 1, timestamp: 7, handler: 'additionalMedia', retain: 'no', payload },
    ]);
  });

  it('hands on what concerns one track with its names (ERTMP-33)', () => {
    const client = testClient().publishing();
    const payload = encodeData('onCaption', amfObject({ trackId: 1, mediaType: 'audio', text: 'x' }));
    client.message(18, payload, 1);
    expect(client.events).toMatchObject([{ type: 'dataReceived', handler: 'onCaption', payload }]);
  });

  it('gives payloads in memory of their own', () => {
    const client = testClient().publishing();
    const bytes = client.write(9, frame, 1);
    client.bytes(bytes);
    bytes.fill(0);
    expect(client.events).toMatchObject([{ payload: frame }]);
  });

  it('drops media for a stream that does not publish and says so once (MSG-8)', () => {
    const client = testClient().connect();
    client.command('createStream', 2, null);
    client.message(9, frame, 1);
    client.message(9, frame, 1);
    client.message(9, frame, 7);
    expect(client.events).toMatchObject([{ type: 'deviated', code: 'mediaWithoutPublish', rule: 'MSG-8' }]);
    expect(client.connection.deviationCounts.get('mediaWithoutPublish')).toBe(3);
  });

  it.each([0, 0x01000000])('takes message stream %s for the only stream there is (Q-28)', (id) => {
    const client = testClient().publishing();
    client.message(9, frame, id);
    expect(client.events).toMatchObject([
      { type: 'deviated', code: 'messageStreamIdUnknown' },
      { type: 'mediaReceived', messageStreamId: 1 },
    ]);
  });

  it('takes metadata on message stream 0 for the only stream there is (MSG-7)', () => {
    const client = testClient().publishing();
    client.message(18, encodeData('@setDataFrame', 'onMetaData', ecmaArray({ width: 64 })), 0);
    expect(client.events).toMatchObject([
      { type: 'deviated', code: 'messageStreamIdUnknown' },
      { type: 'dataReceived', messageStreamId: 1, handler: 'onMetaData', retain: 'set' },
    ]);
  });

  it('does not guess where there are two streams, or where guessing is refused (Q-28)', () => {
    const client = testClient().publishing();
    client.command('createStream', 6, null);
    client.message(9, frame, 0);
    expect(client.events).toMatchObject([{ code: 'mediaWithoutPublish' }]);
    const strict = testClient({ deviations: { messageStreamIdUnknown: 'refuse' } }).publishing();
    strict.message(9, frame, 0);
    expect(strict.events.at(-1)).toMatchObject({
      type: 'closed',
      fault: { code: 'messageStreamIdUnknown', kind: 'peerMisbehaved' },
    });
  });

  it('takes @setDataFrame and @clearDataFrame off and keeps the rest to relay (CMD-40, CMD-41)', () => {
    const client = testClient().publishing();
    const metadata = ecmaArray({ width: 64 }, 1);
    client.message(18, encodeData('@setDataFrame', 'onMetaData', metadata), 1, 7);
    client.message(18, encodeData('@clearDataFrame', 'onMetaData'), 1);
    client.message(18, encodeData('onTextData', 'x'), 1);
    expect(client.events).toEqual([
      {
        type: 'dataReceived',
        messageStreamId: 1,
        timestamp: 7,
        handler: 'onMetaData',
        values: [metadata],
        retain: 'set',
        payload: encodeData('onMetaData', metadata),
      },
      expect.objectContaining({ handler: 'onMetaData', retain: 'clear', payload: encodeData('onMetaData') }),
      expect.objectContaining({ handler: 'onTextData', retain: 'no', values: ['x'] }),
    ]);
  });

  it('notes data without a handler name, and goes on (MSG-6)', () => {
    const client = testClient().publishing();
    client.message(18, Uint8Array.of(0, 0, 0, 0), 1);
    expect(client.events).toMatchObject([{ type: 'deviated', code: 'dataMalformed' }]);
    client.message(18, encodeData('x'), 9);
    expect(client.events).toHaveLength(2);
  });

  it('ends a publisher whose data is past the AMF budget (AMF-LIM-4)', () => {
    const client = testClient({ limits: { amfValues: 20 } }).publishing();
    client.message(18, encodeData('x', ...Array(20).fill(1)), 1);
    expect(client.events.at(-1)).toMatchObject({
      type: 'closed',
      fault: { kind: 'limitExceeded', code: 'amfTooComplex', limit: 'amfValues', allowed: 20 },
    });
  });

  it.each([0, 7, 10, 14, 21, 200])('ignores message type %s and says so (MSG-1)', (type) => {
    const client = testClient().publishing();
    client.message(type, frame, 1);
    expect(client.events).toMatchObject([{ type: 'deviated', code: 'unknownMessageType' }]);
  });

  it('takes an aggregate apart, on the stream of the aggregate and at its time (MSG-13 to MSG-17)', () => {
    const client = testClient().publishing();
    const parts = [
      { messageTypeId: 8, timestamp: 500, payload: Uint8Array.of(0xaf, 1) },
      { messageTypeId: 9, timestamp: 533, payload: frame },
      { messageTypeId: 18, timestamp: 540, payload: encodeData('onTextData', 'x') },
    ];
    const aggregate = encodeAggregate(parts);
    client.message(22, aggregate, 1, 1000);
    expect(client.takeEvents()).toMatchObject([
      { type: 'mediaReceived', media: 'audio', messageStreamId: 1, timestamp: 1000 },
      { type: 'mediaReceived', media: 'video', messageStreamId: 1, timestamp: 1033, payload: frame },
      { type: 'dataReceived', handler: 'onTextData', timestamp: 1040 },
    ]);
    client.message(22, aggregate.subarray(0, 20), 1, 2000);
    expect(client.events).toMatchObject([
      { type: 'deviated', code: 'aggregateMalformed', rule: 'MSG-17' },
      { type: 'mediaReceived', media: 'audio', timestamp: 2000 },
    ]);
  });

  it('reads a type 17 command and a type 15 data message past their format byte (MSG-2, Q-48)', () => {
    const client = testClient().publishing();
    const command = encodeCommand('createStream', 9, null);
    expect(client.message(17, Uint8Array.of(0, ...command))).toEqual(['_result 9 2']);
    client.message(15, Uint8Array.of(0, ...encodeData('onTextData', 'x')), 1);
    expect(client.events).toMatchObject([{ type: 'dataReceived', handler: 'onTextData' }]);
  });
});

describe('commands that nobody knows (CMD-4)', () => {
  it('are answered where they ask for it, and told to the application', () => {
    const client = testClient().connect();
    expect(client.command('wizardry', 9, null, 'x')).toEqual(['_error 9 NetConnection.Call.Failed']);
    expect(client.command('wizardry', 0, null)).toEqual([]);
    expect(client.command('wizardry', Number.NaN, null)).toEqual([]);
    expect(client.events.map((event) => event.type)).toEqual(Array(3).fill('commandUnhandled'));
    expect(client.events[0]).toMatchObject({ name: 'wizardry', transactionId: 9, userArguments: ['x'] });
  });

  it('answers to commands we never sent are noted (Q-42)', () => {
    const client = testClient().connect();
    client.command('_result', 9, null, 1);
    client.command('_error', 9, null, 1);
    expect(client.events).toMatchObject([{ type: 'deviated', code: 'transactionUnknown' }]);
  });

  it('a command that does not decode ends the connection, with the byte it broke at', () => {
    const client = testClient().connect();
    client.message(20, Uint8Array.of(2, 0, 4, 0x61));
    expect(client.events).toMatchObject([{ type: 'closed', fault: { kind: 'peerMisbehaved', code: 'amfMalformed' } }]);
    expect(client.events[0]).toHaveProperty('fault.message', expect.stringMatching(/byte \d+ of the payload/));
  });

  it('a command whose last values do not decode is taken without them, and that is noted (Q-49)', () => {
    const client = testClient().connect();
    const payload = Uint8Array.of(...encodeCommand('createStream', 4, null), 0x00, 0x11);
    expect(client.message(20, payload)).toEqual(['_result 4 1']);
    const message = 'the last 2 bytes of a createStream command do not decode: left out';
    expect(client.events).toMatchObject([{ type: 'deviated', code: 'commandTailMalformed', message }]);
  });

  it('close ends the connection in order (CMD-23)', () => {
    const client = testClient().connect();
    client.command('close', 0, null);
    expect(client.transport).toBe('end');
  });

  it('FCUnsubscribe is answered, deleteStream of nonsense is not (CMD-20, CMD-33)', () => {
    const client = testClient().connect();
    expect(client.command('FCUnsubscribe', 3, null, 'a')).toEqual(['_result 3 undefined']);
    expect(client.command('deleteStream', 4, null, 'x')).toEqual([]);
    expect(client.command('deleteStream', 4, null, 77)).toEqual([]);
  });

  it('createStream fails past the limit of streams (MSG-37)', () => {
    const client = testClient({ limits: { messageStreams: 2 } }).connect();
    client.command('createStream', 2, null);
    client.command('createStream', 3, null);
    expect(client.command('createStream', 4, null)).toEqual(['_error 4 NetConnection.Call.Failed']);
    client.command('deleteStream', 5, null, 1);
    expect(client.command('createStream', 6, null)).toEqual(['_result 6 3']);
    for (const name of ['a', 'b', 'c', 'd']) client.command('FCPublish', 7, null, name); // remembers no more than that
    client.streamCommand(2, 'publish', 8, 'c');
    expect(client.accept()[0]).toBe('UserControl 0 2');
  });

  it('FCPublish is answered and forgotten where the name is longer than any stream has (MSG-37)', () => {
    for (const [length, said] of [
      [4_096, 'onFCPublish NetStream.Publish.Start'],
      [4_097, 'UserControl 0 1'],
    ] as const) {
      const client = testClient().connect();
      const name = 'a'.repeat(length);
      client.command('createStream', 2, null);
      expect(client.command('FCPublish', 3, null, name)).toEqual(['_result 3 undefined']);
      client.streamCommand(1, 'publish', 4, name);
      expect(client.accept()[0]).toBe(said);
    }
  });
});

describe('while the application decides', () => {
  it('reads nothing further, then goes on in the order of the wire', () => {
    const client = testClient();
    client.shakeHands();
    const { connection } = client;
    const bytes = [
      client.writeCommand('connect', 1, { kind: 'object', className: undefined, properties: new Map() }),
      client.writeCommand('createStream', 2, null),
      client.write(20, encodeCommand('publish', 3, null, 'a'), 1),
      client.write(9, frame, 1, 40),
    ];
    const whole = new Uint8Array(bytes.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of bytes) {
      whole.set(part, at);
      at += part.length;
    }
    expect(client.bytes(whole)).toEqual([]);
    expect(connection.isHolding).toBe(true);
    client.bytes(client.write(9, frame, 1, 80));
    whole.fill(0); // what is held is a copy
    expect(client.accept().at(-1)).toBe('_result 2 1');
    expect(connection.isHolding).toBe(true);
    client.takeEvents();
    client.take(connection.acceptPublish(2, 0));
    expect(client.events).toMatchObject([
      { type: 'mediaReceived', timestamp: 40, payload: frame },
      { type: 'mediaReceived', timestamp: 80, payload: frame },
    ]);
    expect(connection.isHolding).toBe(false);
  });

  it('keeps the parts of other messages that came before the request (Q-21)', () => {
    const client = testClient().publishing();
    client.command('createStream', 6, null);
    const video = new Uint8Array(300);
    pattern(video);
    const chunks = client.write(9, video, 1, 5); // chunk stream 3: rewritten to 6, so that a command fits between
    const onSix = chunks.map((byte, index) => (index === 0 ? 6 : index === 140 || index === 269 ? 0xc6 : byte));
    const command = client.write(20, encodeCommand('publish', 7, null, 'b'), 2);
    client.bytes(Uint8Array.of(...onSix.subarray(0, 140), ...command, ...onSix.subarray(140)));
    expect(client.takeEvents()).toMatchObject([{ type: 'publishRequested', messageStreamId: 2 }]);
    client.take(client.connection.acceptPublish(3, 0));
    expect(client.events).toMatchObject([{ type: 'mediaReceived', messageStreamId: 1, payload: video }]);
  });

  it('holds no more than the limit', () => {
    const client = testClient({ limits: { heldBytes: 100 } });
    client.shakeHands();
    client.command('connect', 1, null);
    client.bytes(new Uint8Array(60));
    client.takeEvents();
    client.bytes(new Uint8Array(60));
    expect(client.events).toMatchObject([
      { type: 'requestExpired', reason: 'withdrawn' },
      {
        type: 'closed',
        fault: { kind: 'limitExceeded', code: 'tooManyHeldBytes', limit: 'heldBytes', allowed: 100, got: 120 },
      },
    ]);
  });

  it('holds the rest of the read in which the request came, however long', () => {
    const client = testClient({ limits: { heldBytes: 10 } }).connect();
    client.command('createStream', 2, null);
    const video = new Uint8Array(100_000).fill(7);
    client.bytes(
      Uint8Array.of(...client.write(20, encodeCommand('publish', 3, null, 'a'), 1), ...client.write(9, video, 1)),
    );
    client.take(client.connection.acceptPublish(2, 0));
    expect(client.events.at(-1)).toMatchObject({ type: 'mediaReceived', payload: video });
  });

  it('hears of the end after all that came before it', () => {
    const client = testClient().connect();
    client.command('createStream', 2, null);
    client.bytes(
      Uint8Array.of(...client.write(20, encodeCommand('publish', 3, null, 'a'), 1), ...client.write(9, frame, 1)),
    );
    client.end();
    expect(client.takeEvents().map((event) => event.type)).toEqual(['publishRequested']);
    client.take(client.connection.acceptPublish(2, 0));
    expect(client.events.map((event) => event.type)).toEqual(['mediaReceived', 'publishEnded', 'closed']);
  });
});
