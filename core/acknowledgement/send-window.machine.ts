import { setup } from 'xstate';
import { effects } from '../machine/effects.ts';

export type SendWindowEvent =
  /** An Acknowledgement names a number above the one before, by serial arithmetic. */
  | { readonly type: 'acknowledgementRose' }
  /** It rose, and by itself it names more bytes than are under way: no increment can. */
  | { readonly type: 'totalRecognised' }
  /** It fell from near a wrap: the peer has begun to count again. */
  | { readonly type: 'totalRestarted' }
  /** It names the same number again, or a lower one. */
  | { readonly type: 'acknowledgementFell' }
  /** Twice the window we announced has left us since the last Acknowledgement. */
  | { readonly type: 'windowOverrun' };

export type SendWindowEffect =
  | { readonly type: 'restartTotal' }
  | { readonly type: 'takeTotal' }
  | { readonly type: 'takeIncrement' }
  | { readonly type: 'noteIncrements' }
  | { readonly type: 'noteMissing' };

/**
 * How the peer acknowledges what we send (§5.4.3): with a total as it should, with the bytes since its last
 * acknowledgement, or not at all. Sending never waits for it, TCP already does that (CHK-43).
 */
export const sendWindowMachine = setup({
  types: { events: {} as SendWindowEvent },
  actions: effects<SendWindowEffect>('restartTotal', 'takeTotal', 'takeIncrement', 'noteIncrements', 'noteMissing'),
}).createMachine({
  id: 'sendWindow',
  description: 'How the peer acknowledges what we send: with totals, with increments, or not at all.',
  initial: 'untested',
  on: {
    totalRecognised: { target: '.cumulative', actions: 'takeTotal' },
    totalRestarted: { target: '.cumulative', actions: ['restartTotal', 'takeTotal'] },
    windowOverrun: { target: '.silent', actions: 'noteMissing' },
  },
  states: {
    untested: {
      on: { acknowledgementRose: { target: 'cumulative', actions: 'takeTotal' } },
    },
    cumulative: {
      on: {
        acknowledgementRose: { actions: 'takeTotal' },
        acknowledgementFell: { target: 'incremental', actions: ['noteIncrements', 'takeIncrement'] },
      },
    },
    incremental: {
      on: {
        acknowledgementRose: { actions: 'takeIncrement' },
        acknowledgementFell: { actions: 'takeIncrement' },
      },
    },
    silent: {
      on: {
        acknowledgementRose: { target: 'cumulative', actions: 'takeTotal' },
        acknowledgementFell: { target: 'incremental', actions: ['noteIncrements', 'takeIncrement'] },
        windowOverrun: {}, // said once in a silence
      },
    },
  },
});
