import type { Effect } from './effects.ts';

/** A machine's chart as plain data: what lowering understands of it, everything resolved, nothing left to look up. */
export interface Chart {
  readonly id: string;
  readonly root: ChartState;
  /** In document order, the root first. */
  readonly states: readonly ChartState[];
  /** Every event that some state names, in document order; without `*`. */
  readonly events: readonly string[];
  /** Every delay that some state owns, in document order. */
  readonly delays: readonly string[];
}

/** One state, at any level; the root is one too. */
export interface ChartState {
  /** Dotted path below the root, which itself has the empty path. */
  readonly path: string;
  readonly parent: ChartState | undefined;
  /** Where entering this state leads to, one level down; a state without it is a leaf. */
  readonly initial: ChartState | undefined;
  /** Only for entering by default, not on the way to a state further down. */
  readonly initialEffects: readonly Effect[];
  /** Arming of the delays it owns included, last. */
  readonly entry: readonly Effect[];
  /** Disarming included, last. */
  readonly exit: readonly Effect[];
  readonly isFinal: boolean;
  /** By event, by delay under its own name, and by `*`. */
  readonly on: ReadonlyMap<string, ChartTransition>;
}

/** What a state does about one event. */
export interface ChartTransition {
  readonly source: ChartState;
  /** `undefined`: the configuration stays, only the effects happen. */
  readonly target: ChartState | undefined;
  /** Whether the source is left and entered again even when the target is the source itself or below it. */
  readonly reenter: boolean;
  readonly effects: readonly Effect[];
}

/** The event descriptor that catches what a state does not name. */
export const WILDCARD = '*';
