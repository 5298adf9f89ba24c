import { describe, expect, it } from 'vitest';
import { amfObject } from '../amf/make-value.ts';
import { encodeAggregate } from '../message/aggregate.ts';
import { encodeData } from '../message/data-message.ts';
import { statusObject, testServer } from './testing/client.ts';

describe('ClientConnection: connect (7.2.1.1)', () => {
  it('speaks first, then says its chunk size and connect once the handshake is done (HS-6)', () => {
    const server = testServer();
    expect(server.transmitted.map((bytes) => bytes.length)).toEqual([1537]);
    expect(server.shakeHands()).toEqual(['SetChunkSize 4096', 'connect undefined']);
    expect(server.takeEvents().at(-1)).toMatchObject({ type: 'handshakeDone', form: 'simple' });
    const properties = amfObject({ fmsVer: 'X' });
    const information = statusObject('NetConnection.Connect.Success');
    server.command('_result', 1, properties, information);
    expect(server.events).toEqual([{ type: 'connected', properties, information }]);
  });

  it('says the user arguments it is given', () => {
    const server = testServer({ connect: { app: 'a', tcUrl: 'rtmp://h/a', userArguments: ['token'] } });
    expect(server.shakeHands().at(-1)).toBe('connect token');
  });

  it.each([
    ['_error', 'error'],
    ['_result', 'error'],
  ])('takes %s of level %s for a refusal, with the URL to go to instead (CMD-10)', (name, level) => {
    const server = testServer();
    server.shakeHands();
    server.takeEvents();
    const ex = amfObject({ redirect: 'rtmp://b/live' });
    const information = amfObject({ level, code: 'NetConnection.Connect.Rejected', description: 'Moved.', ex });
    server.command(name, 1, null, information);
    expect(server.events).toEqual([
      {
        type: 'connectRefused',
        code: 'NetConnection.Connect.Rejected',
        description: 'Moved.',
        redirect: 'rtmp://b/live',
        information,
      },
    ]);
    expect(server.transport).toBe('end');
  });

  it('reads a refusal without words', () => {
    const server = testServer();
    server.shakeHands();
    server.takeEvents();
    server.command('_error', 1, null);
    expect(server.events).toMatchObject([{ type: 'connectRefused', code: '', redirect: undefined }]);
  });

  it('takes any answer for the answer to connect while that is the only call, and notes a wrong number (Q-38, Q-42)', () => {
    const server = testServer();
    server.shakeHands();
    server.takeEvents();
    server.command('onBWDone', 0, null);
    server.command('_result', 0, null, statusObject('NetConnection.Connect.Success'));
    expect(server.events.map((event) => event.type)).toEqual(['commandUnhandled', 'deviated', 'connected']);
  });

  it('takes the number 0 for trouble where that is refused', () => {
    const server = testServer({ deviations: { transactionUnknown: 'refuse' } });
    server.shakeHands();
    server.command('_result', 0, null, statusObject('NetConnection.Connect.Success'));
    expect(server.events.at(-1)).toMatchObject({ type: 'closed', fault: { code: 'transactionUnknown' } });
  });

  it('gives up when connect is not answered', () => {
    const server = testServer();
    server.shakeHands();
    server.takeEvents();
    server.wait(10_000);
    expect(server.events).toMatchObject([{ type: 'closed', fault: { kind: 'timedOut', code: 'connectTimeout' } }]);
  });

  it('leaves when the server says close (CMD-23)', () => {
    const fresh = testServer();
    fresh.shakeHands();
    for (const server of [fresh, testServer().connect()]) {
      server.command('close', 0, null);
      expect(server.transport).toBe('end');
    }
  });

  it('refuses commands before it is connected', () => {
    const { connection } = testServer();
    expect(() => connection.createStream(0)).toThrow('legal only after connect succeeded');
    expect(() => connection.publish(1, { name: 'a' }, 0)).toThrow('createStream has not returned message stream 1');
  });
});

describe('ClientConnection: calls (7.2.1.2)', () => {
  it('numbers every command upward, and names the number of each answer (CMD-2)', () => {
    const server = testServer().connect();
    const { connection } = server;
    server.take(connection.releaseStream('a', 0));
    server.take(connection.fcPublish('a', 0));
    server.take(connection.fcUnpublish('a', 0));
    expect(connection.lastTransactionId).toBe(4);
    expect(server.take(connection.call('hello', null, ['x'], 0))).toEqual(['hello x']);
    server.command('_result', 5, null, 'world');
    server.command('_error', 2, null, 'no');
    expect(server.events).toEqual([
      { type: 'callAnswered', transactionId: 5, succeeded: true, commandObject: null, values: ['world'] },
      { type: 'callAnswered', transactionId: 2, succeeded: false, commandObject: null, values: ['no'] },
    ]);
  });

  it('notes answers to what it never asked (Q-42)', () => {
    const server = testServer().connect();
    server.command('_result', 9, null);
    expect(server.events).toMatchObject([{ type: 'deviated', code: 'transactionUnknown' }]);
  });

  it('keeps no more open calls than the limit', () => {
    const server = testServer({ limits: { pendingCalls: 1 } }).connect();
    server.take(server.connection.createStream(0));
    expect(() => server.connection.createStream(0)).toThrow('1 calls await their answers');
    server.command('_result', 2, null, 1);
    server.take(server.connection.createStream(0));
  });

  it('answers calls of the server that it does not know (CMD-15)', () => {
    const server = testServer().connect();
    expect(server.command('dance', 7, null)).toEqual(['_error 7 NetConnection.Call.Failed']);
    expect(server.events).toMatchObject([{ type: 'commandUnhandled', name: 'dance' }]);
  });

  it.each([0, -1, 1.5, 2 ** 32, Number.NaN, 'x', null])(
    'takes createStream answered with %s for a failure (AMF-LIM-10, CMD-14)',
    (id) => {
      const server = testServer().connect();
      server.take(server.connection.createStream(0));
      server.command('_result', 2, null, id);
      expect(server.events).toMatchObject([{ type: 'callAnswered', transactionId: 2, succeeded: false }]);
    },
  );
});

describe('ClientConnection: publish (7.2.2.6)', () => {
  it('publishes on a stream of its own and sends media from the start status on', () => {
    const server = testServer().connect();
    const { connection } = server;
    expect(server.take(connection.createStream(0))).toEqual(['createStream undefined']);
    server.command('_result', 2, null, 5);
    expect(server.takeEvents()).toEqual([{ type: 'streamCreated', transactionId: 2, messageStreamId: 5 }]);
    expect(server.take(connection.publish(5, { name: 'a' }, 0))).toEqual(['publish a on 5']);
    const media = { messageStreamId: 5, media: 'audio' as const, timestamp: 1, payload: new Uint8Array(3) };
    expect(() => connection.sendMedia(media, 0)).toThrow('sending media is not legal now');
    server.status(5, 'NetStream.Publish.Start');
    expect(server.takeEvents().map((event) => event.type)).toEqual(['statusReceived', 'publishStarted']);
    expect(server.take(connection.sendMedia(media, 0))).toEqual(['Audio 3 on 5']);
    const data = { messageStreamId: 5, timestamp: 0, payload: encodeData('@setDataFrame', 'onMetaData', 1) };
    expect(server.take(connection.sendData(data, 0))).toEqual(['data onMetaData on 5']);
    expect(server.take(connection.closeStream(5, 0))).toEqual(['closeStream undefined on 5']);
    expect(server.take(connection.deleteStream(5, 0))).toEqual(['deleteStream 5']);
    expect(() => connection.closeStream(5, 0)).toThrow('createStream has not returned');
  });

  it('tells of a refusal before and after the start (Q-43, CMD-45)', () => {
    const server = testServer().createStream();
    const { connection } = server;
    server.take(connection.publish(1, { name: 'a', type: 'record' }, 0));
    server.status(1, 'NetStream.Play.Reset'); // a status that is not the one awaited is no answer
    server.status(1, 'NetStream.Publish.BadName', 'error');
    expect(server.takeEvents().at(-1)).toEqual({
      type: 'streamRefused',
      messageStreamId: 1,
      code: 'NetStream.Publish.BadName',
      description: 'It is NetStream.Publish.BadName.',
    });
    server.take(connection.publish(1, { name: 'b' }, 0));
    server.status(1, 'NetStream.Publish.Start');
    expect(() => connection.publish(1, { name: 'b' }, 0)).toThrow('publish is not legal now on message stream 1');
    server.status(1, 'NetStream.Record.Failed', 'error');
    expect(server.events.at(-1)).toMatchObject({ type: 'streamRefused', code: 'NetStream.Record.Failed' });
  });

  it('is idle again after Unpublish.Success', () => {
    const server = testServer().publishing();
    server.status(1, 'NetStream.Unpublish.Success');
    server.take(server.connection.publish(1, { name: 'b' }, 0));
  });

  it('gives up on a publish that is not answered', () => {
    const server = testServer({ timeouts: { idle: 0, ping: 0 } }).createStream();
    server.take(server.connection.publish(1, { name: 'a' }, 0));
    server.wait(30_000);
    expect(server.events).toMatchObject([{ type: 'streamRefused', code: 'NetStream.Failed' }]);
  });

  it('hears a status without the null before it, and on stream 0 (rtmpsrv)', () => {
    const server = testServer().createStream();
    server.take(server.connection.publish(1, { name: 'a' }, 0));
    server.command('onStatus', 0, statusObject('NetStream.Publish.Start'));
    expect(server.events.map((event) => event.type)).toEqual(['deviated', 'statusReceived', 'publishStarted']);
  });

  it('tells a status of the connection too', () => {
    const server = testServer().connect();
    server.command('onStatus', 0, null, statusObject('NetConnection.Connect.Closed'));
    expect(server.events).toMatchObject([
      { type: 'statusReceived', messageStreamId: 0, code: 'NetConnection.Connect.Closed' },
    ]);
  });

  it('forgets its streams with the end, and sends nothing more', () => {
    const server = testServer().publishing();
    const { connection } = server;
    server.take(connection.close(0));
    const media = { messageStreamId: 1, media: 'audio' as const, timestamp: 1, payload: new Uint8Array(3) };
    expect(server.take(connection.sendMedia(media, 0))).toEqual([]);
    expect(
      server.take(connection.sendData({ messageStreamId: 1, timestamp: 0, payload: new Uint8Array(1) }, 0)),
    ).toEqual([]);
    expect(server.take(connection.createStream(0))).toEqual([]);
  });
});

describe('ClientConnection: play (7.2.2.1)', () => {
  it.each(['NetStream.Play.Start', 'NetStream.Play.PublishNotify'])('plays from %s on (CMD-44)', (code) => {
    const server = testServer().createStream();
    const { connection } = server;
    expect(server.take(connection.play(1, { name: 'a', start: -1000 }, 0))).toEqual(['play a on 1']);
    expect(server.take(connection.setBufferLength(1, 3000, 0))).toEqual(['UserControl 3 1']);
    server.status(1, code);
    expect(server.takeEvents().map((event) => event.type)).toEqual(['statusReceived', 'playStarted']);
    server.message(8, Uint8Array.of(0xaf, 1), 1, 7);
    server.message(9, Uint8Array.of(0x17, 1), 0, 8); // Node-Media-Server
    server.message(18, encodeData('onMetaData', 1), 1);
    expect(server.events).toMatchObject([
      { type: 'mediaReceived', media: 'audio', timestamp: 7 },
      { type: 'deviated', code: 'messageStreamIdUnknown' },
      { type: 'mediaReceived', media: 'video', timestamp: 8, messageStreamId: 1 },
      { type: 'dataReceived', handler: 'onMetaData', retain: 'no' },
    ]);
  });

  it('asks for less, and for another name', () => {
    const server = testServer().playing();
    const { connection } = server;
    expect(server.take(connection.receiveAudio(1, false, 0))).toEqual(['receiveAudio false on 1']);
    expect(server.take(connection.receiveVideo(1, true, 0))).toEqual(['receiveVideo true on 1']);
    expect(server.take(connection.play(1, { name: 'b', start: 0, duration: -1, reset: false }, 0))).toEqual([
      'play b on 1',
    ]);
  });

  it('goes on playing through Stop and UnpublishNotify, ends with an error (Q-62)', () => {
    const server = testServer().playing();
    server.status(1, 'NetStream.Play.UnpublishNotify');
    server.message(8, Uint8Array.of(0xaf, 1), 1, 7);
    server.status(1, 'NetStream.Play.StreamNotFound', 'error');
    expect(server.events.map((event) => event.type)).toEqual([
      'statusReceived',
      'mediaReceived',
      'statusReceived',
      'streamRefused',
    ]);
  });

  it('gives up on a play that is refused or not answered', () => {
    const server = testServer({ timeouts: { idle: 0, ping: 0 } }).createStream();
    const { connection } = server;
    server.take(connection.play(1, { name: 'a' }, 0));
    server.wait(30_000);
    server.take(connection.play(1, { name: 'a' }, 30_000));
    server.status(1, 'NetStream.Play.StreamNotFound', 'error');
    server.take(connection.play(1, { name: 'a' }, 30_000));
    server.take(connection.closeStream(1, 30_000));
    expect(server.events.filter((event) => event.type === 'streamRefused')).toHaveLength(2);
    expect(server.deadline).toBeUndefined();
  });

  it('drops and notes what it cannot use', () => {
    const server = testServer().playing();
    server.message(9, Uint8Array.of(0x17), 7);
    server.message(18, Uint8Array.of(0), 1);
    server.message(21, Uint8Array.of(0), 1);
    expect(server.events.map((event) => event.type === 'deviated' && event.code)).toEqual([
      'messageStreamIdUnknown',
      'dataMalformed',
      'unknownMessageType',
    ]);
  });

  it('takes an aggregate apart (MSG-18: Flash Media Server sends them of recorded streams)', () => {
    const server = testServer().playing();
    const payload = Uint8Array.of(0xaf, 1);
    server.message(22, encodeAggregate([{ messageTypeId: 8, timestamp: 7, payload }]), 1, 7);
    expect(server.events).toMatchObject([{ type: 'mediaReceived', media: 'audio', timestamp: 7, payload }]);
  });

  it('drops messages that come before connect was answered', () => {
    const server = testServer();
    server.shakeHands();
    server.takeEvents();
    server.message(9, Uint8Array.of(0x17), 1);
    expect(server.events).toMatchObject([{ type: 'deviated', code: 'messageStreamIdUnknown' }]);
  });

  it('ends when a command of the server does not decode', () => {
    const server = testServer().connect();
    server.message(20, Uint8Array.of(2, 0, 9));
    expect(server.events.at(-1)).toMatchObject({ type: 'closed', fault: { code: 'amfMalformed' } });
  });
});

describe('ClientConnection: deleteStream (7.2.2.3)', () => {
  it('drops what was under way to a stream it deleted, and blames nobody', () => {
    const server = testServer().playing();
    server.take(server.connection.deleteStream(1, 0));
    server.message(9, Uint8Array.of(0x17), 1, 40);
    expect(server.takeEvents()).toEqual([]);
    server.message(9, Uint8Array.of(0x17), 2, 40);
    expect(server.takeEvents()).toMatchObject([{ type: 'deviated', code: 'messageStreamIdUnknown' }]);
  });

  it('knows an id again that the server gives out once more, and of deleted ones only the latest', () => {
    const server = testServer({ limits: { messageStreams: 1 } }).connect();
    const { connection } = server;
    for (const id of [1, 2, 1]) {
      server.take(connection.createStream(0));
      server.command('_result', connection.lastTransactionId, null, id);
      server.message(9, Uint8Array.of(0x17), id, 40);
      server.take(connection.deleteStream(id, 0));
    }
    expect(server.takeEvents().filter(({ type }) => type === 'mediaReceived')).toHaveLength(3);
    server.message(9, Uint8Array.of(0x17), 2, 40);
    expect(server.takeEvents()).toMatchObject([{ type: 'deviated', code: 'messageStreamIdUnknown' }]);
  });
});
