import { describe, expect, it } from 'vitest';
import { walk } from '../machine/testing/walk.ts';
import { lifecycleMachine } from './lifecycle.machine.ts';

describe('lifecycle machine', () => {
  it.each([
    ['', 'open', []],
    ['closeOrdered', 'closing', ['endStreams', 'endTransport', 'arm closeTimeout']],
    ['faultFound', 'closed', ['endStreams', 'abortTransport', 'tellClosed']],
    ['endReceived', 'closed', ['endStreams', 'endTransport', 'tellClosed']],
    ['closeOrdered endReceived', 'closed', ['disarm closeTimeout', 'tellClosed']],
    ['closeOrdered closeTimeout', 'closed', ['disarm closeTimeout', 'abortTransport', 'tellClosed']],
    ['closeOrdered faultFound', 'closed', ['disarm closeTimeout', 'abortTransport', 'tellClosed']],
    ['closeOrdered closeOrdered', 'closing', []],
    ['faultFound endReceived', 'closed', []],
  ])('after "%s" is in %s with %j', (events, state, orders) => {
    expect(walk(lifecycleMachine, events)).toEqual({ state, orders });
  });
});
