/**
 * Benches as data. Each `*.bench.ts` exports `benches`; `npm run bench` measures them all and prints one table.
 *
 * A bench is a ratio to a limit that is measured beside it, in turns, in the same process: what else the machine does
 * strikes both, and the number means the same everywhere. Time is the process's processor time, garbage collection in
 * other threads included.
 */
export interface Bench {
  readonly name: string;
  readonly limit: Limit;
  readonly work: () => void;
  /** How often `work` does what `each` of the table is the price of. Default 1. */
  readonly count?: number;
  /** The least that the design asks for: the rate of `work` as a share of the limit's. */
  readonly target?: number;
  /** What was measured on a quiet machine when the code was last worked on. Under half of it is a regression. */
  readonly recorded: number;
  /** A promise: less than that is a regression. It is near enough to the rate that it is measured closely. */
  readonly promised?: number;
}

/** The same in its barest form: what cannot be done faster, or what another program does. */
export interface Limit {
  readonly name: string;
  readonly work: () => void;
}

/** What came of a bench. Ratios: 0.5 is half the rate of the limit. */
export interface Measured {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** Of one of `count`, nanoseconds. */
  readonly eachNs: number;
}

/** Processor milliseconds since some instant. */
export type Clock = () => number;

const sink: { kept: unknown } = { kept: undefined };

/** Keeps a result within reach until the next one, so that no work can be optimized away. */
export function keep(value: unknown): void {
  sink.kept = value;
}

const ROUNDS = 15;
/** Of each of the two in each round: many times what the clock resolves and what one garbage collection takes. */
const ROUND_MS = 20;
const WARM_UP_MS = 150;

/** Measures in rounds, limit and work by turns; closely where there is a promise. */
export function measure(bench: Bench, clock: Clock = processorMs): Measured {
  return bench.promised === undefined ? measureRoughly(bench, clock) : measureClosely(bench, clock);
}

function measureRoughly({ work, limit, count = 1 }: Bench, clock: Clock): Measured {
  const limitRuns = runsFor(limit.work, ROUND_MS, clock);
  const workRuns = runsFor(work, ROUND_MS, clock);
  const ratios: number[] = [];
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const limitMs = msFor(limit.work, limitRuns, clock) / limitRuns;
    const workMs = msFor(work, workRuns, clock) / workRuns;
    ratios.push(limitMs / workMs);
    times.push(workMs);
  }
  const [least, median, most] = spread(ratios);
  const [, medianMs] = spread(times);
  return { least, median, most, eachNs: (medianMs * 1e6) / count };
}

const CLOSE_ROUNDS = 9;
/** In one round. */
const TURNS = 40;
/** So short that most turns are struck by nothing: neither another program nor a garbage collection. */
const TURN_MS = 1.5;

/**
 * Measures what differs by little on a machine that others use. Whatever else it does makes turns longer and never shorter,
 * so of many short ones the quarter that took least is told by the work alone; and the turns go A B B A, so that neither
 * gains by what comes and goes. What a garbage collection takes does not count.
 */
function measureClosely({ work, limit, count = 1 }: Bench, clock: Clock): Measured {
  const limitRuns = runsFor(limit.work, TURN_MS, clock);
  const workRuns = runsFor(work, TURN_MS, clock);
  const ratios: number[] = [];
  const times: number[] = [];
  for (let round = 0; round < CLOSE_ROUNDS; round++) {
    const limitMs: number[] = [];
    const workMs: number[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      limitMs.push(msFor(limit.work, limitRuns, clock));
      workMs.push(msFor(work, workRuns, clock), msFor(work, workRuns, clock));
      limitMs.push(msFor(limit.work, limitRuns, clock));
    }
    const workTime = lowQuarter(workMs) / workRuns;
    ratios.push(lowQuarter(limitMs) / limitRuns / workTime);
    times.push(workTime);
  }
  const [least, median, most] = spread(ratios);
  const [, medianMs] = spread(times);
  return { least, median, most, eachNs: (medianMs * 1e6) / count };
}

/** Whether a bench has become so slow that no busy machine explains it, or slower than was promised. */
export function isRegression(bench: Bench, { median }: Measured): boolean {
  return !(median >= leastOf(bench));
}

/** Less is a regression. */
export function leastOf({ recorded, promised = recorded / 2 }: Bench): number {
  return promised;
}

/**
 * So often is measured what looks like a regression: one that is there every time is one. On two processors beside a load of 17
 * the median of the smallest work came down to 0.52 of what is recorded; what has halved stays under that each time.
 */
const MOST_MEASUREMENTS = 5;

export function measureSurely(bench: Bench, clock: Clock = processorMs): Measured {
  let measured = measure(bench, clock);
  for (let times = 1; times < MOST_MEASUREMENTS && isRegression(bench, measured); times++)
    measured = measure(bench, clock);
  return measured;
}

/** How many runs take so long; the code is warm then. */
function runsFor(work: () => void, leastMs: number, clock: Clock): number {
  let spentMs = 0;
  for (let runs = 1; ; runs *= 2) {
    const ms = msFor(work, runs, clock);
    spentMs += ms;
    if (ms >= leastMs && spentMs >= WARM_UP_MS) return Math.ceil((runs * leastMs) / ms);
  }
}

function msFor(work: () => void, runs: number, clock: Clock): number {
  const start = clock();
  for (let run = 0; run < runs; run++) work();
  return clock() - start;
}

function spread(values: number[]): [least: number, median: number, most: number] {
  values.sort((a, b) => a - b);
  return [values[0]!, values[values.length >> 1]!, values.at(-1)!]; // one for each round
}

/** A quarter took less. */
function lowQuarter(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[values.length >> 2]!; // one for each turn
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
