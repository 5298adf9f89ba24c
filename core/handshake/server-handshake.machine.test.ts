import { describe, expect, it } from 'vitest';
import { walk } from '../machine/testing/walk.ts';
import { serverHandshakeMachine } from './server-handshake.machine.ts';

describe('server handshake machine (5.2.5)', () => {
  it.each([
    ['', 'pending.uninitialized', ['arm handshakeTimeout']],
    ['c0Accepted', 'pending.versionSent', []],
    ['c0Accepted c1Accepted', 'pending.ackSent', ['sendS0S1S2']],
    ['c0Accepted c1Accepted c2Accepted', 'handshakeDone', ['disarm handshakeTimeout']],
    ['c0Accepted c1Accepted c2Refused', 'failed', ['disarm handshakeTimeout', 'fail echoMismatch']],
    ['c0Refused', 'failed', ['disarm handshakeTimeout', 'refuseVersion']],
    ['c0Accepted c1Refused', 'failed', ['disarm handshakeTimeout', 'refusePacket1']],
    ['endReceived', 'failed', ['disarm handshakeTimeout', 'fail endedInHandshake']],
    ['c0Accepted endReceived', 'failed', ['disarm handshakeTimeout', 'fail endedInHandshake']],
    ['handshakeTimeout', 'failed', ['disarm handshakeTimeout', 'fail handshakeTimeout']],
    ['c0Accepted handshakeTimeout', 'failed', ['disarm handshakeTimeout', 'fail handshakeTimeout']],
    ['c0Accepted c1Accepted handshakeTimeout', 'failed', ['disarm handshakeTimeout', 'fail handshakeTimeout']],
  ])('after "%s" is in %s with %j', (events, state, orders) => {
    expect(walk(serverHandshakeMachine, events)).toEqual({ state, orders });
  });

  it.each([
    ['c1Accepted', 'pending.uninitialized'],
    ['c1Refused', 'pending.uninitialized'],
    ['c2Accepted', 'pending.uninitialized'],
    ['c2Refused', 'pending.uninitialized'],
    ['c0Accepted c0Accepted', 'pending.versionSent'],
    ['c0Accepted c2Accepted', 'pending.versionSent'],
    ['c0Accepted c1Accepted c1Accepted', 'pending.ackSent'],
    ['c0Refused c0Accepted', 'failed'],
    ['c0Accepted c1Accepted c2Accepted endReceived', 'handshakeDone'],
  ])('ignores the last of "%s" in %s: the host tells facts in the order of the bytes', (events, state) => {
    expect(walk(serverHandshakeMachine, events)).toEqual({ state, orders: [] });
  });
});
