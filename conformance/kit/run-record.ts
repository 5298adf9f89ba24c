import type { DriverInput, TranscriptEntry } from './driver/io.ts';
import type { RunPlan } from './driver/run-plan.ts';
import type { Outcome } from './verdict.ts';

/** What a plan came to. */
export interface RunRecord {
  /** As it was carried out: a transport may have changed names. */
  readonly plan: RunPlan;
  readonly outcome: Outcome;
  readonly transcript: readonly TranscriptEntry[];
  /** What the driver heard, from which it can be run again. */
  readonly inputs: readonly DriverInput[];
}
