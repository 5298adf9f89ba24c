import { describe, expect, it } from 'vitest';
import { amfObject } from '../amf/make-value.ts';
import type { AmfValue } from '../amf/value.ts';
import { hex } from '../bytes/testing/hex.ts';
import { decodeCommand } from '../message/command-message.ts';
import { testServer } from './testing/client.ts';
import { testClient } from './testing/server.ts';

const CODE = 'NetConnection.Connect.ReconnectRequest';
const illegal = expect.objectContaining({ name: 'RtmpUsageError', code: 'commandNotLegalNow' });

/** VEC-CMD-18: onStatus with tcUrl rtmp://b.example/live and description "moving". */
const VECTOR = hex(`
  02 00 08 6f 6e 53 74 61 74 75 73 00 00 00 00 00 00 00 00 00 05 03 00 05 6c 65 76 65 6c 02 00 06
  73 74 61 74 75 73 00 04 63 6f 64 65 02 00 26 4e 65 74 43 6f 6e 6e 65 63 74 69 6f 6e 2e 43 6f 6e
  6e 65 63 74 2e 52 65 63 6f 6e 6e 65 63 74 52 65 71 75 65 73 74 00 05 74 63 55 72 6c 02 00 15 72
  74 6d 70 3a 2f 2f 62 2e 65 78 61 6d 70 6c 65 2f 6c 69 76 65 00 0b 64 65 73 63 72 69 70 74 69 6f
  6e 02 00 06 6d 6f 76 69 6e 67 00 00 09`);

describe('ServerConnection.requestReconnect (ERTMP-37 to ERTMP-40)', () => {
  it('asks on message stream 0, in the words of the specification (VEC-CMD-18)', () => {
    const client = testClient().connect({ capsEx: 1 });
    const target = { tcUrl: 'rtmp://b.example/live', description: 'moving' };
    expect(client.take(client.connection.requestReconnect(0, target))).toEqual([`onStatus ${CODE}`]);
    const [message] = client.transmitted.slice(-1);
    expect(message?.subarray(12)).toEqual(VECTOR);
  });

  it('says neither URL nor reason where there is none: the client knows where it is (ERTMP-39)', () => {
    const client = testClient().connect({ capsEx: 15 });
    client.take(client.connection.requestReconnect(0));
    const [message = new Uint8Array()] = client.transmitted.slice(-1);
    const [information] = decodeCommand(message.subarray(12)).userArguments;
    expect(information).toEqual(amfObject({ level: 'status', code: CODE }));
  });

  it('changes nothing else: what the client does goes on, and it may begin more', () => {
    const client = testClient().connect({ capsEx: 1 });
    client.command('createStream', 2, null);
    client.streamCommand(1, 'publish', 3, 'a');
    client.accept();
    client.takeEvents();
    client.take(client.connection.requestReconnect(0));
    expect(client.take(client.connection.requestReconnect(0, { tcUrl: '/b' }))).toEqual([`onStatus ${CODE}`]);
    client.message(8, Uint8Array.of(1), 1);
    expect(client.command('createStream', 4, null)).toEqual(['_result 4 2']);
    expect(client.takeEvents().map(({ type }) => type)).toEqual(['mediaReceived']);
    expect([client.transport, client.deadline]).toEqual(['keep', 30_000]);
    client.end();
    expect(client.events.map(({ type }) => type)).toEqual(['publishEnded', 'closed']);
  });

  it.each<readonly [string, Record<string, AmfValue>]>([
    ['says nothing', {}],
    ['has other capabilities', { capsEx: 14 }],
    ['says it in no number', { capsEx: '1' }],
  ])('is not for a client that %s (ERTMP-37)', (_what, properties) => {
    const client = testClient().connect(properties);
    expect(client.connection.mayRequestReconnect).toBe(false);
    expect(() => client.connection.requestReconnect(0)).toThrow(illegal);
  });

  it('waits for connect to be accepted, and does nothing after the end', () => {
    const client = testClient();
    client.shakeHands();
    client.command('connect', 1, amfObject({ app: 'live', capsEx: 1 }));
    expect(client.connection.mayRequestReconnect).toBe(false);
    expect(() => client.connection.requestReconnect(0)).toThrow('a request to reconnect is legal only after connect');
    client.accept();
    expect(client.connection.mayRequestReconnect).toBe(true);
    client.take(client.connection.close(0));
    expect(client.take(client.connection.requestReconnect(0))).toEqual([]);
  });

  it.each(['http://b.example/live', 'live', 'rtmp://b.example/a b'])('sends nobody to "%s"', (tcUrl) => {
    const client = testClient().connect({ capsEx: 1 });
    const invalid = expect.objectContaining({ code: 'tcUrlInvalid', message: expect.stringContaining(tcUrl) });
    expect(() => client.connection.requestReconnect(0, { tcUrl })).toThrow(invalid);
  });
});

describe('ClientConnection: asked to reconnect (ERTMP-41, ERTMP-42)', () => {
  const ask = (properties: Record<string, AmfValue>) => {
    const server = testServer().publishing();
    server.command('onStatus', 0, null, amfObject({ level: 'status', code: CODE, ...properties }));
    return server;
  };

  it.each([
    [{ tcUrl: 'rtmp://b.example/live' }, 'rtmp://b.example/live'],
    [{ tcUrl: '//b.example/app' }, 'rtmp://b.example/app'],
    [{ tcUrl: '/app' }, 'rtmp://h/app'],
    [{}, 'rtmp://h/live'],
    [{ tcUrl: null }, 'rtmp://h/live'],
  ])('by %j is told to go to %s', (properties, tcUrl) => {
    const server = ask({ ...properties, description: 'moving' });
    expect(server.events).toMatchObject([
      { type: 'statusReceived', messageStreamId: 0, code: CODE },
      { type: 'reconnectRequested', tcUrl, description: 'moving' },
    ]);
  });

  it('is served on until it leaves', () => {
    const server = ask({});
    const media = { messageStreamId: 1, media: 'audio', timestamp: 0, payload: Uint8Array.of(1) } as const;
    expect(server.take(server.connection.sendMedia(media, 0))).toHaveLength(1);
    expect(server.transport).toBe('keep');
  });

  it.each([{ tcUrl: 'http://b.example/live' }, { tcUrl: 'rtmp://' }, { tcUrl: 7 }])('follows no %j', (properties) => {
    const server = ask(properties);
    expect(server.events).toMatchObject([
      { type: 'statusReceived' },
      { type: 'deviated', code: 'reconnectUrlUnusable', rule: 'ERTMP-41' },
    ]);
  });

  it('can refuse servers that ask for what it may not do', () => {
    const server = testServer({ deviations: { reconnectUrlUnusable: 'refuse' } }).connect();
    server.command('onStatus', 0, null, amfObject({ code: CODE, tcUrl: 'http://b.example' }));
    expect(server.events.at(-1)).toMatchObject({ type: 'closed', fault: { code: 'reconnectUrlUnusable' } });
  });

  it('takes a request before the answer to connect for the status that it is', () => {
    const server = testServer();
    server.shakeHands();
    server.takeEvents();
    server.command('onStatus', 0, null, amfObject({ code: CODE }));
    expect(server.events.map(({ type }) => type)).toEqual(['statusReceived']);
  });

  it('understands what our server says', () => {
    const client = testClient().connect({ capsEx: 1 });
    client.take(client.connection.requestReconnect(0, { tcUrl: '//b.example/live' }));
    const [message = new Uint8Array()] = client.transmitted.slice(-1);
    const server = testServer().connect();
    server.bytes(message);
    expect(server.events.at(-1)).toEqual({
      type: 'reconnectRequested',
      tcUrl: 'rtmp://b.example/live',
      description: '',
    });
  });
});
