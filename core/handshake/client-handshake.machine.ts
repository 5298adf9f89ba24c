import { setup } from 'xstate';
import { effects, named } from '../machine/effects.ts';
import type { HandshakeEffect } from './handshake-effect.ts';

export type ClientHandshakeEvent =
  /** The transport is open for our first bytes. */
  | { readonly type: 'opened' }
  | { readonly type: 's0Accepted' }
  | { readonly type: 's0Refused' }
  /** S1 is whole, and the form of our answer is chosen. */
  | { readonly type: 's1Accepted' }
  /** S1 is whole, and lacks what we must have. */
  | { readonly type: 's1Refused' }
  /** S2 is whole, and an answer to C1 or not, it will do. */
  | { readonly type: 's2Accepted' }
  /** S2 is whole, is no answer to C1, and the host insists on one. */
  | { readonly type: 's2Refused' }
  /** The peer will send no more. */
  | { readonly type: 'endReceived' };

/**
 * Client side of the opening handshake, from C0 to S2 (§5.2.5). The deadline covers the whole exchange (HS-44).
 *
 * C2 goes out as soon as S1 is whole: a client that waited for S2 first would deadlock with a server that waits for C2
 * (HS-8). Nothing else is sent before S2 has come (HS-6).
 */
export const clientHandshakeMachine = setup({
  types: { events: {} as ClientHandshakeEvent },
  actions: effects<HandshakeEffect>('sendC0C1', 'sendC2', 'refuseVersion', 'refusePacket1', 'fail'),
  delays: named('handshakeTimeout'),
}).createMachine({
  id: 'clientHandshake',
  description: 'Client side of the opening handshake, from C0 to S2; one deadline covers the whole exchange.',
  initial: 'pending',
  states: {
    pending: {
      after: {
        handshakeTimeout: { target: 'failed', actions: { type: 'fail', params: { code: 'handshakeTimeout' } } },
      },
      on: { endReceived: { target: 'failed', actions: { type: 'fail', params: { code: 'endedInHandshake' } } } },
      initial: 'uninitialized',
      states: {
        uninitialized: { on: { opened: { target: 'versionSent', actions: 'sendC0C1' } } },
        versionSent: {
          on: {
            s0Accepted: {},
            s0Refused: { target: '#clientHandshake.failed', actions: 'refuseVersion' },
            s1Accepted: { target: 'ackSent', actions: 'sendC2' },
            s1Refused: { target: '#clientHandshake.failed', actions: 'refusePacket1' },
          },
        },
        ackSent: {
          on: {
            s2Accepted: '#clientHandshake.handshakeDone',
            s2Refused: {
              target: '#clientHandshake.failed',
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
