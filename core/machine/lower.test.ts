import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createActor, setup } from 'xstate';
import { effects, named } from './effects.ts';
import { lower } from './lower.ts';
import type { Lowered } from './lowered.ts';
import { differencesFromXstate } from './testing/equal-to-xstate.ts';
import { randomMachine } from './testing/random-chart.ts';
import { SYNTHETIC_MACHINES } from './testing/synthetic-machines.ts';

const doorMachine = setup({
  types: { events: {} as { type: 'opened' | 'closed' | 'broken' | 'painted' } },
  actions: effects<
    | { readonly type: 'ring'; readonly params: { readonly times: 1 | 2 } }
    | { readonly type: 'lightOn' }
    | { readonly type: 'lightOff' }
  >('ring', 'lightOn', 'lightOff'),
  delays: named('tooLong'),
}).createMachine({
  id: 'door',
  initial: 'shut',
  states: {
    shut: { on: { opened: { target: 'open', actions: { type: 'ring', params: { times: 1 } } } } },
    open: {
      entry: 'lightOn',
      exit: 'lightOff',
      initial: 'ajar',
      after: { tooLong: { actions: { type: 'ring', params: { times: 2 } } } },
      on: { closed: 'shut', broken: 'gone' },
      states: { ajar: {} },
    },
    gone: { type: 'final' },
  },
});

describe('lower', () => {
  const door = lower(doorMachine);

  it('gives a row to each leaf state and a column to each event, each delay, and any other event', () => {
    expect(door.id).toBe('door');
    expect(door.states).toEqual(['shut', 'open.ajar', 'gone']);
    expect(door.events).toEqual(['opened', 'closed', 'broken', 'tooLong', '*']);
    expect(door.initial).toBe(door.state('shut'));
    expect(door.initialEffects).toEqual([]);
    expect([...door.final]).toEqual([0, 0, 1]);
  });

  it('fills the cells with what follows and what is to be done, arming and disarming in their places', () => {
    const tooLong = { deadline: 'tooLong' };
    expect(cell(door, 'shut', 'opened')).toEqual([
      'open.ajar',
      [{ type: 'ring', params: { times: 1 } }, { type: 'lightOn' }, { type: 'arm', params: tooLong }],
    ]);
    expect(cell(door, 'open.ajar', 'closed')).toEqual([
      'shut',
      [{ type: 'lightOff' }, { type: 'disarm', params: tooLong }],
    ]);
    expect(cell(door, 'open.ajar', 'tooLong')).toEqual(['open.ajar', [{ type: 'ring', params: { times: 2 } }]]);
    expect(cell(door, 'open.ajar', 'opened')).toEqual(['open.ajar', []]);
  });

  it('takes an event that the chart never names for any other event', () => {
    expect(door.event('painted')).toBe(door.event('*'));
    expect(door.event('opened')).toBe(0);
  });

  it('throws a RangeError for a state that is no leaf of the chart', () => {
    expect(() => (door as Lowered).state('open')).toThrow(new RangeError('Machine "door" has no leaf state "open"'));
  });

  it('freezes what it hands out, and shares one empty list', () => {
    const lists = door.effects.filter((list) => list.length > 0);
    const handedOut = [door, door.states, door.events, door.effects, ...lists, ...lists.flat()];
    expect(handedOut.filter((value) => !Object.isFrozen(value))).toEqual([]);
    expect(lists.flat().filter((effect) => 'params' in effect && !Object.isFrozen(effect.params))).toEqual([]);
    expect(new Set(door.effects.filter((list) => list.length === 0)).size).toBe(1);
  });

  it('types the states, events and effects by the machine', () => {
    // @ts-expect-error: `open` is no leaf
    expect(() => door.state('open')).toThrow(RangeError);
    // @ts-expect-error: no such event
    expect(door.event('slammed')).toBe(door.event('*'));
    const described = door.effects.flat().map((effect) => {
      switch (effect.type) {
        case 'ring':
          return effect.params.times satisfies 1 | 2;
        case 'lightOn':
        case 'lightOff':
          return effect.type;
        case 'arm':
        case 'disarm':
          return effect.params.deadline satisfies 'tooLong';
        default:
          return effect satisfies never;
      }
    });
    expect(described).toContain('tooLong');
  });
});

describe('lower: equality with xstate, every state on every event', () => {
  it.each(Object.entries(SYNTHETIC_MACHINES))('%s', (_feature, machine) => {
    expect(differencesFromXstate(machine)).toEqual([]);
  });

  it('holds for any chart of supported features', () => {
    fc.assert(
      fc.property(randomMachine, (machine) => {
        expect(differencesFromXstate(machine)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('ignores every event once it is done, as an actor does', () => {
    vi.spyOn(console, 'warn').mockReturnValue(); // xstate's remark that the actor is stopped
    const machine = SYNTHETIC_MACHINES['a final state exits everything at once and ignores all that follows'];
    const actor = createActor(machine!).start();
    actor.send({ type: 'go' });
    const done = actor.getSnapshot();
    for (const type of ['go', 'back', 'again', 'over']) actor.send({ type });
    expect(done.status).toBe('done');
    expect(actor.getSnapshot()).toBe(done);
  });
});

describe('lower: a wrong cell is found', () => {
  const machine = doorMachine;
  const exact: Lowered = lower(machine);
  const cells = exact.effects.map((_, index) => index);
  const place = (index: number) => {
    const event = exact.events[index % exact.events.length];
    // The last column is compared with an event that the chart does not name.
    return `${exact.states[Math.floor(index / exact.events.length)]} on ${event === '*' ? 'anEventThatNoChartNames' : event}`;
  };

  it.each(cells.map((index) => [place(index), index] as const))('next state of %s', (name, index) => {
    const next = exact.next.slice();
    next[index] = (exact.next[index]! + 1) % exact.states.length;
    expectOneDifference(differencesFromXstate(machine, { ...exact, next }), name);
  });

  it.each(cells.map((index) => [place(index), index] as const))('effects of %s', (name, index) => {
    const change = exact.effects[index]!.length === 0 ? [{ type: 'lightOn' }] : exact.effects[index]!.slice(1);
    const effectLists = exact.effects.map((list, other) => (other === index ? change : list));
    expectOneDifference(differencesFromXstate(machine, { ...exact, effects: effectLists }), name);
  });

  it('initial state, initial effects, final states, a missing state or event', () => {
    const wrong: [Partial<Lowered>, string][] = [
      [{ initial: 1 }, 'initial'],
      [{ initialEffects: [{ type: 'lightOn' }] }, 'initial'],
      [{ final: Uint8Array.of(0, 0, 0) }, 'final of gone'],
      [{ final: Uint8Array.of(1, 0, 1) }, 'final of shut'],
      [{ states: [...exact.states, 'ghost'] }, 'states'],
      [{ states: exact.states.slice(0, 2) }, 'states'],
      [{ events: exact.events.map((event) => (event === 'broken' ? 'ghost' : event)) }, 'events'],
    ];
    for (const [change, name] of wrong) {
      const differences = differencesFromXstate(machine, { ...exact, ...change });
      expect(differences[0]).toContain(`door, ${name}: `);
    }
  });
});

function cell(lowered: Lowered, state: string, event: string): unknown {
  const index = lowered.state(state) * lowered.events.length + lowered.event(event);
  return [lowered.states[lowered.next[index]!], lowered.effects[index]];
}

function expectOneDifference(differences: readonly string[], name: string): void {
  expect(differences).toEqual([expect.stringContaining(`door, ${name}: `)]);
}
