import { setup } from 'xstate';
import { effects, named } from '../machine/effects.ts';

/** NetConnection at the client (7.2.1): `connect` is sent when the handshake is done; commands may follow its success. */
export type ClientConnectionFact =
  | 'handshakeDone'
  | 'connectSucceeded'
  | 'connectRefused'
  | 'closeReceived'
  /** A status that asks us to go elsewhere. */
  | 'reconnectRequested'
  | 'commandReceived'
  | 'messageReceived'
  | 'commandGiven';

export type ClientConnectionEffect =
  | { readonly type: 'sendConnect' }
  | { readonly type: 'tellConnected' }
  | { readonly type: 'tellRefused' }
  | { readonly type: 'dispatchCommand' }
  | { readonly type: 'dispatchMessage' }
  | { readonly type: 'tellReconnectRequested' }
  /** The embedder's command may be sent. */
  | { readonly type: 'allowCommand' }
  | { readonly type: 'fail'; readonly params: { readonly code: 'connectTimeout' } }
  | { readonly type: 'closeOrderly' };

export const clientConnectionMachine = setup({
  types: { events: {} as { type: ClientConnectionFact } },
  actions: effects<ClientConnectionEffect>(
    'sendConnect',
    'tellConnected',
    'tellRefused',
    'dispatchCommand',
    'dispatchMessage',
    'tellReconnectRequested',
    'allowCommand',
    'fail',
    'closeOrderly',
  ),
  delays: named('connectTimeout'),
}).createMachine({
  id: 'clientConnection',
  description: 'NetConnection at the client: connect is sent when the handshake is done, commands follow its success.',
  initial: 'handshaking',
  states: {
    handshaking: {
      on: { handshakeDone: { target: 'connectSent', actions: 'sendConnect' } },
    },
    connectSent: {
      after: {
        connectTimeout: { target: 'closed', actions: { type: 'fail', params: { code: 'connectTimeout' } } },
      },
      on: {
        connectSucceeded: { target: 'connected', actions: 'tellConnected' },
        connectRefused: { target: 'closed', actions: ['tellRefused', 'closeOrderly'] },
        closeReceived: { target: 'closed', actions: 'closeOrderly' },
        // notices such as onBWDone may come before the answer.
        commandReceived: { actions: 'dispatchCommand' },
        reconnectRequested: { actions: 'dispatchCommand' },
        messageReceived: { actions: 'dispatchMessage' },
      },
    },
    connected: {
      on: {
        commandGiven: { actions: 'allowCommand' },
        commandReceived: { actions: 'dispatchCommand' },
        messageReceived: { actions: 'dispatchMessage' },
        // ERTMP-42: the connection goes on until we leave it.
        reconnectRequested: { actions: ['dispatchCommand', 'tellReconnectRequested'] },
        closeReceived: { target: 'closed', actions: 'closeOrderly' },
      },
    },
    closed: { type: 'final' },
  },
});
