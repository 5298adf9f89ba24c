import type { ContinuityCounts } from './continuity.ts';
import type { HistogramCounts } from './histogram.ts';
import type { SelfUse } from './self-meter.ts';

/** What one process measured while the window was open. */
export interface WindowCounts {
  readonly sent: number;
  /** Frames that players received. */
  readonly delivered: number;
  /** From a publisher's send to a player's receipt, microseconds. */
  readonly delay: HistogramCounts;
  /** By how much frames were sent later than they were due, microseconds. */
  readonly late: HistogramCounts;
  readonly self: SelfUse;
}

/** What became of all frames, from beginning to end. */
export interface Integrity extends ContinuityCounts {
  /** Not as they were sent; the mark being lost, they count as lost, too. */
  readonly damaged: number;
}

/** Frames sent, by the name of the stream. */
export type SentCounts = Readonly<Record<string, number>>;

/** How connections joined: the time that each took, microseconds. */
export interface JoinCounts {
  readonly join: HistogramCounts;
}

/** One process of a load, here or elsewhere. Called one after the other, each at most once; `close` whenever it is to end. */
export interface GeneratorProcess {
  /** Begins to publish. @throws ClientError */
  publish(): Promise<void>;
  /** Players join. @throws ClientError */
  play(): Promise<JoinCounts>;
  /** Connections that rest join. @throws ClientError */
  rest(): Promise<JoinCounts>;
  openWindow(): Promise<void>;
  closeWindow(): Promise<WindowCounts>;
  /** Sends no more. */
  stop(): Promise<SentCounts>;
  /** Waits for what is still under way. @param sent - of all processes */
  settle(sent: SentCounts): Promise<Integrity>;
  /** Ends everything. @returns the first connection that broke before, if any */
  close(): Promise<string | undefined>;
}
