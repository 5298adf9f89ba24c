/**
 * How much one message may make us do (AMF-LIM-2, AMF-LIM-4). The names are those of `Limits`, which can be passed as it
 * is. Each is checked before memory is taken.
 */
export interface AmfBudget {
  /** Objects and arrays within one another; 0 allows none. */
  readonly amfDepth: number;
  /** Values in the message, references among them; names do not count. */
  readonly amfValues: number;
  /** Properties of one object or ECMA array. */
  readonly amfProperties: number;
}

export const DEFAULT_AMF_BUDGET: AmfBudget = { amfDepth: 32, amfValues: 10_000, amfProperties: 4_096 };

/** The deepest nesting read or written whatever the budget says: recursion must never exhaust the stack. */
export const MAX_AMF_DEPTH = 512;
