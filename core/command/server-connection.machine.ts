import { setup } from 'xstate';
import { effects, named } from '../machine/effects.ts';

/**
 * NetConnection at the server (7.2.1): `connect` comes first and once, the application decides on it, then commands flow.
 *
 * While a decision is pending the connection reads nothing further, so no command can arrive in `connectPending`.
 */
export type ServerConnectionFact =
  | 'connectReceived'
  | 'commandReceived'
  | 'messageReceived'
  | 'connectAccepted'
  | 'connectRejected'
  /** The application wants the client elsewhere. */
  | 'reconnectGiven'
  | 'connectionClosed';

export type ServerConnectionEffect =
  | { readonly type: 'askForConnect' }
  | { readonly type: 'expireRequest'; readonly params: { readonly reason: 'timeout' | 'withdrawn' } }
  | { readonly type: 'sendConnectSuccess' }
  | { readonly type: 'sendConnectError'; readonly params: { readonly why: 'rejected' | 'undecided' | 'repeated' } }
  | { readonly type: 'sendReconnectRequest' }
  | { readonly type: 'dispatchCommand' }
  | { readonly type: 'dispatchMessage' }
  | {
      readonly type: 'fail';
      readonly params: { readonly code: 'connectTimeout' | 'commandBeforeConnect' | 'messageBeforeConnect' };
    }
  /** Ends the connection after what was sent, with a fault. */
  | { readonly type: 'closeAfterFault'; readonly params: { readonly code: 'decisionTimeout' | 'connectRepeated' } }
  | { readonly type: 'closeOrderly' };

const sendError = (why: 'rejected' | 'undecided' | 'repeated') => ({
  type: 'sendConnectError' as const,
  params: { why },
});

export const serverConnectionMachine = setup({
  types: { events: {} as { type: ServerConnectionFact } },
  actions: effects<ServerConnectionEffect>(
    'askForConnect',
    'expireRequest',
    'sendConnectSuccess',
    'sendConnectError',
    'sendReconnectRequest',
    'dispatchCommand',
    'dispatchMessage',
    'fail',
    'closeAfterFault',
    'closeOrderly',
  ),
  delays: named('connectTimeout', 'decisionTimeout'),
}).createMachine({
  id: 'serverConnection',
  description:
    'NetConnection at the server: connect comes first and once, the application decides, then commands flow.',
  initial: 'handshakeDone',
  states: {
    handshakeDone: {
      after: {
        connectTimeout: { target: 'closed', actions: { type: 'fail', params: { code: 'connectTimeout' } } },
      },
      on: {
        connectReceived: { target: 'connectPending', actions: 'askForConnect' },
        // "The client and the server exchange commands" only after connect (7.2.1.1, MSG-36).
        commandReceived: { target: 'closed', actions: { type: 'fail', params: { code: 'commandBeforeConnect' } } },
        messageReceived: { target: 'closed', actions: { type: 'fail', params: { code: 'messageBeforeConnect' } } },
      },
    },
    connectPending: {
      after: {
        decisionTimeout: {
          target: 'closed',
          actions: [
            { type: 'expireRequest', params: { reason: 'timeout' } },
            sendError('undecided'),
            { type: 'closeAfterFault', params: { code: 'decisionTimeout' } },
          ],
        },
      },
      on: {
        connectAccepted: { target: 'connected', actions: 'sendConnectSuccess' },
        connectRejected: { target: 'closed', actions: [sendError('rejected'), 'closeOrderly'] },
        connectionClosed: { target: 'closed', actions: { type: 'expireRequest', params: { reason: 'withdrawn' } } },
      },
    },
    connected: {
      on: {
        commandReceived: { actions: 'dispatchCommand' },
        messageReceived: { actions: 'dispatchMessage' },
        // ERTMP-39: nothing ends by it, and nothing is forbidden; the client goes when it is ready.
        reconnectGiven: { actions: 'sendReconnectRequest' },
        // CMD-12: a second connect on one connection is answered with an error and the end.
        connectReceived: {
          target: 'closed',
          actions: [sendError('repeated'), { type: 'closeAfterFault', params: { code: 'connectRepeated' } }],
        },
      },
    },
    closed: { type: 'final' },
  },
});
