import { describe, expect, it } from 'vitest';
import { walk } from '../machine/testing/walk.ts';
import { sendWindowMachine } from './send-window.machine.ts';

describe('send window machine (5.4.3)', () => {
  it.each([
    ['', 'untested', []],
    ['acknowledgementRose', 'cumulative', ['takeTotal']],
    ['acknowledgementFell', 'untested', []],
    ['totalRecognised', 'cumulative', ['takeTotal']],
    ['acknowledgementRose acknowledgementRose', 'cumulative', ['takeTotal']],
    ['acknowledgementRose totalRestarted', 'cumulative', ['restartTotal', 'takeTotal']],
    ['acknowledgementRose acknowledgementFell', 'incremental', ['noteIncrements', 'takeIncrement']],
    ['acknowledgementRose acknowledgementFell acknowledgementFell', 'incremental', ['takeIncrement']],
    ['acknowledgementRose acknowledgementFell acknowledgementRose', 'incremental', ['takeIncrement']],
    ['acknowledgementRose acknowledgementFell totalRecognised', 'cumulative', ['takeTotal']],
    ['windowOverrun', 'silent', ['noteMissing']],
    ['windowOverrun windowOverrun', 'silent', []],
    ['acknowledgementRose windowOverrun', 'silent', ['noteMissing']],
    ['windowOverrun acknowledgementRose', 'cumulative', ['takeTotal']],
    ['windowOverrun acknowledgementFell', 'incremental', ['noteIncrements', 'takeIncrement']],
  ])('after "%s" is in %s with %j', (events, state, orders) => {
    expect(walk(sendWindowMachine, events)).toEqual({ state, orders });
  });
});
