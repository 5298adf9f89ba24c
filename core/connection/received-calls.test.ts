import { describe, expect, it } from 'vitest';
import { amfObject } from '../amf/make-value.ts';
import { testServer } from './testing/client.ts';
import { testClient } from './testing/server.ts';

const calls = 'answer';

describe('calls that the application answers (7.2.1.2, CMD-15)', () => {
  it('are told and answered in any order, while everything else goes on', () => {
    const client = testClient({ calls }).connect();
    const object = amfObject({ a: 1 });
    expect(client.command('add', 7, object, 1, 2)).toEqual([]);
    expect(client.streamCommand(3, 'sub', 8)).toEqual([]);
    expect(client.events).toEqual([
      {
        type: 'callReceived',
        callId: 1,
        messageStreamId: 0,
        name: 'add',
        commandObject: object,
        userArguments: [1, 2],
      },
      { type: 'callReceived', callId: 2, messageStreamId: 3, name: 'sub', commandObject: null, userArguments: [] },
    ]);
    expect(client.connection.isHolding).toBe(false);
    expect(client.take(client.connection.failCall(2, 'No.', 0))).toEqual(['_error 8 NetConnection.Call.Failed on 3']);
    expect(client.take(client.connection.answerCall(1, 3, 0))).toEqual(['_result 7 3']);
    expect(client.take(client.connection.answerCall(1, 3, 0))).toEqual([]);
    expect(client.take(client.connection.failCall(2, 'No.', 0))).toEqual([]);
  });

  it('may come from a server, too', () => {
    const server = testServer({ calls }).connect();
    server.command('onQuestion', 3, null, 'why');
    expect(server.events).toMatchObject([{ type: 'callReceived', callId: 1, name: 'onQuestion' }]);
    expect(server.take(server.connection.answerCall(1, 'because', 0))).toEqual(['_result 3 because']);
    server.command('onQuestion', 4, null);
    expect(server.wait(30_000)).toContain('_error 4 NetConnection.Call.Failed');
  });

  it('are refused at once by default', () => {
    const client = testClient().connect();
    expect(client.command('add', 7, null)).toEqual(['_error 7 NetConnection.Call.Failed']);
    expect(client.events).toMatchObject([{ type: 'commandUnhandled', name: 'add' }]);
    const server = testServer().connect();
    expect(server.command('onQuestion', 7, null)).toEqual(['_error 7 NetConnection.Call.Failed']);
  });

  it('are none when no answer is wanted', () => {
    const client = testClient({ calls }).connect();
    expect(client.command('add', 0, null)).toEqual([]);
    expect(client.events).toMatchObject([{ type: 'commandUnhandled', name: 'add' }]);
  });

  it('are refused when too many wait, and when they wait too long', () => {
    const client = testClient({ calls, limits: { pendingCalls: 1 }, timeouts: { ping: 0, idle: 0 } }).connect();
    client.command('add', 7, null);
    expect(client.command('add', 8, null)).toEqual(['_error 8 NetConnection.Call.Failed']);
    expect(client.wait(29_999)).toEqual([]);
    expect(client.wait(1)).toEqual(['_error 7 NetConnection.Call.Failed']);
    expect(client.deadline).toBeUndefined();
    expect(client.take(client.connection.answerCall(1, 1, client.now))).toEqual([]);
    expect(client.command('add', 9, null)).toEqual([]);
  });

  it.each([0, 2, Number.NaN])('have no id %s that was not given', (callId) => {
    const client = testClient({ calls }).connect();
    client.command('add', 7, null);
    const unknown = expect.objectContaining({ name: 'RtmpUsageError', code: 'callUnknown' });
    expect(() => client.connection.answerCall(callId, 1, 0)).toThrow(unknown);
    expect(() => client.connection.failCall(callId, '', 0)).toThrow(unknown);
  });

  it('stay open when the answer cannot be encoded', () => {
    const client = testClient({ calls }).connect();
    client.command('add', 7, null);
    const cyclic = amfObject({});
    cyclic.properties.set('self', cyclic);
    expect(() => client.connection.answerCall(1, cyclic, 0)).toThrow('a value that holds itself');
    expect(client.take(client.connection.answerCall(1, 1, 0))).toEqual(['_result 7 1']);
  });
});

describe('what servers tell every client (CMD-17 to CMD-20, CMD-22)', () => {
  const notices = ['onBWDone', 'onBWCheck', '_onbwcheck', '_onbwdone', 'onFCPublish', 'onFCUnsubscribe'];

  it.each(notices)('%s is told and never refused, even when it is a call', (name) => {
    const server = testServer().connect();
    expect(server.command(name, 0, null)).toEqual([]);
    expect(server.command(name, 5, null, 8192)).toEqual([]);
    expect(server.events).toMatchObject([
      { type: 'commandUnhandled', name, transactionId: 0 },
      { type: 'commandUnhandled', name, transactionId: 5, userArguments: [8192] },
    ]);
    expect(server.command('dance', 6, null)).toEqual(['_error 6 NetConnection.Call.Failed']);
  });

  it('is for an application that answers calls to answer', () => {
    const server = testServer({ calls }).connect();
    server.command('onBWCheck', 5, null);
    expect(server.events).toMatchObject([{ type: 'callReceived', callId: 1, name: 'onBWCheck' }]);
    expect(server.take(server.connection.answerCall(1, 0, 0))).toEqual(['_result 5 0']);
  });

  it('means nothing to a server', () => {
    expect(testClient().connect().command('onBWDone', 5, null)).toEqual(['_error 5 NetConnection.Call.Failed']);
  });
});

describe('getStreamLength (CMD-21)', () => {
  it('is 0 by default, as of a live stream', () => {
    const client = testClient().connect();
    expect(client.command('getStreamLength', 3, null, 'a')).toEqual(['_result 3 0']);
    expect(client.command('getStreamLength', 0, null, 'a')).toEqual([]);
    expect(client.events).toEqual([]);
  });

  it('is asked of the application where it answers calls', () => {
    const client = testClient({ calls }).connect();
    expect(client.command('getStreamLength', 3, null, 'a')).toEqual([]);
    expect(client.command('getStreamLength', 4, null)).toEqual(['_result 4 0']);
    expect(client.events).toEqual([{ type: 'streamLengthRequested', callId: 1, name: 'a' }]);
    expect(client.take(client.connection.answerCall(1, 12.5, 0))).toEqual(['_result 3 12.5']);
  });
});
