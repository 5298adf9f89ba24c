import type { Run } from './case.ts';
import type { RunRecord } from './run-record.ts';
import type { Verdict } from './verdict.ts';

// A run that failed is made smaller: as few of its ingredients as still make it fail in the same way.

/** A run of an input that was made smaller, and what it was made of. */
export interface ReducedRun extends RunRecord {
  readonly label: string;
  /** The label of the run that failed first. */
  readonly reducedFrom: string;
}

/** Of a run that was not `blocked` on its way, and that failed. */
const REDUCIBLE: readonly Verdict[] = ['fail', 'warn', 'error'];

/**
 * Looks for the smallest part of a run that failed which comes to the same verdict at the same step.
 *
 * @param tryOut - carries out a part of it
 * @param mostTries - calls of that; what was found by then is what is answered
 * @returns `undefined` where nothing can be left out
 */
export async function reduceRun(
  run: Run,
  { outcome: { verdict, problem } }: RunRecord,
  tryOut: (part: Run) => Promise<RunRecord>,
  mostTries: number,
): Promise<ReducedRun | undefined> {
  const { ingredients } = run;
  if (ingredients === undefined || !REDUCIBLE.includes(verdict)) return undefined;
  let smallest: ReducedRun | undefined;
  const fails = async (kept: readonly number[]): Promise<boolean | undefined> => {
    const part = partOf(run, kept);
    const record = await tryOut(part);
    const { outcome } = record;
    // Whoever cannot be reached any more will not fail in the same way again.
    if (outcome.verdict === 'blocked') return undefined;
    const isSame = outcome.verdict === verdict && outcome.problem?.step === problem?.step;
    if (isSame) smallest = { ...record, label: part.label, reducedFrom: run.label };
    return isSame;
  };
  await fewest(ingredients.count, fails, mostTries);
  return smallest;
}

/**
 * Delta debugging (Zeller): leaves out ever smaller shares of what is there, as long as it fails without them. At the end no
 * single one can be left out, unless the tries have been used up.
 *
 * @param fails - whether these, by number, are enough; `undefined` when nothing can be told any more
 */
export async function fewest(
  count: number,
  fails: (kept: readonly number[]) => Promise<boolean | undefined>,
  mostTries: number,
): Promise<readonly number[]> {
  let kept: readonly number[] = Array.from({ length: count }, (_, at) => at);
  let share = kept.length;
  let from = 0;
  for (let tries = 0; tries < mostTries && kept.length > 0; tries += 1) {
    const rest = [...kept.slice(0, from), ...kept.slice(from + share)];
    const isEnough = await fails(rest);
    if (isEnough === undefined) return kept;
    if (isEnough) kept = rest;
    else from += share;
    if (from < kept.length) continue;
    if (share === 1 && !isEnough) return kept;
    from = 0;
    share = Math.max(1, Math.ceil(Math.min(share, kept.length) / 2));
  }
  return kept;
}

/** The part of a run that has only these of its ingredients, and all the randomness of the whole. */
function partOf(run: Run, kept: readonly number[]): Run {
  const numbers = new Set(kept);
  const steps = run.ingredients?.steps((index) => numbers.has(index)) ?? run.steps;
  return { ...run, label: `${run.label}${ONLY}${rangesText(kept)}`, steps, origin: run.label };
}

/** Between the label of a run and the numbers of what is kept of it. */
const ONLY = ': only ';
const NONE = 'nothing';

/** The run of a label: a run as it is, or the part of it that the label of a reduced one names; `undefined` for any other. */
export function runOfLabel(run: Run, label: string): Run | undefined {
  if (run.label === label) return run;
  if (run.ingredients === undefined || !label.startsWith(`${run.label}${ONLY}`)) return undefined;
  const kept = rangesIn(label.slice(run.label.length + ONLY.length), run.ingredients.count);
  return kept === undefined ? undefined : partOf(run, kept);
}

/** `0-3,7`. */
function rangesText(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + 1 === number) last[1] = number;
    else ranges.push([number, number]);
  }
  if (ranges.length === 0) return NONE;
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/** The numbers of `0-3,7`, all below `count`; `undefined` for what is no such text. */
function rangesIn(text: string, count: number): readonly number[] | undefined {
  if (text === NONE) return [];
  const numbers = text.split(',').flatMap((range) => {
    const [, first = '', last = first] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(range) ?? [];
    const isInside = first !== '' && Number(last) < count;
    return isInside ? Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => Number(first) + at) : [-1];
  });
  return numbers.includes(-1) ? undefined : numbers;
}
