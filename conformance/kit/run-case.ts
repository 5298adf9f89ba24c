import type { Capability, Case, Intent, Profile, Role, Run, Rung, Setting, Step } from './case.ts';
import type { RunPlan } from './driver/run-plan.ts';
import { intentOf } from './ladder.ts';
import type { ConnectionName } from './observation.ts';
import { reduceRun } from './reduce.ts';
import type { RunRecord } from './run-record.ts';
import { ladder, make, othersAlive, send } from './steps.ts';
import { type Level, type Verdict, worst } from './verdict.ts';
import { deleteStream } from './wire/messages.ts';
import { Random, seedOf } from './wire/random.ts';

/** Carries out one plan against a subject: in memory, over TCP, … A rejection is an error of the kit's. */
export type RunPlanner = (plan: RunPlan) => Promise<RunRecord>;

/** What a case needs to know of the subject that it is run against. */
export interface Target {
  readonly role: Role;
  readonly capabilities: ReadonlySet<Capability>;
  readonly profile: Profile;
  /** What a client can be started for, first what it is started for where that is all the same. Default: to publish, or to play. */
  readonly intents?: readonly Intent[];
  readonly run: RunPlanner;
}

export interface CaseOptions {
  /** Decides all that is random, together with the case. Default 1. */
  readonly seed?: number;
  /** Families run in full, and slow cases too. Default false. */
  readonly isThorough?: boolean;
  /** Keeps the transcript of every run, not only of the first few that did not pass. */
  readonly keepsTranscripts?: boolean;
  /** Only the runs that it answers something for: as they are among all, or a part of them. */
  readonly pick?: (run: Run) => Run | undefined;
  /** How often at most the first run that failed is tried again with less of what it is made of. Default 0. */
  readonly mostTries?: number;
  /** Ends with the first run in which something went wrong. */
  readonly failsFast?: boolean;
}

/** How many of the things that runs stand for had nothing go wrong. It says nothing of what no run stands for. */
export interface Coverage {
  readonly what: string;
  readonly covered: number;
  readonly of: number;
}

export interface CaseResult {
  readonly id: Case['id'];
  readonly title: string;
  readonly role: Role;
  readonly level: Level;
  readonly verdict: Verdict;
  /** Of all runs, in order of appearance. */
  readonly tags: readonly string[];
  readonly runCount: number;
  /** Of a case whose runs stand for something that can be counted. */
  readonly coverage?: Coverage;
  /** Those that did not pass, the first few with their transcripts, or all where transcripts are kept. */
  readonly runs: readonly LabelledRun[];
}

/** A run by its label. One that was reduced stands before the one that it comes from. */
export type LabelledRun = RunRecord & { readonly label: string; readonly reducedFrom?: string };

/** Runs of a case that did not pass whose transcripts are kept: a family may have thousands, of megabytes each. */
const MOST_TRANSCRIPTS = 8;

/** Whether a case exists for a role. */
export const isFor = (role: Role, { role: wanted }: Case): boolean => wanted === 'both' || wanted === role;

/** Runs a case, all its runs in turn. */
export async function runCase(one: Case, target: Target, options: CaseOptions = {}): Promise<CaseResult> {
  const { seed = 1, isThorough = false, keepsTranscripts = false, failsFast = false } = options;
  const { pick = (run: Run) => run, mostTries = 0 } = options;
  const { id, title, level } = one;
  const head = { id, title, role: target.role, level };
  const missing = (one.needs ?? []).filter((need) => !target.capabilities.has(need));
  if (missing.length > 0) return { ...head, verdict: 'unsupported', tags: missing, runCount: 0, runs: [] };
  const random = new Random(seedOf(id) ^ seed);
  const verdicts: Verdict[] = [];
  const tags = new Set<string>();
  const runs: LabelledRun[] = [];
  let index = -1;
  const carryOut = (run: Run): Promise<RunRecord> => {
    const plan = planOf(one, run, target, { seed: seedOf(`${id} ${run.origin ?? run.label}`) ^ seed, index });
    return settled(plan, target.run(plan));
  };
  for (const each of runsOf(one, { role: target.role, random, isThorough })) {
    index += 1;
    const run = pick(each);
    if (run === undefined) continue;
    const record = await carryOut(run);
    verdicts.push(record.outcome.verdict);
    for (const tag of record.outcome.tags) tags.add(tag);
    const hasFailed = record.outcome.problem !== undefined;
    const isFirst = hasFailed && runs.every(({ outcome }) => outcome.problem === undefined);
    const reduced = isFirst ? await reduceRun(run, record, carryOut, mostTries) : undefined;
    if (reduced !== undefined) runs.push(reduced);
    if (keepsTranscripts || hasFailed) {
      const isKept = keepsTranscripts || runs.length < MOST_TRANSCRIPTS;
      runs.push({ label: run.label, ...record, ...(!isKept && { transcript: [], inputs: [] }) });
    }
    if (failsFast && hasFailed) break;
  }
  const runCount = verdicts.length;
  // Left out unless thorough: nothing is known of it, and that is not a pass.
  if (runCount === 0) return { ...head, verdict: 'unsupported', tags: ['thorough'], runCount, runs };
  const covered = verdicts.filter((verdict) => verdict === 'pass' || verdict === 'tolerated').length;
  const coverage = one.runsAre === undefined ? {} : { coverage: { what: one.runsAre, covered, of: runCount } };
  return { ...head, verdict: worst(verdicts), tags: [...tags], runCount, ...coverage, runs };
}

/** The runs that a case is made of, in order. */
export function runsOf({ script }: Case, setting: Setting): Iterable<Run> {
  const made = typeof script === 'function' ? script(setting) : script;
  return 'runs' in made ? made.runs : [{ label: '', steps: made }];
}

function planOf(
  one: Case,
  run: Run,
  { role, profile, capabilities, intents = ['publish', 'play'] }: Target,
  { seed, index }: { seed: number; index: number },
): RunPlan {
  const rungs = Object.entries(rungsOf(run.pre ?? one.pre));
  const others = one.hostile === true && role === 'server';
  return {
    role,
    profile,
    level: one.level,
    intent: run.intent ?? one.intent ?? intentFor(rungs) ?? intents[0] ?? 'publish',
    records: role === 'server' || capabilities.has('records'),
    manners: { pong: true, acknowledge: true, ...one.manners, ...run.manners },
    name: `ck-${one.id.replace('.', '-')}-${index}`,
    seed,
    steps: [
      ...(others ? [ladder('conn', 'O')] : []),
      ...rungs.map(([on, rung]) => ladder(rung, on)),
      ...run.steps,
      ...(others ? [othersAlive()] : []),
      ...(role === 'server' ? [epilogue()] : []),
    ],
  };
}

const rungsOf = (pre: Case['pre']): Readonly<Record<ConnectionName, Rung>> =>
  typeof pre === 'string' ? { A: pre } : pre;

function intentFor(rungs: readonly (readonly [string, Rung])[]): Intent | undefined {
  const wanted = rungs.map(([, rung]) => intentOf(rung));
  return wanted.includes('play') ? 'play' : wanted.find((intent) => intent !== undefined);
}

/** Ends streams in order, so that a peer's log does not fill with broken connections. */
const epilogue = (): Step =>
  make('the epilogue', (scene) =>
    ['A', 'B'].flatMap((on) => {
      const isOpen = scene.has(on) && !scene.line(on).isClosed;
      if (!isOpen || !['pub', 'pubmedia', 'play', 'vod'].includes(scene.line(on).rung)) return [];
      return [send(({ line }) => deleteStream(line(on).streamId), { on, text: 'deleteStream' })];
    }),
  );

async function settled(plan: RunPlan, record: Promise<RunRecord>): Promise<RunRecord> {
  try {
    return await record;
  } catch (error) {
    const actual = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      plan,
      outcome: { verdict: 'error', tags: [], problem: { step: '', expected: 'the kit to work', actual } },
      transcript: [],
      inputs: [],
    };
  }
}
