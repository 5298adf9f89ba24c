import { describe, expect, it } from 'vitest';
import { statusObject, testServer } from './testing/client.ts';

describe('ClientConnection: calls (7.2.1.2)', () => {
  it('gives up on createStream and other calls that are not answered', () => {
    const server = testServer({ timeouts: { ping: 0, idle: 0 } }).connect();
    server.take(server.connection.createStream(0));
    server.wait(10_000);
    server.take(server.connection.releaseStream('a', server.now));
    expect(server.deadline).toBe(30_000);
    const unanswered = { type: 'callAnswered', succeeded: false, commandObject: undefined, values: [] };
    server.wait(20_000);
    expect(server.takeEvents()).toEqual([{ ...unanswered, transactionId: 2 }]);
    server.wait(10_000);
    expect(server.takeEvents()).toEqual([{ ...unanswered, transactionId: 3 }]);
    expect(server.deadline).toBeUndefined();
    server.command('_result', 2, null, 1);
    expect(server.events).toMatchObject([{ type: 'deviated', code: 'transactionUnknown' }]);
  });

  it('waits no longer for what was answered', () => {
    const server = testServer({ timeouts: { ping: 0, idle: 0 } }).connect();
    server.take(server.connection.createStream(0));
    server.command('_result', 2, null, 1);
    expect(server.deadline).toBeUndefined();
  });

  it('has room again when calls that are not answered are given up', () => {
    const server = testServer({ limits: { pendingCalls: 1 }, timeouts: { ping: 0, idle: 0 } }).connect();
    server.take(server.connection.fcPublish('a', 0)); // nginx-rtmp never answers it
    expect(() => server.connection.createStream(0)).toThrow('1 calls await their answers');
    server.wait(30_000);
    expect(server.take(server.connection.createStream(server.now))).toEqual(['createStream undefined']);
  });
});

describe('ClientConnection: answers that are not ours (Q-42)', () => {
  it('waits on when an answer to connect has a number that was never used', () => {
    const server = testServer();
    server.shakeHands();
    server.takeEvents();
    server.command('_result', 99, null, statusObject('NetConnection.Connect.Success'));
    server.command('_error', 99, null, statusObject('NetConnection.Connect.Rejected', 'error'));
    expect(server.takeEvents()).toMatchObject([{ type: 'deviated', code: 'transactionUnknown' }]);
    server.command('_result', 1, null, statusObject('NetConnection.Connect.Success'));
    expect(server.events).toMatchObject([{ type: 'connected' }]);
  });

  it('keeps a stream whose id the server gives out twice (nginx-rtmp: always 1)', () => {
    const server = testServer().publishing();
    server.take(server.connection.createStream(0));
    server.command('_result', server.connection.lastTransactionId, null, 1);
    expect(server.events).toMatchObject([{ type: 'streamCreated', messageStreamId: 1 }]);
    const media = { messageStreamId: 1, media: 'audio' as const, timestamp: 0, payload: new Uint8Array(3) };
    expect(server.take(server.connection.sendMedia(media, 0))).toEqual(['Audio 3 on 1']);
  });
});

describe('ClientConnection: what is for the connection (CMD-50)', () => {
  it('hears a status of the connection on no stream, however many there are', () => {
    const server = testServer().publishing();
    server.command('onStatus', 0, null, statusObject('NetConnection.Connect.AppShutdown', 'error'));
    expect(server.events).toMatchObject([
      { type: 'statusReceived', messageStreamId: 0, code: 'NetConnection.Connect.AppShutdown' },
    ]);
  });

  it('takes a message of unknown type for nothing else, whatever stream it names', () => {
    const server = testServer({ deviations: { messageStreamIdUnknown: 'refuse' } }).publishing();
    server.message(21, new Uint8Array(4));
    expect(server.events).toMatchObject([{ type: 'deviated', code: 'unknownMessageType' }]);
  });
});
