import type { AnyStateMachine } from 'xstate';
import type { Effect } from '../effects.ts';
import { lower } from '../lower.ts';
import { Stepper } from '../stepper.ts';

/** Where a machine stands after a walk, and what its last step ordered. */
export interface Walk {
  readonly state: string;
  /** `fail handshakeTimeout`: the effect and its parameters. */
  readonly orders: readonly string[];
}

/**
 * Steps a machine through its table from its initial state.
 *
 * @param events - names of events and delays, blanks between them
 * @throws RangeError for a name that the machine does not know
 */
export function walk(machine: AnyStateMachine, events: string): Walk {
  const tables = lower(machine);
  const stepper = new Stepper(tables);
  let orders: readonly Effect[] = tables.initialEffects;
  for (const event of events.split(' ').filter((name) => name !== '')) {
    if (!tables.events.includes(event)) throw new RangeError(`"${machine.id}" knows no event "${event}"`);
    orders = stepper.step(tables.event(event));
  }
  return { state: tables.states[stepper.state] ?? '', orders: orders.map(describe) };
}

function describe({ type, params }: Effect): string {
  return [type, ...Object.values(params ?? {})].join(' ');
}
