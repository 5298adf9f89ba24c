import { setup } from 'xstate';
import { effects, named } from '../machine/effects.ts';

export type KeepAliveEvent =
  /** Bytes have come, any bytes, since the deadlines were armed. */
  | { readonly type: 'bytesReceived' }
  /** We do not read for a while: what we do not hear is no silence. */
  | { readonly type: 'listeningStopped' }
  | { readonly type: 'listeningResumed' }
  /** The connection is over. */
  | { readonly type: 'connectionClosed' };

export type KeepAliveEffect =
  | { readonly type: 'sendPingRequest' }
  | { readonly type: 'fail'; readonly params: { readonly code: 'idleTimeout' } };

/**
 * Whether the peer is still there (§7.1.7): silence makes us ask, more silence makes us give up.
 *
 * Any byte is a sign of life, a late Pong or none at all does no harm: a publisher that never reads cannot answer
 * (MSG-28, Q-65).
 */
export const keepAliveMachine = setup({
  types: { events: {} as KeepAliveEvent },
  actions: effects<KeepAliveEffect>('sendPingRequest', 'fail'),
  delays: named('pingDue', 'idleTimeout'),
}).createMachine({
  id: 'keepAlive',
  description: 'Whether the peer is still there: silence makes us ask, more silence makes us give up.',
  initial: 'alive',
  states: {
    alive: {
      after: { idleTimeout: { target: 'dead', actions: { type: 'fail', params: { code: 'idleTimeout' } } } },
      on: {
        bytesReceived: { target: 'alive', reenter: true },
        listeningStopped: 'unheard',
        connectionClosed: 'dead',
      },
      initial: 'heard',
      states: {
        heard: { after: { pingDue: { target: 'asked', actions: 'sendPingRequest' } } },
        asked: {},
      },
    },
    unheard: { on: { listeningResumed: 'alive', connectionClosed: 'dead' } },
    dead: { type: 'final' },
  },
});
