import { VERDICTS, type Verdict } from '../kit/verdict.ts';
import type { Report, ResultReport } from './report.ts';

/** A case that came to something else. */
export interface Change {
  readonly subject: string;
  readonly id: string;
  readonly title: string;
  readonly before: string;
  readonly after: string;
  /** A worse verdict than before, or one of a case that was not run before and is not good. */
  readonly isWorse: boolean;
}

/** From which verdict on a case is not good. */
const FIRST_BAD: Verdict = 'warn';

/** What differs between two reports, by subject, role and case. */
export function changesBetween(before: Report, after: Report): Change[] {
  const old = new Map(entries(before));
  const found: Change[] = [];
  for (const [key, { subject, result }] of entries(after)) {
    const earlier = old.get(key)?.result;
    old.delete(key);
    const [was, is] = [earlier === undefined ? 'not run' : textOf(earlier), textOf(result)];
    const least = earlier === undefined ? VERDICTS.indexOf(FIRST_BAD) - 1 : VERDICTS.indexOf(earlier.verdict);
    const rank = VERDICTS.indexOf(result.verdict);
    const isWorse = rank > least && rank >= VERDICTS.indexOf(FIRST_BAD);
    if (was !== is) found.push({ subject, id: result.id, title: result.title, before: was, after: is, isWorse });
  }
  for (const { subject, result } of old.values()) {
    const { id, title } = result;
    found.push({ subject, id, title, before: textOf(result), after: 'not run', isWorse: false });
  }
  return found;
}

const textOf = ({ verdict, tags }: ResultReport): string => [verdict, ...tags].join(' ');

function entries({ subjects }: Report) {
  return subjects.flatMap(({ name, role, results }) =>
    results.map((result) => [`${name} ${role} ${result.id}`, { subject: `${name} (${role})`, result }] as const),
  );
}
