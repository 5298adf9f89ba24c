import { setup } from 'xstate';
import { effects, named } from '../machine/effects.ts';
import type { HandshakeEffect } from './handshake-effect.ts';

export type ServerHandshakeEvent =
  | { readonly type: 'c0Accepted' }
  | { readonly type: 'c0Refused' }
  /** C1 is whole, and the form of our answer is chosen. */
  | { readonly type: 'c1Accepted' }
  /** C1 is whole, and lacks what an encrypted handshake needs. */
  | { readonly type: 'c1Refused' }
  /** C2 is whole, and an answer to S1 or not, it will do. */
  | { readonly type: 'c2Accepted' }
  /** C2 is whole, is no answer to S1, and the host insists on one. */
  | { readonly type: 'c2Refused' }
  /** The peer will send no more. */
  | { readonly type: 'endReceived' };

/**
 * Server side of the opening handshake, from C0 to C2 (§5.2.5). The deadline covers the whole exchange, not each packet,
 * or a peer that drips one byte at a time would hold its place for ever (HS-44).
 *
 * S0 and S1 could go out after C0; they wait for C1, as every deployed server does (HS-8), because what C1 says decides
 * the form of S1.
 */
export const serverHandshakeMachine = setup({
  types: { events: {} as ServerHandshakeEvent },
  actions: effects<HandshakeEffect>('sendS0S1S2', 'refuseVersion', 'refusePacket1', 'fail'),
  delays: named('handshakeTimeout'),
}).createMachine({
  id: 'serverHandshake',
  description: 'Server side of the opening handshake, from C0 to C2; one deadline covers the whole exchange.',
  initial: 'pending',
  states: {
    pending: {
      after: {
        handshakeTimeout: { target: 'failed', actions: { type: 'fail', params: { code: 'handshakeTimeout' } } },
      },
      on: { endReceived: { target: 'failed', actions: { type: 'fail', params: { code: 'endedInHandshake' } } } },
      initial: 'uninitialized',
      states: {
        uninitialized: {
          on: {
            c0Accepted: 'versionSent',
            c0Refused: { target: '#serverHandshake.failed', actions: 'refuseVersion' },
          },
        },
        versionSent: {
          on: {
            c1Accepted: { target: 'ackSent', actions: 'sendS0S1S2' },
            c1Refused: { target: '#serverHandshake.failed', actions: 'refusePacket1' },
          },
        },
        ackSent: {
          on: {
            c2Accepted: '#serverHandshake.handshakeDone',
            c2Refused: {
              target: '#serverHandshake.failed',
              actions: { type: 'fail', params: { code: 'echoMismatch' } },
            },
          },
        },
      },
    },
    handshakeDone: { type: 'final' },
    failed: { type: 'final' },
  },
});
