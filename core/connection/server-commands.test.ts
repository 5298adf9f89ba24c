import { describe, expect, it } from 'vitest';
import { testClient } from './testing/server.ts';

describe('ServerConnection: odd transaction ids (AMF-LIM-10, Q-42)', () => {
  it.each([Number.NaN, -1, 0, 1e308, 2.5])('answers createStream under the number %s (CMD-13)', (transactionId) => {
    const client = testClient().connect();
    expect(client.command('createStream', transactionId, null)).toEqual([`_result ${transactionId} 1`]);
  });

  it.each([Number.NaN, -1, 0])('answers no other command under the number %s', (transactionId) => {
    const client = testClient().connect();
    expect(client.command('releaseStream', transactionId, null, 'a')).toEqual([]);
    expect(client.command('dance', transactionId, null)).toEqual([]);
  });
});

describe('ServerConnection: where answers go (CMD-3)', () => {
  it('to the message stream of the question, with its number', () => {
    const client = testClient().connect();
    client.command('createStream', 2, null);
    expect(client.streamCommand(1, 'getStreamLength', 3, 'a')).toEqual(['_result 3 0 on 1']);
    expect(client.streamCommand(1, 'dance', 4)).toEqual(['_error 4 NetConnection.Call.Failed on 1']);
    expect(client.command('dance', 5, null)).toEqual(['_error 5 NetConnection.Call.Failed']);
  });

  it('one to each of three commands that came at once, as encoders send them (CMD-46)', () => {
    const client = testClient().connect();
    const commands = [
      client.writeCommand('releaseStream', 2, null, 'a'),
      client.writeCommand('FCPublish', 3, null, 'a'),
      client.writeCommand('createStream', 4, null),
    ];
    const heard = client.bytes(Uint8Array.from(commands.flatMap((command) => [...command])));
    expect(heard).toEqual(['_result 2 undefined', '_result 3 undefined', '_result 4 1']);
  });
});

describe('ServerConnection: a refused deviation', () => {
  it('is the end: what the command would have led to is neither said nor told', () => {
    const client = testClient({ deviations: { messageStreamIdUnknown: 'refuse' } }).connect();
    client.command('createStream', 2, null);
    expect(client.streamCommand(0, 'publish', 3, 'a', 'live')).toEqual([]);
    expect(client.events).toMatchObject([{ type: 'closed', fault: { code: 'messageStreamIdUnknown' } }]);
  });
});
