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
