import type { TranscriptRecord } from '../../fixtures/transcript/record.ts';
import type { CaptureFacts } from '../../fixtures/view/capture-facts.ts';

/** What an inspection writes; `add` takes text with its line ends. */
export interface InspectOutput {
  /** Whether facts are wanted whole before the first record, after the last, or not at all: they cost about as much as reading. */
  readonly needsFacts: 'before' | 'after' | 'never';
  /** @param isKnown - whether the facts are whole already */
  begin(name: string, facts: CaptureFacts, isKnown: boolean): void;
  /** Every record, wanted or not. */
  take(record: TranscriptRecord): void;
  /** The file is over. */
  finish(): void;
  /** The last file is. */
  end(): void;
}
