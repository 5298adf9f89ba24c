import { describe, expect, it } from 'vitest';
import { createServerConnection, serverConnections } from './server-connection.ts';
import { pattern } from './testing/peer.ts';

describe('serverConnections', () => {
  it('makes connections each of its own, as they are made alone', () => {
    const options = { random: pattern, timeouts: { handshake: 7_000 } };
    const openedAt = serverConnections(options);
    const alone = createServerConnection({ ...options, now: 100 });
    expect(openedAt(100).start(100)).toEqual(alone.start(100));
    expect(openedAt(200).start(200).deadline).toBe(7_200);
  });

  it('refuses options that no connection can be made with, before there is one', () => {
    expect(() => serverConnections({ random: pattern, limits: { messageLength: -1 } })).toThrow('limits.messageLength');
  });
});
