import { describe, expect, it } from 'vitest';
import { walk } from '../machine/testing/walk.ts';
import { receiveWindowMachine } from './receive-window.machine.ts';

describe('receive window machine (5.4.3)', () => {
  it.each([
    ['', 'assumed', []],
    ['windowFilled', 'assumed', ['sendAcknowledgement', 'setMark']],
    ['windowNamed', 'named', ['setMark']],
    ['windowNamed windowFilled', 'named', ['sendAcknowledgement', 'setMark']],
    ['windowNamed windowNamed', 'named', ['setMark']],
    ['windowDropped', 'unwanted', []],
    ['windowNamed windowDropped', 'unwanted', []],
    ['windowDropped windowFilled', 'unwanted', []],
    ['windowDropped windowNamed', 'named', ['setMark']],
  ])('after "%s" is in %s with %j', (events, state, orders) => {
    expect(walk(receiveWindowMachine, events)).toEqual({ state, orders });
  });
});
