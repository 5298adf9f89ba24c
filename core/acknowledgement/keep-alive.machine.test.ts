import { describe, expect, it } from 'vitest';
import { walk } from '../machine/testing/walk.ts';
import { keepAliveMachine } from './keep-alive.machine.ts';

describe('keep-alive machine (7.1.7)', () => {
  it.each([
    ['', 'alive.heard', ['arm idleTimeout', 'arm pingDue']],
    ['pingDue', 'alive.asked', ['disarm pingDue', 'sendPingRequest']],
    ['bytesReceived', 'alive.heard', ['disarm pingDue', 'disarm idleTimeout', 'arm idleTimeout', 'arm pingDue']],
    ['pingDue bytesReceived', 'alive.heard', ['disarm idleTimeout', 'arm idleTimeout', 'arm pingDue']],
    ['pingDue idleTimeout', 'dead', ['disarm idleTimeout', 'fail idleTimeout']],
    ['idleTimeout', 'dead', ['disarm pingDue', 'disarm idleTimeout', 'fail idleTimeout']],
    ['connectionClosed', 'dead', ['disarm pingDue', 'disarm idleTimeout']],
    ['pingDue connectionClosed', 'dead', ['disarm idleTimeout']],
    ['listeningStopped', 'unheard', ['disarm pingDue', 'disarm idleTimeout']],
    ['pingDue listeningStopped', 'unheard', ['disarm idleTimeout']],
    ['listeningStopped bytesReceived', 'unheard', []],
    ['listeningStopped listeningResumed', 'alive.heard', ['arm idleTimeout', 'arm pingDue']],
    ['listeningStopped connectionClosed', 'dead', []],
    ['idleTimeout bytesReceived', 'dead', []],
    ['pingDue pingDue', 'alive.asked', []],
  ])('after "%s" is in %s with %j', (events, state, orders) => {
    expect(walk(keepAliveMachine, events)).toEqual({ state, orders });
  });
});
