import { describe, expect, it } from 'vitest';
import { walk } from '../machine/testing/walk.ts';
import { clientHandshakeMachine } from './client-handshake.machine.ts';

describe('client handshake machine (5.2.5)', () => {
  it.each([
    ['', 'pending.uninitialized', ['arm handshakeTimeout']],
    ['opened', 'pending.versionSent', ['sendC0C1']],
    ['opened s0Accepted', 'pending.versionSent', []],
    ['opened s0Accepted s1Accepted', 'pending.ackSent', ['sendC2']],
    ['opened s0Accepted s1Accepted s2Accepted', 'handshakeDone', ['disarm handshakeTimeout']],
    ['opened s0Accepted s1Accepted s2Refused', 'failed', ['disarm handshakeTimeout', 'fail echoMismatch']],
    ['opened s0Refused', 'failed', ['disarm handshakeTimeout', 'refuseVersion']],
    ['opened s0Accepted s1Refused', 'failed', ['disarm handshakeTimeout', 'refusePacket1']],
    ['endReceived', 'failed', ['disarm handshakeTimeout', 'fail endedInHandshake']],
    ['opened s0Accepted endReceived', 'failed', ['disarm handshakeTimeout', 'fail endedInHandshake']],
    ['opened handshakeTimeout', 'failed', ['disarm handshakeTimeout', 'fail handshakeTimeout']],
    ['opened s0Accepted s1Accepted handshakeTimeout', 'failed', ['disarm handshakeTimeout', 'fail handshakeTimeout']],
  ])('after "%s" is in %s with %j', (events, state, orders) => {
    expect(walk(clientHandshakeMachine, events)).toEqual({ state, orders });
  });

  it.each([
    ['s0Accepted', 'pending.uninitialized'],
    ['s1Accepted', 'pending.uninitialized'],
    ['s1Refused', 'pending.uninitialized'],
    ['opened opened', 'pending.versionSent'],
    ['opened s0Accepted s2Accepted', 'pending.versionSent'],
    ['opened s0Accepted s1Accepted s1Accepted', 'pending.ackSent'],
    ['opened s0Refused s0Accepted', 'failed'],
    ['opened s0Accepted s1Accepted s2Accepted endReceived', 'handshakeDone'],
  ])('ignores the last of "%s" in %s: the host tells facts in the order of the bytes', (events, state) => {
    expect(walk(clientHandshakeMachine, events)).toEqual({ state, orders: [] });
  });
});
