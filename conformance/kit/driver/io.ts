import type { Intent, Metric, SubjectOrder } from '../case.ts';
import type { ConnectionName, Observation, Report } from '../observation.ts';
import type { Outcome } from '../verdict.ts';
import type { AmfValue } from '../wire/amf-value.ts';

/** What a transport tells the driver. `t`: milliseconds since the run began; never falls. */
export type DriverInput = { readonly t: number } & (
  | { readonly opened: ConnectionName }
  /** The bytes are the driver's from now on. */
  | { readonly data: Uint8Array; readonly on: ConnectionName }
  | { readonly closed: ConnectionName; readonly how: 'fin' | 'rst' }
  /** The instant asked for by `wakeAt` has come. */
  | { readonly tick: true }
  /** A client under test received media or data. */
  | { readonly received: ReceivedMedia }
  | { readonly reported: Report }
  /** The answer to `measure`; `undefined` when the subject cannot tell. */
  | { readonly measured: number | undefined }
);

export interface ReceivedMedia {
  readonly type: number;
  readonly timestamp: number;
  readonly payload: Uint8Array;
  /** What the client read in a data message. */
  readonly values?: readonly AmfValue[];
}

/** What the driver wants done, in this order. */
export type DriverOutput =
  | { readonly open: ConnectionName }
  /** Starts the client under test; its first connection is A, those it opens later A2, A3, … */
  | { readonly launch: Intent; readonly name: string }
  /** To be written in one piece, and kept apart from the next as far as the transport can. */
  | { readonly write: Uint8Array; readonly on: ConnectionName }
  | { readonly close: ConnectionName; readonly how: 'fin' | 'rst' }
  | { readonly pauseReading: boolean; readonly on: ConnectionName }
  /** Replaces the instant given before. */
  | { readonly wakeAt: number }
  | { readonly measure: Metric }
  | { readonly order: SubjectOrder }
  /** The last output of a run: every connection may go. */
  | { readonly done: Outcome };

/** One line of what happened, for reports and replays. */
export type TranscriptEntry = { readonly t: number; readonly on: ConnectionName } & (
  | { readonly direction: 'sent'; readonly bytes: Uint8Array; readonly text: string }
  /** In no words: most transcripts are read by nobody. */
  | { readonly direction: 'received'; readonly bytes: Uint8Array; readonly news: readonly Observation[] }
  | { readonly direction: 'note'; readonly text: string }
);
