import { initialTransition, setup, transition } from 'xstate';
import { type Bench, keep } from '../testing/bench.ts';
import { effects, named } from './effects.ts';
import { lower } from './lower.ts';
import { Stepper } from './stepper.ts';

/** One of its two events moves with an effect between states one level down, the other moves back. */
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

const lowered = lower(machine);
const BEGUN = lowered.event('begun');
const COMPLETED = lowered.event('completed');
const STEPS = 1000;

const bareTables = {
  name: 'tables read in a bare loop',
  work: () => {
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
    keep(effectCount);
  },
};

const stepper = new Stepper(lowered);
let [snapshot] = initialTransition(machine);

/** What one event costs: the same machine, the same two events in turn. xstate's own way shows what lowering is for. */
export const benches: readonly Bench[] = [
  {
    name: 'step a lowered machine',
    limit: bareTables,
    work: () => {
      let effectCount = 0;
      for (let step = 0; step < STEPS; step += 2) {
        effectCount += stepper.step(BEGUN).length;
        effectCount += stepper.step(COMPLETED).length;
      }
      keep(effectCount);
    },
    count: STEPS,
    recorded: 0.95,
  },
  {
    name: "step it by xstate's transition()",
    limit: bareTables,
    work: () => {
      for (let step = 0; step < STEPS; step += 2) {
        [snapshot] = transition(machine, snapshot, { type: 'begun' });
        [snapshot] = transition(machine, snapshot, { type: 'completed' });
      }
    },
    count: STEPS,
    recorded: 0.0002,
  },
];
