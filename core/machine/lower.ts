import type { AnyStateMachine } from 'xstate';
import type { Lowered } from './lowered.ts';
import type { EffectOf, EventOf, StateOf } from './machine-types.ts';
import { readChart } from './read-chart.ts';
import { fillTables } from './tables.ts';

/** The tables of a given machine, with its states, events (delays among them) and effects as types. */
export type LoweredFrom<M extends AnyStateMachine> = Lowered<StateOf<M>, EventOf<M>, EffectOf<M>>;

/**
 * Turns a machine into tables that step exactly as xstate would.
 *
 * Understands hierarchy, entry and exit actions, static parameters, named delays, `*`, targetless, internal and
 * reentering transitions, and top-level final states. All else is refused: a table cannot hold it.
 *
 * @param machine - made by `setup({ actions: effects(…), delays: named(…) }).createMachine(…)`
 * @throws MachineNotLowerable naming the state and the feature
 */
export function lower<M extends AnyStateMachine>(machine: M): LoweredFrom<M>;
export function lower(machine: AnyStateMachine): Lowered {
  return fillTables(readChart(machine));
}
