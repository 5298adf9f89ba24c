import { cpus } from 'node:os';
import type { LoadResult } from './run-load.ts';

/** A process of the generator that uses more of a processor has no room for what comes late. */
const MOST_OF_ONE = 0.85;
/** And all of the machine, the server counted. */
const MOST_OF_ALL = 0.95;

/**
 * Why the figures say more about the generator, or about the machine, than about the server; empty when they do not.
 *
 * @param fps - frames of one stream a second: what is late by half the time of one is too late
 */
export function bottlenecks(
  { generator, server, seconds }: LoadResult,
  fps: number,
  processors = cpus().length,
): string[] {
  const found: string[] = [];
  const { cpuShares, lateUs, lagUs } = generator;
  const busiest = Math.max(0, ...cpuShares);
  const halfFrameUs = 5e5 / fps;
  if (busiest > MOST_OF_ONE) {
    found.push(`a process of the generator used ${percent(busiest)} of a processor: use more --processes`);
  }
  if (lateUs.p99 > halfFrameUs) found.push(`one frame in a hundred was sent ${ms(lateUs.p99)} late or more`);
  else if (lagUs.p99 > halfFrameUs)
    found.push(`the generator was late by ${ms(lagUs.p99)} or more, one time in a hundred`);
  const used =
    cpuShares.reduce((total, share) => total + share, 0) + (server === undefined ? 0 : server.cpuSeconds / seconds);
  if (used > MOST_OF_ALL * processors) {
    found.push(`generator and server used ${used.toFixed(1)} of ${processors} processors: the machine is full`);
  }
  return found;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
const ms = (us: number): string => `${(us / 1e3).toFixed(1)} ms`;
