import type { Effect } from './effects.ts';

/** The column of every event that the chart does not name, and the name under which a chart catches them. */
export type AnyOtherEvent = '*';

/**
 * A machine as integer tables. A cell is `state * events.length + event`; stepping is one read from `next` and one from
 * `effects`. Tables are shared by all runs of the machine and hold nothing of any run.
 */
export interface Lowered<State extends string = string, Event extends string = string, E extends Effect = Effect> {
  readonly id: string;
  /** Leaf states in the order of the chart, each by its path below the root: `pending.versionSent`. */
  readonly states: readonly State[];
  /** Every event named anywhere, every delay under its own name, and last `*`: any other event. */
  readonly events: readonly (Event | AnyOtherEvent)[];
  /** Index into `states`. */
  readonly initial: number;
  /** Entry effects of the initial configuration, arming included. */
  readonly initialEffects: readonly E[];
  /** The state that follows, by cell. */
  readonly next: Uint16Array;
  /** The effects to carry out, in order, by cell; frozen, one shared list where there are none. */
  readonly effects: readonly (readonly E[])[];
  /** 1 for each state in which the machine is done: it ignores every event from then on. */
  readonly final: Uint8Array;
  /** The column of an event; of `*` for one that the chart does not name. */
  event(name: Event | AnyOtherEvent): number;
  /**
   * The row of a leaf state.
   *
   * @throws RangeError when there is no leaf state of that name
   */
  state(name: State): number;
}
