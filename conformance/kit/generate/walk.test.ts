import { describe, expect, it } from 'vitest';
import { walkClient, walkSession } from './walk.ts';

describe('the walk through the session model', () => {
  const { states, edges, illegal, pathTo } = walkSession();

  it('reaches every state, each by the shortest way', () => {
    expect([...states].sort()).toEqual(['connected', 'handshaken', 'idle', 'paused', 'playing', 'publishing']);
    expect(pathTo.get('paused')).toEqual(['connect', 'createStream', 'play', 'pause']);
  });

  it('finds every pair of a state and an event either legal or illegal', () => {
    expect(edges.length + illegal.length).toBe(6 * 11);
    expect(edges).toContainEqual({ from: 'paused', event: 'unpause', to: 'playing' });
    expect(illegal).toContainEqual({ state: 'connected', event: 'publish' });
  });
});

describe('the walk through the model of a client', () => {
  const { states, edges } = walkClient();

  it('reaches every state', () => {
    expect([...states].sort()).toEqual(['connect', 'createStream', 'handshake', 'over', 'start', 'stream']);
  });

  it('finds an end in each state, and a deadline in each that waits for an answer', () => {
    const from = (event: string) => edges.filter((edge) => edge.event === event).map((edge) => edge.from);
    expect(from('end')).toEqual(['handshake', 'connect', 'createStream', 'start', 'stream']);
    expect(from('silence')).toEqual(['handshake', 'connect', 'createStream', 'start']);
  });
});
