import { describe, expect, it } from 'vitest';
import { walk } from '../machine/testing/walk.ts';
import { peerBandwidthMachine } from './peer-bandwidth.machine.ts';

describe('peer bandwidth machine (5.4.5)', () => {
  it.each([
    ['', 'unlimited', []],
    ['hardReceived', 'hard', ['limitToWindow']],
    ['softReceived', 'soft', ['limitToSmaller']],
    ['dynamicReceived', 'unlimited', []],
    ['hardReceived hardReceived', 'hard', ['limitToWindow']],
    ['hardReceived softReceived', 'soft', ['limitToSmaller']],
    ['hardReceived dynamicReceived', 'hard', ['limitToWindow']],
    ['softReceived hardReceived', 'hard', ['limitToWindow']],
    ['softReceived softReceived', 'soft', ['limitToSmaller']],
    ['softReceived dynamicReceived', 'soft', []],
  ])('CHK-44: after "%s" is in %s with %j', (events, state, orders) => {
    expect(walk(peerBandwidthMachine, events)).toEqual({ state, orders });
  });
});
