import type { CaseResult } from '../kit/run-case.ts';
import { transcriptLines } from './transcript-lines.ts';
import { transcriptText } from './transcript-text.ts';

/** A result with everything that went wrong, and the transcript of each run that is kept. */
export function resultText({ id, title, role, level, verdict, tags, runs }: CaseResult): string {
  const head = `${id} ${title} (${role}, ${level}): ${verdict}${tags.length > 0 ? ` [${tags.join(', ')}]` : ''}`;
  return [head, ...runs.flatMap(runLines)].join('\n');
}

function runLines(run: CaseResult['runs'][number]): string[] {
  const { label, outcome } = run;
  const { problem, verdict } = outcome;
  return [
    `  ${label === '' ? 'run' : label}: ${verdict}`,
    ...(problem === undefined
      ? []
      : [`    step: ${problem.step}`, `    expected: ${problem.expected}`, `    actual: ${problem.actual}`]),
    ...transcriptText(transcriptLines(run)).map((line) => `    ${line}`),
  ];
}
