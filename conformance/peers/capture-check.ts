import { existsSync, readFileSync } from 'node:fs';
import type { Case } from '../kit/case.ts';
import type { Verdict } from '../kit/verdict.ts';
import type { Comparison } from './same-bytes.ts';

/** What a case came to while it was recorded, and whether its transcripts are what was on the wire. */
export interface CaptureCheck extends Comparison {
  readonly id: Case['id'];
  readonly verdict: Verdict;
  /** Connections in which tshark reads messages of other types, or other strings, than the kit: `label A`. */
  readonly readOtherwise: readonly string[];
  /** The server did not take connections any more. */
  readonly died?: true;
}

/** What `npm run conform:captures` has written; nothing where it was not run. */
export const captureChecksIn = (file: string): readonly CaptureCheck[] =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
