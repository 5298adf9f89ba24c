import { setup } from 'xstate';
import { effects, named } from '../machine/effects.ts';

export type LifecycleFact =
  /** The embedder, or a command, asked for the end. */
  | 'closeOrdered'
  /** Something that no connection survives. */
  | 'faultFound'
  /** The peer will send no more. */
  | 'endReceived';

export type LifecycleEffect =
  /** Every stream ends and tells so. */
  | { readonly type: 'endStreams' }
  /** The transport ends after what was written. */
  | { readonly type: 'endTransport' }
  /** The transport is dropped, with what it has not written yet. */
  | { readonly type: 'abortTransport' }
  | { readonly type: 'tellClosed' };

/**
 * The life of a connection. An orderly end says its last words, ends the transport and lingers until the peer has ended
 * too, so that a refusal is read before the connection is gone; a fault ends at once.
 */
export const lifecycleMachine = setup({
  types: { events: {} as { type: LifecycleFact } },
  actions: effects<LifecycleEffect>('endStreams', 'endTransport', 'abortTransport', 'tellClosed'),
  delays: named('closeTimeout'),
}).createMachine({
  id: 'lifecycle',
  description: 'The life of a connection: open, closing while the peer may still read, closed.',
  initial: 'open',
  states: {
    open: {
      on: {
        closeOrdered: { target: 'closing', actions: ['endStreams', 'endTransport'] },
        faultFound: { target: 'closed', actions: ['endStreams', 'abortTransport', 'tellClosed'] },
        endReceived: { target: 'closed', actions: ['endStreams', 'endTransport', 'tellClosed'] },
      },
    },
    closing: {
      after: { closeTimeout: { target: 'closed', actions: ['abortTransport', 'tellClosed'] } },
      on: {
        endReceived: { target: 'closed', actions: 'tellClosed' },
        faultFound: { target: 'closed', actions: ['abortTransport', 'tellClosed'] },
      },
    },
    closed: { type: 'final' },
  },
});
