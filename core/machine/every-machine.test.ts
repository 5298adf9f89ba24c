import { describe, expect, it } from 'vitest';
import { setup } from 'xstate';
import { named } from './effects.ts';
import { lower } from './lower.ts';
import { differencesFromXstate } from './testing/equal-to-xstate.ts';
import { everyMachine } from './testing/every-machine.ts';
import { swallowedDeadlines } from './testing/swallowed-deadlines.ts';

const machines = await everyMachine();

describe('every machine of the project', () => {
  it('has an id and a description of its own', () => {
    expect(new Set(machines.map(({ machine }) => machine.id)).size).toBe(machines.length);
    const undescribed = machines.filter(({ machine }) => !machine.root.description?.endsWith('.'));
    expect(undescribed.map(({ file }) => file)).toEqual([]);
  });

  describe.each(machines.map(({ file, machine }) => [machine.id, machine, file] as const))('%s', (_id, machine) => {
    it('steps through its table as in xstate, in every state on every event', () => {
      expect(differencesFromXstate(machine)).toEqual([]);
    });

    it('lets no wildcard swallow a deadline', () => {
      expect(swallowedDeadlines(machine)).toEqual([]);
    });

    it('reaches each of its states', () => {
      const { states, events, next, initial } = lower(machine);
      const reached = new Set([initial]);
      for (const state of reached) {
        for (const [column] of events.entries()) reached.add(next[state * events.length + column] ?? initial);
      }
      expect(states.filter((_, state) => !reached.has(state))).toEqual([]);
    });
  });
});

describe('swallowedDeadlines', () => {
  it('names a wildcard below the state that owns a delay, at any depth, and no other', () => {
    const states = { b: { on: { '*': 'c' } }, c: {} } as const;
    const machine = setup({ delays: named('slow', 'late') }).createMachine({
      initial: 'a',
      after: { late: '.z' },
      states: {
        a: { after: { slow: 'z' }, initial: 'b', states },
        z: { after: { slow: 'a' }, on: { '*': { target: 'a' } } },
      },
    });
    expect(swallowedDeadlines(machine)).toEqual(['a.b swallows slow', 'a.b swallows late', 'z swallows late']);
  });
});
