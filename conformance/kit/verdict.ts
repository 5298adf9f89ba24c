/** How bad it is to fail a case: see `Verdict` for what comes of it. */
export type Level =
  /** A defect. */
  | 'must'
  /** A warning; a failure under `--strict`. */
  | 'should'
  /** Never fails: it records which of several behaviours was seen. */
  | 'info'
  /** The peer may choose the limit, but must have one and keep to it in a controlled way. */
  | 'policy';

/** What a case came to, the worst last where several runs stand for one case. */
export const VERDICTS = [
  'pass',
  'info',
  'tolerated',
  'unsupported',
  'known',
  'warn',
  'blocked',
  'fixed',
  'flaky',
  'fail',
  'error',
] as const;

export type Verdict = (typeof VERDICTS)[number];

/** What one run of a case came to. */
export interface Outcome {
  readonly verdict: Verdict;
  /** Which of the listed behaviours were seen, the missing capability, or the rung that was not reached. */
  readonly tags: readonly string[];
  /** What went wrong, where something did. */
  readonly problem?: Problem;
}

export interface Problem {
  /** The step that failed, in words. */
  readonly step: string;
  readonly expected: string;
  readonly actual: string;
}

/** The verdict on a failed step. A failed rung says nothing about the case that wanted to stand on it. */
export function verdictOnFailure(level: Level, isLadder: boolean): Verdict {
  if (isLadder) return 'blocked';
  if (level === 'should') return 'warn';
  return level === 'info' ? 'info' : 'fail';
}

/** The verdict when all steps were gone through. */
export function verdictOnSuccess(level: Level, tags: readonly string[]): Verdict {
  if (level === 'info') return 'info';
  return tags.length > 0 ? 'tolerated' : 'pass';
}

export function worst(verdicts: readonly Verdict[]): Verdict {
  const rank = verdicts.reduce((highest, verdict) => Math.max(highest, VERDICTS.indexOf(verdict)), 0);
  return VERDICTS[rank] ?? 'error';
}
