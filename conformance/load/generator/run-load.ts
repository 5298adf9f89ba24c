import type { GeneratorProcess, Integrity, JoinCounts, SentCounts, WindowCounts } from './generator-process.ts';
import { Histogram, type HistogramCounts, type Quantiles } from './histogram.ts';
import type { LoadPlan } from './load-plan.ts';
import { type ProcessUse, readProcessUse } from './process-meter.ts';

/** What a load showed. Times of frames and joins are microseconds. */
export interface LoadResult {
  /** How long was measured. */
  readonly seconds: number;
  /** Of the window: sent by publishers, due at players by that, and received by them. */
  readonly sent: number;
  readonly due: number;
  readonly delivered: number;
  /** Of the whole run. */
  readonly integrity: Integrity;
  readonly delayUs: Quantiles;
  readonly joinUs: Quantiles | undefined;
  readonly idle: IdleResult | undefined;
  readonly server: ServerResult | undefined;
  readonly generator: GeneratorResult;
  /** Of the connections that broke after they had joined, the first one's reason. */
  readonly broken: string | undefined;
}

export interface IdleResult {
  readonly connectionsPerSecond: number;
  readonly joinUs: Quantiles;
  /** What the server used while they joined, for each of them. */
  readonly serverCpuUs: number | undefined;
  readonly serverMemoryBytes: number | undefined;
}

export interface ServerResult {
  readonly cpuSeconds: number;
  /** For each frame that a player received; `undefined` when there was none. */
  readonly cpuUsPerFrame: number | undefined;
  readonly memoryBytes: number;
  readonly peakMemoryBytes: number;
  readonly processCount: number;
}

export interface GeneratorResult {
  /** Of each process, of one processor. */
  readonly cpuShares: readonly number[];
  readonly lateUs: Quantiles;
  readonly lagUs: Quantiles;
}

/**
 * Runs a load from the first connection to the last frame.
 *
 * @param processes - as many as the plan says
 * @param pid - of a server on this machine whose processor time and memory are told
 * @throws ClientError when a connection fails before all is set up; ProcessMeterError
 */
export async function runLoad(
  plan: LoadPlan,
  processes: readonly GeneratorProcess[],
  pid: number | undefined,
): Promise<LoadResult> {
  try {
    return await measured(plan, processes, pid);
  } catch (error) {
    await Promise.allSettled(processes.map((one) => one.close()));
    throw error;
  }
}

async function measured(
  plan: LoadPlan,
  processes: readonly GeneratorProcess[],
  pid: number | undefined,
): Promise<LoadResult> {
  const use = (): ProcessUse | undefined => (pid === undefined ? undefined : readProcessUse(pid));
  use();
  const all = <T>(call: (one: GeneratorProcess) => Promise<T>): Promise<T[]> => Promise.all(processes.map(call));
  const idle = plan.idle === 0 ? undefined : await rest(plan, () => all((one) => one.rest()), use);
  await all((one) => one.publish());
  const joins = await all((one) => one.play());
  await pause(plan.warmupSeconds * 1e3);
  await all((one) => one.openWindow());
  const [began, before] = [performance.now(), use()];
  await pause(plan.durationSeconds * 1e3);
  const [seconds, after] = [(performance.now() - began) / 1e3, use()];
  const windows = await all((one) => one.closeWindow());
  const sent: SentCounts = Object.assign({}, ...(await all((one) => one.stop())));
  const integrity = (await all((one) => one.settle(sent))).reduce(joinIntegrity);
  const [broken] = (await all((one) => one.close())).filter((reason) => reason !== undefined);
  const delivered = sum(windows, (window) => window.delivered);
  return {
    seconds,
    sent: sum(windows, (window) => window.sent),
    due: Math.round(seconds * plan.fps * (plan.publishers === 0 ? 0 : plan.players)),
    delivered,
    integrity,
    delayUs: joined(windows, (window) => window.delay),
    joinUs: plan.players === 0 ? undefined : joined(joins, ({ join }) => join),
    idle,
    server: before && after && serverResult(before, after, delivered),
    generator: generatorResult(windows),
    broken,
  };
}

/** What a server does with connections right after it took them is part of their price. */
const REST_MS = 2_000;

async function rest(
  plan: LoadPlan,
  join: () => Promise<JoinCounts[]>,
  use: () => ProcessUse | undefined,
): Promise<IdleResult> {
  const [began, before] = [performance.now(), use()];
  const joins = await join();
  const seconds = (performance.now() - began) / 1e3;
  await pause(REST_MS);
  const after = use();
  return {
    connectionsPerSecond: plan.idle / seconds,
    joinUs: joined(joins, (one) => one.join),
    serverCpuUs: before && after && ((after.cpuSeconds - before.cpuSeconds) * 1e6) / plan.idle,
    serverMemoryBytes: before && after && (after.memoryBytes - before.memoryBytes) / plan.idle,
  };
}

function serverResult(before: ProcessUse, after: ProcessUse, delivered: number): ServerResult {
  const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
  const { memoryBytes, peakMemoryBytes, processCount } = after;
  const cpuUsPerFrame = delivered === 0 ? undefined : (cpuSeconds * 1e6) / delivered;
  return { cpuSeconds, cpuUsPerFrame, memoryBytes, peakMemoryBytes, processCount };
}

function generatorResult(windows: readonly WindowCounts[]): GeneratorResult {
  return {
    cpuShares: windows.map(({ self }) => self.cpuShare),
    lateUs: joined(windows, ({ late }) => late),
    lagUs: joined(windows, ({ self }) => self.lag),
  };
}

function joined<T>(parts: readonly T[], countsOf: (part: T) => HistogramCounts): Quantiles {
  const histogram = new Histogram();
  for (const part of parts) histogram.add(countsOf(part));
  return histogram.quantiles();
}

function sum<T>(parts: readonly T[], of: (part: T) => number): number {
  return parts.reduce((total, part) => total + of(part), 0);
}

function joinIntegrity(left: Integrity, right: Integrity): Integrity {
  return {
    received: left.received + right.received,
    lost: left.lost + right.lost,
    outOfOrder: left.outOfOrder + right.outOfOrder,
    doubled: left.doubled + right.doubled,
    damaged: left.damaged + right.damaged,
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
