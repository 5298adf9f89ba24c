import type { LoadReport } from '../generator/load-report.ts';
import type { Circumstances } from './machine.ts';
import type { ServerName } from './servers.ts';

/** Along what the load grows: players of one stream, or publishers with one player each. */
export type Curve = 'players' | 'publishers';

/** One measurement. */
export interface ScalingPoint {
  readonly curve: Curve;
  readonly server: ServerName;
  /** Players, or publishers. */
  readonly count: number;
  readonly fps: number;
  /** Microseconds. */
  readonly cpuUsPerFrame: number;
  readonly delayP50Ms: number;
  readonly delayP99Ms: number;
  readonly memoryBytes: number;
  /** Every frame came as it was sent. */
  readonly isClean: boolean;
  readonly bottlenecks: readonly string[];
}

/** What a run of the script leaves behind. */
export interface Scaling extends Circumstances {
  readonly points: readonly ScalingPoint[];
}

export const COUNTS: Readonly<Record<Curve, readonly number[]>> = {
  players: [100, 200, 500, 1_000, 2_000, 5_000],
  publishers: [10, 50, 200, 500, 1_000],
};

/**
 * Frames that are delivered a second: as many as every server here carries on one processor. With more connections each stream
 * has fewer frames, so that what grows is the number of connections and nothing else.
 */
const FRAMES: Readonly<Record<Curve, number>> = { players: 30_000, publishers: 6_000 };

/** Frames a second of each stream. */
export function fpsOf(curve: Curve, count: number): number {
  return Math.round(FRAMES[curve] / count);
}

/** Options of `millrace load` for one point. */
export function loadOf(curve: Curve, count: number): string[] {
  const publishers = curve === 'players' ? 1 : count;
  const ramp = Math.max(1, count / 1_000);
  return [
    ...['--publishers', `${publishers}`, '--players', `${count}`, '--fps', `${fpsOf(curve, count)}`],
    ...['--ramp', `${ramp}`, '--verify', 'sample'],
  ];
}

export function pointOf(curve: Curve, server: ServerName, count: number, report: LoadReport): ScalingPoint {
  const { delayUs, isClean, bottlenecks, server: used } = report;
  return {
    ...{ curve, server, count, fps: fpsOf(curve, count), isClean, bottlenecks },
    cpuUsPerFrame: used?.cpuUsPerFrame ?? 0,
    memoryBytes: used?.memoryBytes ?? 0,
    delayP50Ms: delayUs.p50 / 1e3,
    delayP99Ms: delayUs.p99 / 1e3,
  };
}
