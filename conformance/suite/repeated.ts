import type { CaseResult } from '../kit/run-case.ts';

/** Several results of one case as one: `flaky` with how often it came to what when they differ. Nothing is tried again in silence. */
export function repeated(results: readonly CaseResult[]): CaseResult {
  const [first] = results;
  if (first === undefined) throw new RangeError('a case is run once at least');
  const counts = new Map<string, number>();
  for (const { verdict } of results) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  if (counts.size === 1) return first;
  const tags = [...counts].map(([verdict, count]) => `${verdict} ${count}/${results.length}`);
  return { ...first, verdict: 'flaky', tags, runs: results.flatMap(({ runs }) => runs) };
}
