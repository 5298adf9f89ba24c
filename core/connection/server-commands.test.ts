import { describe, expect, it } from 'vitest';
import { testClient } from './testing/server.ts';

describe('ServerConnection: odd transaction ids (AMF-LIM-10, Q-42)', () => {
  it.each([Number.NaN, -1, 0, 1e308, 2.5])('answers createStream under the number %s', (transactionId) => {
    const client = testClient().connect();
    expect(client.command('createStream', transactionId, null)).toEqual([`_result ${transactionId} 1`]);
  });

  it.each([Number.NaN, -1, 0])('answers no other command under the number %s', (transactionId) => {
    const client = testClient().connect();
    expect(client.command('releaseStream', transactionId, null, 'a')).toEqual([]);
    expect(client.command('dance', transactionId, null)).toEqual([]);
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
