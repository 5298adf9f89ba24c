import { escaped } from '../../../fixtures/view/page/svg.ts';
import type { Verdict } from '../../kit/verdict.ts';
import type { ResultReport } from '../report.ts';

/** What a verdict is told by where colours are not seen, and what it means. */
export const SIGNS: Readonly<Record<Verdict, readonly [sign: string, meaning: string]>> = {
  pass: ['✓', 'as the text demands'],
  tolerated: ['≈', 'one of the variants that peers are known for'],
  info: ['i', 'measured, not judged'],
  unsupported: ['–', 'the subject does not claim to have it'],
  known: ['k', 'fails, and its profile says why'],
  warn: ['!', 'a should that is not kept'],
  blocked: ['⊘', 'where the case begins was not reached'],
  fixed: ['★', 'passes, and its profile says it fails'],
  flaky: ['~', 'comes to this and to that'],
  fail: ['✗', 'a must that is not kept'],
  error: ['‼', 'the kit broke'],
};

/** One case of one subject. */
export function verdictCell(result: ResultReport | undefined): string {
  if (result === undefined) return '<span class="cell none">not run</span>';
  const { verdict, tags } = result;
  const [sign] = SIGNS[verdict];
  const words = verdict === 'pass' ? '' : ` ${escaped([verdict, ...tags].join(' '))}`;
  return `<span class="cell ${verdict}">${sign}${words}</span>`;
}

/** One area of one subject: how much of it came to what. */
export function areaCell(results: readonly ResultReport[]): string {
  if (results.length === 0) return '<span class="count">not run</span>';
  const verdicts = (Object.keys(SIGNS) as Verdict[]).map(
    (verdict) => [verdict, results.filter((one) => one.verdict === verdict).length] as const,
  ); // the keys of a record of verdicts
  const present = verdicts.filter(([, count]) => count > 0);
  const bars = present.map(([verdict, count]) => `<i class="${verdict}" style="flex:${count}"></i>`);
  const counts = present.map(([verdict, count]) => `${count} ${verdict}`).join(', ');
  return `<span><span class="bar">${bars.join('')}</span><span class="count">${counts}</span></span>`;
}
