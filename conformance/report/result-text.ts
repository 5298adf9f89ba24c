import type { CaseResult } from '../kit/run-case.ts';
import { toHex } from '../kit/wire/bytes.ts';

/** Hex of one line at most. */
const MOST_BYTES = 48;

/** A result with everything that went wrong, and the transcript of each run that is kept. */
export function resultText({ id, title, role, level, verdict, tags, runs }: CaseResult): string {
  const head = `${id} ${title} (${role}, ${level}): ${verdict}${tags.length > 0 ? ` [${tags.join(', ')}]` : ''}`;
  return [head, ...runs.flatMap(runLines)].join('\n');
}

function runLines({ label, outcome, transcript }: CaseResult['runs'][number]): string[] {
  const { problem, verdict } = outcome;
  return [
    `  ${label === '' ? 'run' : label}: ${verdict}`,
    ...(problem === undefined
      ? []
      : [`    step: ${problem.step}`, `    expected: ${problem.expected}`, `    actual: ${problem.actual}`]),
    ...transcript.map((entry) => {
      const { t, on, text } = entry;
      if (entry.direction === 'note') return `    ${t} ${on} -- ${text}`;
      return `    ${t} ${on} ${entry.direction === 'sent' ? '->' : '<-'} ${text} | ${hexText(entry.bytes)}`;
    }),
  ];
}

function hexText(bytes: Uint8Array): string {
  const shown = toHex(bytes.subarray(0, MOST_BYTES));
  return bytes.length > MOST_BYTES ? `${shown}... (${bytes.length} bytes)` : shown;
}
