import type { CaseResult } from '../kit/run-case.ts';
import type { KnownFailure } from './subject.ts';

/**
 * A result in the light of what is known of a subject: what fails as its profile says is `known`, and what passes against
 * it is `fixed`, so that the profile does not go stale.
 *
 * @param today - `2026-11-22`
 */
export function judgedByKnown(result: CaseResult, known: readonly KnownFailure[], today: string): CaseResult {
  const entry = known.find(({ id, until }) => id === result.id && (until === undefined || today < until));
  if (entry === undefined) return result;
  if (['fail', 'warn', 'blocked', 'flaky'].includes(result.verdict)) {
    return { ...result, verdict: 'known', tags: [entry.reason] };
  }
  return ['pass', 'tolerated', 'info'].includes(result.verdict)
    ? { ...result, verdict: 'fixed', tags: [entry.reason] }
    : result;
}
