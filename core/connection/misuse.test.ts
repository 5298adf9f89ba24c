import { describe, expect, it } from 'vitest';
import { amfObject } from '../amf/make-value.ts';
import type { AmfValue } from '../amf/value.ts';
import { createClientConnection } from './client-connection.ts';
import type { Connection } from './connection.ts';
import { testServer } from './testing/client.ts';
import { pattern } from './testing/peer.ts';
import { testClient } from './testing/server.ts';

/** A value that AMF0 cannot hold: it holds itself. */
function cyclic(): AmfValue {
  const object = amfObject({});
  object.properties.set('self', object);
  return object;
}

const usage = (code: string) => expect.objectContaining({ name: 'RtmpUsageError', code });
const unencodable = expect.objectContaining({ name: 'AmfUsageError', code: 'amfCyclic' });
const media = (messageStreamId: number) => ({
  messageStreamId,
  media: 'audio' as const,
  timestamp: 0,
  payload: new Uint8Array(3),
});

describe('misuse at the server: thrown before any state change', () => {
  it('takes no answer of one kind for a request of another', () => {
    const client = testClient().connect();
    client.command('createStream', 2, null);
    client.streamCommand(1, 'publish', 3, 'a', 'live');
    const { connection, requestId } = client;
    expect(() => connection.acceptPlay(requestId, 0)).toThrow(usage('requestUnknown'));
    expect(() => connection.rejectPlay(requestId, { description: '' }, 0)).toThrow(usage('requestUnknown'));
    expect(() => connection.acceptConnect(requestId, 0)).toThrow(usage('requestUnknown'));
    expect(() => connection.rejectConnect(requestId, { description: '' }, 0)).toThrow(usage('requestUnknown'));
    expect(connection.isHolding).toBe(true);
    expect(client.accept()).toEqual(['UserControl 0 1', 'onStatus NetStream.Publish.Start on 1']);
  });

  it('accepts connect with what can be encoded only, and then it may be accepted again', () => {
    const client = testClient();
    client.shakeHands();
    client.command('connect', 1, amfObject({ app: 'live' }));
    const { connection, requestId } = client;
    const information = amfObject({ data: cyclic() });
    expect(() => connection.acceptConnect(requestId, 0, { information })).toThrow(unencodable);
    expect(connection.isHolding).toBe(true);
    expect(client.accept()).toContain('_result 1 NetConnection.Connect.Success');
  });

  it('sends no media on a stream that does not play (8.10)', () => {
    const client = testClient().publishing();
    expect(client.take(client.connection.sendMedia(media(1), 0))).toEqual([]);
    const data = { messageStreamId: 2, timestamp: 0, payload: Uint8Array.of(5) };
    expect(client.take(client.connection.sendData(data, 0))).toEqual([]);
    const player = testClient().playing();
    expect(player.take(player.connection.sendMedia(media(1), 0))).toEqual(['Audio 3 on 1']);
    player.command('deleteStream', 9, null, 1);
    expect(player.take(player.connection.sendMedia(media(1), 0))).toEqual([]);
  });
});

describe('misuse at the client: thrown before any state change', () => {
  it('is told at once that connect cannot be encoded, not when the handshake is done', () => {
    const connect = { app: 'live', tcUrl: 'rtmp://h/live', userArguments: [cyclic()] };
    expect(() => createClientConnection({ now: 0, random: pattern, connect })).toThrow(unencodable);
  });

  it('counts no call that cannot be encoded', () => {
    const { connection } = testServer().connect();
    const before = connection.lastTransactionId;
    expect(() => connection.call('x', cyclic(), [], 0)).toThrow(unencodable);
    expect(connection.lastTransactionId).toBe(before);
  });

  it('sends no media before there is a stream for it', () => {
    const server = testServer();
    expect(() => server.connection.sendMedia(media(1), 0)).toThrow(usage('messageStreamUnknown'));
    const data = { messageStreamId: 1, timestamp: 0, payload: new Uint8Array(3) };
    expect(() => server.connection.sendData(data, 0)).toThrow(usage('messageStreamUnknown'));
  });

  it('says its buffer length in whole milliseconds, for the connection or a stream it has', () => {
    const server = testServer().createStream();
    const { connection } = server;
    expect(server.take(connection.setBufferLength(0, 300, 0))).toEqual(['UserControl 3 0']);
    expect(() => connection.setBufferLength(2, 300, 0)).toThrow(usage('messageStreamUnknown'));
    expect(() => connection.setBufferLength(1, 0.5, 0)).toThrow(usage('bufferLengthNotUint32'));
    expect(() => connection.setBufferLength(1, -1, 0)).toThrow(usage('bufferLengthNotUint32'));
  });
});

describe('misuse of numbers and instants', () => {
  it('announces a chunk size set before the handshake with connect, and cuts by it no sooner (CHK-33)', () => {
    const client = testClient();
    client.take(client.connection.setChunkSize(65_536, 0));
    expect(client.connection.sendChunkSize).toBe(128);
    client.shakeHands();
    client.command('connect', 1, amfObject({ app: 'live' }));
    expect(client.accept()).toContain('SetChunkSize 65536');
    expect(client.connection.sendChunkSize).toBe(65_536);
  });

  it('says a chunk size set before connect at once, and not another one after it', () => {
    const client = testClient();
    client.shakeHands();
    expect(client.take(client.connection.setChunkSize(60_000, 0))).toEqual(['SetChunkSize 60000']);
    client.command('connect', 1, amfObject({ app: 'live' }));
    expect(client.accept().filter((heard) => heard.startsWith('SetChunkSize'))).toEqual([]);
  });

  it.each([Number.NaN, -1, Number.NEGATIVE_INFINITY])('takes %s transmitted bytes for none', (byteCount) => {
    const { connection } = testClient().connect();
    const before = connection.unsentBytes;
    connection.transmitted(byteCount, 0);
    expect(connection.unsentBytes).toBe(before);
  });

  it.each([Number.NaN, -5, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])(
    'reads the instant %s as the last one',
    (instant) => {
      const client = testClient().connect();
      const calls: ((connection: Connection) => unknown)[] = [
        (connection) => connection.tick(instant),
        (connection) => connection.receive(new Uint8Array(0), instant),
        (connection) => connection.transmitted(0, instant),
      ];
      for (const call of calls) {
        expect(call(client.connection)).toEqual({ transmit: [], events: [], deadline: 30_000, transport: 'keep' });
      }
    },
  );
});
