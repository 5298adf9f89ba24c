import type { Case, Role } from '../kit/case.ts';
import { runsOf } from '../kit/run-case.ts';
import { stepText } from '../kit/step-text.ts';
import { Random, seedOf } from '../kit/wire/random.ts';

/** Runs of a family that are told step by step. */
const MOST_RUNS = 4;

/** The steps of a case in words, indented; of a family the first runs. */
export function scriptLines(one: Case, role: Role): string[] {
  const random = new Random(seedOf(one.id) ^ 1);
  const lines: string[] = [];
  let count = 0;
  for (const { label, steps, pre = one.pre } of runsOf(one, { role, random, isThorough: false })) {
    count += 1;
    if (count > MOST_RUNS) continue;
    const from =
      typeof pre === 'string'
        ? pre
        : Object.entries(pre)
            .map(([on, rung]) => `${on} at ${rung}`)
            .join(', ');
    lines.push(
      `    ${label === '' ? '' : `${label}, `}from ${from}:`,
      ...steps.map((step) => `      ${stepText(step)}`),
    );
  }
  return count > MOST_RUNS ? [...lines, `    and ${count - MOST_RUNS} more runs`] : lines;
}
