import { setup } from 'xstate';
import { effects } from '../machine/effects.ts';

export type ReceiveWindowEvent =
  /** As many bytes have come since our last acknowledgement as one is due for. */
  | { readonly type: 'windowFilled' }
  /** The peer named a window, its Window Acknowledgement Size. */
  | { readonly type: 'windowNamed' }
  /** It named 0 bytes: it wants no acknowledgements. */
  | { readonly type: 'windowDropped' };

export type ReceiveWindowEffect = { readonly type: 'sendAcknowledgement' } | { readonly type: 'setMark' };

/**
 * When we acknowledge what the peer sends (§5.4.3, §5.4.4).
 *
 * No window is owed an acknowledgement before the peer has named one, but some encoders never do and still stop after a
 * few megabytes without: so a window is assumed from the start.
 */
export const receiveWindowMachine = setup({
  types: { events: {} as ReceiveWindowEvent },
  actions: effects<ReceiveWindowEffect>('sendAcknowledgement', 'setMark'),
}).createMachine({
  id: 'receiveWindow',
  description: 'When we acknowledge what the peer sends: by the window it named, or by one we assume.',
  initial: 'assumed',
  on: { windowNamed: { target: '.named', actions: 'setMark' }, windowDropped: '.unwanted' },
  states: {
    assumed: { on: { windowFilled: { actions: ['sendAcknowledgement', 'setMark'] } } },
    named: { on: { windowFilled: { actions: ['sendAcknowledgement', 'setMark'] } } },
    unwanted: {},
  },
});
