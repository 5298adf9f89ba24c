import type { Case, Role, Run, Step } from '../kit/case.ts';
import { runOfLabel } from '../kit/reduce.ts';
import { type CaseOptions, type CaseResult, isFor, runCase, runsOf } from '../kit/run-case.ts';
import { Random } from '../kit/wire/random.ts';
import type { ResultReport, SubjectReport } from '../report/report.ts';
import { transcriptLines } from '../report/transcript-lines.ts';
import { judgedByKnown } from './known.ts';
import { repeated } from './repeated.ts';
import type { Lane, SuiteSubject } from './subject.ts';

export interface SuiteOptions {
  readonly seed: number;
  /** Slow cases and whole families too. */
  readonly isThorough: boolean;
  /** Of each case. */
  readonly repeat: number;
  readonly keepsTranscripts: boolean;
  /** Ends with the first result that is not good. */
  readonly failsFast: boolean;
  /** Only the run of this label, of cases that have one. */
  readonly runLabel?: string;
  /** `2026-11-22`, for known failures that expire. */
  readonly today: string;
  readonly onResult?: (result: ResultReport, subject: SuiteSubject, left: number) => void;
}

/** How often an input that failed is tried with less of it: over sockets each try may take as long as the run. */
const MOST_TRIES = 24;
const MOST_TRIES_IN_MEMORY = 400;

/** The cases that a subject is run through: those of its role, without slow ones that cost real time unasked. */
function casesFor(cases: readonly Case[], { target, reach }: SuiteSubject, isThorough: boolean) {
  const ofRole = cases.filter((one) => isFor(target.role, one));
  const isLeftOut = ({ slow }: Case) => slow === true && reach !== 'memory' && !isThorough;
  return { run: ofRole.filter((one) => !isLeftOut(one)), leftOut: ofRole.filter(isLeftOut).map(({ id }) => id) };
}

/** Runs every case that fits a subject: each lane takes the next one when it has done with the last. */
export async function runSuite(
  cases: readonly Case[],
  subject: SuiteSubject,
  options: SuiteOptions,
): Promise<SubjectReport> {
  const { name, version, target, reach } = subject;
  const isVirtual = reach === 'memory';
  const { run, leftOut } = casesFor(cases, subject, options.isThorough);
  const began = performance.now();
  const lanes: readonly Lane[] = [subject, ...(subject.beside ?? [])];
  const results = new Map<Case, ResultReport>();
  // Families stand at the end and take longest: whoever has one of them last would keep the others waiting.
  const queue = lanes.length === 1 ? [...run] : [...run].reverse();
  let stopped: string | undefined;
  const take = async (lane: Lane): Promise<void> => {
    for (let one = queue.shift(); one !== undefined && stopped === undefined; one = queue.shift()) {
      const { result, isGone } = await resultOf(one, lane, subject, options);
      results.set(one, result);
      options.onResult?.(result, subject, run.length - results.size);
      if (isGone) stopped = `the server died in case ${one.id}, and is not started anew`;
      else if (options.failsFast && isBad(result)) stopped = `case ${one.id} did not pass`;
    }
  };
  await Promise.all(lanes.map(take));
  return {
    name,
    ...(version !== undefined && { version }),
    role: target.role,
    reach,
    capabilities: [...target.capabilities],
    profile: target.profile,
    isSplitExact: isVirtual,
    ...(!isVirtual && { durationMs: Math.round(performance.now() - began) }),
    ...(stopped !== undefined && { stopped }),
    ...(subject.expectedUnsupported !== undefined && { expectedUnsupported: subject.expectedUnsupported }),
    leftOut,
    results: run.flatMap((one) => results.get(one) ?? []),
  };
}

const isBad = ({ verdict }: ResultReport): boolean => ['fail', 'flaky', 'error', 'fixed'].includes(verdict);

/** @returns the result; `isGone` when the server has died and cannot be started anew */
async function resultOf(one: Case, { target, isUp, restart }: Lane, subject: SuiteSubject, options: SuiteOptions) {
  const { seed, isThorough, keepsTranscripts, repeat, runLabel, today } = options;
  const pick = (run: Run) => (runLabel === undefined ? run : runOfLabel(run, runLabel));
  const mostTries = subject.reach === 'memory' ? MOST_TRIES_IN_MEMORY : MOST_TRIES;
  const caseOptions: CaseOptions = { seed, isThorough, keepsTranscripts, pick, mostTries };
  const began = performance.now();
  const results: CaseResult[] = [];
  let isGone = false;
  for (let count = 0; count < repeat && !isGone; count += 1) {
    const result = await runCase(one, target, caseOptions);
    const isAlive = (await isUp?.()) ?? true;
    results.push(isAlive ? result : killed(result));
    if (!isAlive) isGone = !((await restart?.()) ?? false);
  }
  const judged = judgedByKnown(repeated(results), subject.known ?? [], today);
  const result: ResultReport = {
    id: judged.id,
    title: judged.title,
    level: judged.level,
    verdict: judged.verdict,
    tags: judged.tags,
    runCount: judged.runCount,
    ...(judged.coverage && { coverage: judged.coverage }),
    ...(subject.reach !== 'memory' && asksForSplit(one, target.role, options) && { isSplitRequested: true }),
    ...(subject.reach !== 'memory' && { durationMs: Math.round(performance.now() - began) }),
    runs: judged.runs.map((run) => ({
      label: run.label,
      ...(run.reducedFrom !== undefined && { reducedFrom: run.reducedFrom }),
      verdict: run.outcome.verdict,
      ...(run.outcome.problem && { problem: run.outcome.problem }),
      name: run.plan.name,
      tcUrl: run.plan.profile.tcUrl,
      transcript: transcriptLines(run),
    })),
  };
  return { result, isGone };
}

/** Whatever the case itself came to: a server that does not take connections any more has failed it. */
function killed(result: CaseResult): CaseResult {
  const problem = { step: 'after the case', expected: 'a server that accepts connections', actual: 'none' };
  const tags = [...result.tags, 'died'];
  const runs = result.runs.map((run) => ({
    ...run,
    outcome: { ...run.outcome, problem: run.outcome.problem ?? problem },
  }));
  return { ...result, verdict: 'fail', tags, runs };
}

function asksForSplit(one: Case, role: Role, { seed, isThorough }: SuiteOptions): boolean {
  const isCut = (step: Step): boolean => step.do === 'send' && step.split !== 'whole';
  for (const { steps } of runsOf(one, { role, random: new Random(seed), isThorough })) {
    if (steps.some(isCut)) return true;
  }
  return false;
}
