import { describe, expect, it } from 'vitest';
import { chunkMessage } from '../chunk/chunk-message.ts';
import { encodeData } from '../message/data-message.ts';
import { encodeUserControl } from '../message/user-control.ts';
import { createServerConnection } from './server-connection.ts';
import { pattern } from './testing/peer.ts';
import { testClient } from './testing/server.ts';

describe('Connection: handshake (5.2)', () => {
  it('reads what follows the handshake in the same call (HS-42, Q-7)', () => {
    const client = testClient();
    const bytes = new Uint8Array(3073);
    bytes[0] = 3;
    client.bytes(Uint8Array.of(...bytes, ...client.writeCommand('connect', 1, null)));
    expect(client.events.map((event) => event.type)).toEqual([
      'deviated',
      'handshakeDone',
      'deviated',
      'connectRequested',
    ]);
  });

  it.each([
    [0x16, 'looksLikeTls'],
    [0x47, 'looksLikeHttp'],
    [6, 'encryptionUnsupported'],
    [2, 'handshakeVersion'],
  ])('names what a first byte of %s looks like: %s (HS-38 to HS-40)', (byte, code) => {
    const client = testClient();
    client.bytes(Uint8Array.of(byte));
    expect(client.events).toMatchObject([{ type: 'closed', fault: { code, at: 0 } }]);
    expect(client.transport).toBe('abort');
  });

  it('gives up on a handshake that does not end (HS-44)', () => {
    const client = testClient();
    expect(client.deadline).toBe(10_000);
    client.bytes(Uint8Array.of(3));
    client.wait(9_999);
    expect(client.events).toEqual([]);
    client.wait(1);
    expect(client.events).toMatchObject([{ type: 'closed', fault: { kind: 'timedOut', code: 'handshakeTimeout' } }]);
    expect(client.deadline).toBeUndefined();
  });

  it('says so when the bytes end in the handshake', () => {
    const client = testClient();
    client.bytes(Uint8Array.of(3, 0));
    client.end();
    expect(client.events).toMatchObject([
      { type: 'closed', fault: { kind: 'transportLost', code: 'endedInHandshake' } },
    ]);
  });

  it('refuses a packet 2 that is no echo with strictEcho (Q-1)', () => {
    const client = testClient({ strictEcho: true });
    client.shakeHands();
    expect(client.events).toMatchObject([{ type: 'closed', fault: { code: 'echoMismatch', spec: '5.2.4' } }]);
  });
});

describe('Connection: control messages (5.4)', () => {
  it('reads with the chunk size the peer sets, from the next chunk on (CHK-33)', () => {
    const client = testClient().publishing();
    const payload = new Uint8Array(200);
    client.message(1, Uint8Array.of(0, 0, 0, 200));
    const chunks = chunkMessage({ chunkStreamId: 6, timestamp: 1, messageTypeId: 9, messageStreamId: 1, payload }, 200);
    client.bytes(chunks);
    expect(client.events).toMatchObject([{ type: 'mediaReceived', payload }]);
  });

  it.each([0, 0x80000000])('ends the connection for a chunk size of %s (CHK-34, Q-17)', (size) => {
    const client = testClient().connect();
    client.message(1, Uint8Array.of(size >>> 24, 0, 0, 0));
    expect(client.events).toMatchObject([{ type: 'closed', fault: { code: 'chunkSizeInvalid' } }]);
  });

  it('ends the connection for a control message that lacks its field (CHK-36)', () => {
    const client = testClient().connect();
    client.message(5, Uint8Array.of(0, 0));
    expect(client.events).toMatchObject([{ type: 'closed', fault: { code: 'protocolControlTooShort' } }]);
  });

  it('drops the message that Abort names (CHK-37, Q-26)', () => {
    const client = testClient().publishing();
    const payload = new Uint8Array(200);
    const video = chunkMessage({ chunkStreamId: 6, timestamp: 1, messageTypeId: 9, messageStreamId: 1, payload }, 128);
    client.bytes(video.subarray(0, 140));
    client.message(2, Uint8Array.of(0, 0, 0, 6));
    client.bytes(video);
    expect(client.events).toMatchObject([{ type: 'mediaReceived', payload }]);
  });

  it('acknowledges at half the window the peer names (CHK-39 to CHK-41)', () => {
    const client = testClient().publishing();
    client.message(5, Uint8Array.of(0, 0, 8, 0));
    const before = client.connection.bytesReceived;
    const heard = client.message(9, new Uint8Array(1200), 1);
    expect(heard).toEqual([`Acknowledgement ${client.connection.bytesReceived}`]);
    expect(client.connection.bytesReceived).toBeGreaterThan(before + 1024);
  });

  it('tells what is unacknowledged, and tolerates increments and silence (Q-31, Q-32)', () => {
    const client = testClient({ windowAcknowledgementSize: 1000 }).playing();
    const sent = client.connection.bytesSent;
    client.message(3, Uint8Array.of(0, 0, 0, 100));
    client.message(3, Uint8Array.of(0, 0, 0, 100));
    expect(client.takeEvents()).toMatchObject([
      { type: 'acknowledged', sequenceNumber: 100, unacknowledgedBytes: sent - 100 },
      { type: 'deviated', code: 'acknowledgementIncrements' },
      { type: 'acknowledged', sequenceNumber: 100, unacknowledgedBytes: sent - 200 },
    ]);
    const media = { messageStreamId: 1, media: 'video' as const, timestamp: 0, payload: new Uint8Array(9000) };
    client.take(client.connection.sendMedia(media, 0));
    client.take(client.connection.transmitted(9000, 0));
    expect(client.events).toMatchObject([{ type: 'deviated', code: 'acknowledgementMissing' }]);
  });

  it('ends the connection for a deviation of the windows that is refused', () => {
    const client = testClient({ deviations: { peerBandwidthMalformed: 'refuse' } }).connect();
    client.message(6, Uint8Array.of(0, 0, 8, 0, 7));
    expect(client.events.at(-1)).toMatchObject({ type: 'closed', fault: { code: 'peerBandwidthMalformed' } });
  });

  it('answers Set Peer Bandwidth with a window that differs from the last (CHK-45)', () => {
    const client = testClient().connect();
    expect(client.message(6, Uint8Array.of(0, 0, 8, 0, 2))).toEqual(['WindowAcknowledgementSize 2048']);
    expect(client.message(6, Uint8Array.of(0, 0, 8, 0, 2))).toEqual([]);
  });

  it('answers a ping in either role and tells of every event (MSG-27, Q-45, Q-46)', () => {
    const client = testClient().connect();
    expect(client.message(4, encodeUserControl(6, 77))).toEqual(['UserControl 7 77']);
    client.message(4, Uint8Array.of(0, 3, 0, 0, 0, 0, 0, 0, 1, 0x2c));
    client.message(4, Uint8Array.of(0xff, 0xff));
    expect(client.takeEvents()).toEqual([
      { type: 'userControlReceived', eventType: 6, value: 77, bufferLengthMs: 0 },
      { type: 'userControlReceived', eventType: 3, value: 0, bufferLengthMs: 300 },
      { type: 'userControlReceived', eventType: 0xffff, value: 0, bufferLengthMs: 0 },
    ]);
    client.message(4, Uint8Array.of(0));
    expect(client.events).toMatchObject([{ type: 'deviated', code: 'userControlMalformed' }]);
  });

  it('asks a silent peer for a sign of life, and gives up on one that gives none (Q-40, Q-65)', () => {
    const client = testClient().publishing();
    expect(client.wait(30_000)).toEqual(['UserControl 6 30000']);
    client.message(4, encodeUserControl(7, 30_000));
    expect(client.wait(30_000)).toEqual(['UserControl 6 60000']);
    client.takeEvents();
    client.wait(30_000);
    expect(client.events).toMatchObject([
      { type: 'publishEnded', reason: 'connectionClosed' },
      { type: 'closed', fault: { kind: 'timedOut', code: 'idleTimeout' } },
    ]);
  });

  it('pings when asked to', () => {
    const client = testClient().connect();
    client.now = 5;
    expect(client.take(client.connection.ping(5))).toEqual(['UserControl 6 5']);
  });
});

describe('Connection: sending', () => {
  it('sends media and data with the timestamps it is given', () => {
    const client = testClient().playing();
    const { connection } = client;
    const payload = new Uint8Array(10);
    expect(client.take(connection.sendMedia({ messageStreamId: 1, media: 'audio', timestamp: 7, payload }, 0))).toEqual(
      ['Audio 10 on 1'],
    );
    expect(client.take(connection.sendMedia({ messageStreamId: 1, media: 'video', timestamp: 7, payload }, 0))).toEqual(
      ['Video 10 on 1'],
    );
    const data = { messageStreamId: 1, timestamp: 7, payload: encodeData('onMetaData') };
    expect(client.take(connection.sendData(data, 0))).toEqual(['data onMetaData on 1']);
  });

  it('sends shared chunks between messages of its own (CHK-54)', () => {
    const client = testClient().playing();
    const { connection } = client;
    const media = { messageStreamId: 1, media: 'video' as const, timestamp: 7, payload: new Uint8Array(10) };
    const shared = {
      chunkStreamId: 6,
      timestamp: 9,
      messageTypeId: 9,
      messageStreamId: 1,
      payload: new Uint8Array(9000),
    };
    client.take(connection.sendMedia(media, 0));
    const bytes = chunkMessage(shared, connection.sendChunkSize);
    expect(client.take(connection.sendChunks({ bytes, chunkStreamId: 6 }, 0))).toEqual(['Video 9000 on 1']);
    expect(client.transmitted.at(-1)).toBe(bytes); // not copied
    expect(client.take(connection.sendMedia({ ...media, timestamp: 10 }, 0))).toEqual(['Video 10 on 1']);
    expect(client.transmitted.at(-1)?.[0]).toBe(6); // a full header
  });

  it('cuts by the new chunk size after it said so (5.4.1)', () => {
    const client = testClient().playing();
    expect(client.take(client.connection.setChunkSize(70_000, 0))).toEqual(['SetChunkSize 70000']);
    expect(client.take(client.connection.setChunkSize(70_000, 0))).toEqual([]);
    const media = { messageStreamId: 1, media: 'video' as const, timestamp: 7, payload: new Uint8Array(60_000) };
    expect(client.take(client.connection.sendMedia(media, 0))).toEqual(['Video 60000 on 1']);
    expect(client.transmitted.at(-1)?.length).toBe(60_012);
  });

  it('refuses what cannot be sent, and changes nothing', () => {
    const { connection } = testClient().playing();
    const payload = new Uint8Array(1);
    for (const timestamp of [-1, 2 ** 32, 0.5, Number.NaN]) {
      expect(() => connection.sendMedia({ messageStreamId: 1, media: 'audio', timestamp, payload }, 0)).toThrow(
        'timestamp',
      );
    }
    const long = { messageStreamId: 1, timestamp: 0, payload: new Uint8Array(0x1000000) };
    expect(() => connection.sendData(long, 0)).toThrow('at most 16777215 bytes');
    for (const size of [0, 0x1000000, 1.5]) expect(() => connection.setChunkSize(size, 0)).toThrow('chunk size');
    expect(connection.unsentBytes).toBe(connection.bytesSent);
  });

  it('sends nothing before the handshake is done', () => {
    const { connection } = testClient();
    const nothing = { transmit: [], events: [], deadline: 10_000, transport: 'keep' };
    const media = { messageStreamId: 1, media: 'audio' as const, timestamp: 0, payload: new Uint8Array(1) };
    expect(connection.sendMedia(media, 0)).toEqual(nothing);
    expect(connection.sendChunks({ bytes: new Uint8Array(9), chunkStreamId: 6 }, 0)).toEqual(nothing);
    expect(connection.ping(0)).toEqual(nothing);
  });
});

describe('Connection: backpressure', () => {
  it('counts what is unsent and tells of the marks (style: backpressure is data)', () => {
    const client = testClient({
      limits: { sendBacklogHigh: 5000, sendBacklogLow: 1000, sendBacklogMax: 20_000 },
    }).playing();
    const { connection } = client;
    client.take(connection.transmitted(connection.unsentBytes, 0));
    const media = { messageStreamId: 1, media: 'video' as const, timestamp: 0, payload: new Uint8Array(4000) };
    client.take(connection.sendMedia(media, 0));
    expect(client.events).toEqual([]);
    client.take(connection.sendMedia(media, 0));
    const { unsentBytes } = connection;
    expect(client.takeEvents()).toEqual([{ type: 'sendBacklogHigh', unsentBytes }]);
    client.take(connection.transmitted(5000, 0));
    expect(client.takeEvents()).toEqual([]);
    client.take(connection.transmitted(5000, 0));
    expect(client.takeEvents()).toEqual([{ type: 'sendBacklogLow', unsentBytes: 0 }]);
  });

  it('ends a connection whose peer does not read', () => {
    const client = testClient({ limits: { sendBacklogMax: 10_000 } }).playing();
    const media = { messageStreamId: 1, media: 'video' as const, timestamp: 0, payload: new Uint8Array(20_000) };
    client.take(client.connection.sendMedia(media, 0));
    expect(client.events.at(-1)).toMatchObject({
      type: 'closed',
      fault: { kind: 'limitExceeded', code: 'sendBacklog', allowed: 10_000 },
    });
    expect(client.transport).toBe('abort');
  });
});

describe('Connection: ending', () => {
  it('closes in order, tells so once, and is silent afterwards', () => {
    const client = testClient().playing();
    const { connection } = client;
    client.take(connection.close(0));
    expect(client.transport).toBe('end');
    client.bytes(client.write(9, new Uint8Array(1), 1)); // dropped: the transport is on its way out
    client.take(connection.close(0));
    client.end();
    expect(client.events).toEqual([
      { type: 'playEnded', messageStreamId: 1, reason: 'connectionClosed' },
      { type: 'closed', fault: undefined },
    ]);
    expect(connection.isClosed).toBe(true);
    const nothing = { transmit: [], events: [], deadline: undefined, transport: 'keep' };
    const media = { messageStreamId: 1, media: 'audio' as const, timestamp: 0, payload: new Uint8Array(1) };
    expect(connection.receive(new Uint8Array(9), 1)).toEqual(nothing);
    expect(connection.receiveEnd(1)).toEqual(nothing);
    expect(connection.tick(1e9)).toEqual(nothing);
    expect(connection.transmitted(1, 1)).toEqual(nothing);
    expect(connection.close(1)).toEqual(nothing);
    expect(connection.sendMedia(media, 1)).toEqual(nothing);
    expect(connection.sendChunks({ bytes: new Uint8Array(1), chunkStreamId: 6 }, 1)).toEqual(nothing);
  });

  it('says so when the bytes end inside a message', () => {
    const client = testClient().publishing();
    client.bytes(client.write(9, new Uint8Array(300), 1).subarray(0, 200));
    client.end();
    expect(client.events.at(-1)).toMatchObject({
      type: 'closed',
      fault: { kind: 'transportLost', code: 'endedInMessage' },
    });
    expect(client.transport).toBe('end');
  });

  it('reports trouble of the chunks with its limit', () => {
    const client = testClient({ limits: { messageLength: 100 } }).publishing();
    client.message(9, new Uint8Array(101), 1);
    expect(client.events.at(-1)).toMatchObject({
      type: 'closed',
      fault: { kind: 'limitExceeded', code: 'messageTooLong', limit: 'messageLength', allowed: 100, got: 101 },
    });
  });

  it('tells of deviations of the chunks in their place (Q-13)', () => {
    const client = testClient().publishing();
    client.bytes(Uint8Array.of(0x47, 0, 0, 0, 0, 0, 6, 4, 0, 6, 0, 0, 0, 9));
    expect(client.events).toMatchObject([
      { type: 'deviated', code: 'typeOneFirst', rule: 'Q-13' },
      { type: 'userControlReceived', eventType: 6 },
    ]);
  });

  it('reads an earlier instant as the last one', () => {
    const client = testClient();
    client.wait(9_000);
    client.take(client.connection.tick(0));
    expect(client.events).toEqual([]);
    client.take(client.connection.tick(10_000));
    expect(client.events).toHaveLength(1);
  });
});

describe('options', () => {
  it.each([
    [{ chunkSize: 0 }, 'chunkSizeOutOfRange'],
    [{ windowAcknowledgementSize: -1 }, 'optionOutOfRange'],
    [{ peerBandwidth: 2 ** 32 }, 'optionOutOfRange'],
    [{ limits: { messageLength: -1 } }, 'optionOutOfRange'],
    [{ timeouts: { ping: Number.NaN } }, 'optionOutOfRange'],
    [{ now: Number.NaN }, 'optionOutOfRange'],
  ])('refuses %j', (options, code) => {
    const make = () => createServerConnection({ now: 0, random: pattern, ...options });
    expect(make).toThrow(expect.objectContaining({ name: 'RtmpUsageError', code }));
  });

  it('a timeout of 0 is no deadline', () => {
    const client = testClient({ timeouts: { handshake: 0, ping: 0, idle: 0, connect: 0 } });
    expect(client.deadline).toBeUndefined();
    client.shakeHands();
    expect(client.deadline).toBeUndefined();
  });
});
