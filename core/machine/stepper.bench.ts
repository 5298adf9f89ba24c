import { bench, describe } from 'vitest';
import { createActor, initialTransition, setup, transition } from 'xstate';
import { effects, named } from './effects.ts';
import { lower } from './lower.ts';
import { Stepper } from './stepper.ts';

/*
 * What one event costs: the same machine, the same two events in turn, run by its table, by xstate's pure `transition()`
 * and by an xstate actor. One of the two moves with an effect between states one level down, the other moves back.
 */

const machine = setup({
  types: { events: {} as { type: 'begun' | 'completed' | 'aborted' } },
  actions: effects('beginMessage', 'deliverMessage', 'fail'),
  delays: named('idleTimeout'),
}).createMachine({
  id: 'bench',
  initial: 'open',
  states: {
    open: {
      after: { idleTimeout: 'closed' },
      initial: 'idle',
      on: { '*': { target: 'closed', actions: 'fail' } },
      states: {
        idle: { on: { begun: { target: 'inMessage', actions: 'beginMessage' } } },
        inMessage: { on: { completed: { target: 'idle', actions: 'deliverMessage' } } },
      },
    },
    closed: { type: 'final' },
  },
});

/** Steps in one turn of a bench, so that a turn is long enough to be measured. */
const STEPS = 1000;

describe(`${STEPS} steps`, () => {
  const lowered = lower(machine);
  const BEGUN = lowered.event('begun');
  const COMPLETED = lowered.event('completed');

  const stepper = new Stepper(lowered);
  bench('lowered: Stepper.step', () => {
    let effectCount = 0;
    for (let step = 0; step < STEPS; step += 2) {
      effectCount += stepper.step(BEGUN).length;
      effectCount += stepper.step(COMPLETED).length;
    }
    if (effectCount !== STEPS) throw new Error('a step went wrong');
  });

  bench('lowered: tables read in place', () => {
    const { next, effects: lists, events } = lowered;
    let state = lowered.initial;
    let effectCount = 0;
    for (let step = 0; step < STEPS; step += 2) {
      let cell = state * events.length + BEGUN;
      effectCount += lists[cell]!.length;
      cell = next[cell]! * events.length + COMPLETED;
      effectCount += lists[cell]!.length;
      state = next[cell]!;
    }
    if (effectCount !== STEPS) throw new Error('a step went wrong');
  });

  let [snapshot] = initialTransition(machine);
  bench('xstate: transition()', () => {
    for (let step = 0; step < STEPS; step += 2) {
      [snapshot] = transition(machine, snapshot, { type: 'begun' });
      [snapshot] = transition(machine, snapshot, { type: 'completed' });
    }
  });

  const actor = createActor(machine).start();
  bench(
    'xstate: actor.send',
    () => {
      for (let step = 0; step < STEPS; step += 2) {
        actor.send({ type: 'begun' });
        actor.send({ type: 'completed' });
      }
    },
    { teardown: (_task, mode) => void (mode === 'run' && actor.stop()) },
  );
});
