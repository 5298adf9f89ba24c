import type { Effect } from './effects.ts';
import type { Lowered } from './lowered.ts';
import type { WithParents } from './machine-types.ts';

/** One run of a machine over its tables: it remembers the state and nothing else. */
export class Stepper<State extends string = string, Event extends string = string, E extends Effect = Effect> {
  readonly #lowered: Lowered<State, Event, E>;
  #state: number;

  /** Starts in the initial state. The host carries out `lowered.initialEffects` itself. */
  constructor(lowered: Lowered<State, Event, E>) {
    this.#lowered = lowered;
    this.#state = lowered.initial;
  }

  /** Index into `lowered.states`. */
  get state(): number {
    return this.#state;
  }

  /** Whether the machine is done and ignores all that comes. */
  get isDone(): boolean {
    return this.#lowered.final[this.#state] === 1;
  }

  /** Whether the machine is in this state, or in a state below it. */
  is(name: WithParents<State>): boolean {
    const current = this.#lowered.states[this.#state] as string; // `state` is only ever taken from the tables
    return current === name || current.startsWith(`${name}.`);
  }

  /**
   * Takes one event.
   *
   * @param event - a column: `lowered.event('windowFilled')`, looked up once at load
   * @returns the effects to carry out, in order; frozen, and the same list each time
   */
  step(event: number): readonly E[] {
    const lowered = this.#lowered;
    const cell = this.#state * lowered.events.length + event;
    this.#state = lowered.next[cell]!; // columns come from the same tables, so the cell is inside them
    return lowered.effects[cell]!;
  }
}
