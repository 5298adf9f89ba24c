import { setup } from 'xstate';
import { effects } from '../machine/effects.ts';

export type PeerBandwidthEvent =
  | { readonly type: 'hardReceived' }
  | { readonly type: 'softReceived' }
  | { readonly type: 'dynamicReceived' };

export type PeerBandwidthEffect =
  /** The window named is the limit in force. */
  | { readonly type: 'limitToWindow' }
  /** The smaller of the window named and the limit in force is. */
  | { readonly type: 'limitToSmaller' };

/**
 * Which limit on our unacknowledged output is in force (§5.4.5). "Dynamic" is hard when the limit before it was hard, and
 * else nothing.
 */
export const peerBandwidthMachine = setup({
  types: { events: {} as PeerBandwidthEvent },
  actions: effects<PeerBandwidthEffect>('limitToWindow', 'limitToSmaller'),
}).createMachine({
  id: 'peerBandwidth',
  description: 'Which limit on our unacknowledged output the peer has put in force.',
  initial: 'unlimited',
  on: {
    hardReceived: { target: '.hard', actions: 'limitToWindow' },
    softReceived: { target: '.soft', actions: 'limitToSmaller' },
  },
  states: {
    unlimited: {},
    hard: { on: { dynamicReceived: { actions: 'limitToWindow' } } },
    soft: {},
  },
});
