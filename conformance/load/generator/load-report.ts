import { bottlenecks } from './bottleneck.ts';
import type { Quantiles } from './histogram.ts';
import type { LoadPlan } from './load-plan.ts';
import type { LoadResult } from './run-load.ts';

/** Everything about a run, for programs. */
export interface LoadReport extends LoadResult {
  readonly plan: Omit<LoadPlan, 'url'>;
  /** Why the figures say little about the server; empty when they do not. */
  readonly bottlenecks: readonly string[];
  /** Every frame came to every player, once, in order, as it was sent, and no connection broke. */
  readonly isClean: boolean;
}

/** @returns plain data: without the URL, which may hold a password */
export function loadReport({ url: _, ...plan }: LoadPlan, result: LoadResult): LoadReport {
  const { lost, outOfOrder, doubled, damaged } = result.integrity;
  const isClean = lost + outOfOrder + doubled + damaged === 0 && result.broken === undefined;
  return { plan, ...result, bottlenecks: bottlenecks(result, plan.fps), isClean };
}

/** The report for people: lines that end with a newline. */
export function reportText(report: LoadReport): string {
  const { plan, seconds, integrity, delayUs, joinUs, idle, server, generator, broken } = report;
  const { publishers, players, fps, frameBytes, chunkSize } = plan;
  const lines = [
    `${publishers} publishers, ${players} players, ${fps} frames of ${frameBytes} bytes a second, chunks of ${chunkSize} bytes, ${seconds.toFixed(1)} s`,
  ];
  const row = (name: string, text: string): void => void lines.push(`  ${name.padEnd(12)} ${text}`);
  if (players > 0) {
    const { lost, outOfOrder, doubled, damaged } = integrity;
    row(
      'delivered',
      `${report.delivered} frames of ${report.due}, ${(report.delivered / seconds).toFixed(0)} a second`,
    );
    row('integrity', `${lost} lost, ${outOfOrder} out of order, ${doubled} doubled, ${damaged} damaged`);
    row('delay', quantiles(delayUs));
  }
  if (joinUs !== undefined) row('join', `${quantiles(joinUs)}, to the first key frame`);
  if (idle !== undefined) {
    row(
      'connections',
      `${plan.idle}, ${idle.connectionsPerSecond.toFixed(0)} a second, each ${quantiles(idle.joinUs)}`,
    );
    if (idle.serverCpuUs !== undefined && idle.serverMemoryBytes !== undefined) {
      row(
        '',
        `each ${idle.serverCpuUs.toFixed(0)} µs of the server's processor, ${(idle.serverMemoryBytes / 1e3).toFixed(1)} kB of its memory`,
      );
    }
  }
  if (server !== undefined) {
    const perFrame =
      server.cpuUsPerFrame === undefined ? '' : `, ${server.cpuUsPerFrame.toFixed(2)} µs per frame delivered`;
    row('server', `${share(server.cpuSeconds / seconds)} of a processor${perFrame}`);
    row(
      '',
      `${megabytes(server.memoryBytes)}, at most ${megabytes(server.peakMemoryBytes)}, ${server.processCount} processes`,
    );
  }
  row(
    'generator',
    `${generator.cpuShares.map(share).join(' + ')} of a processor; sent late by ${quantiles(generator.lateUs)}`,
  );
  if (broken !== undefined) row('broken', broken);
  for (const reason of report.bottlenecks) row('bottleneck', reason);
  return `${lines.join('\n')}\n`;
}

const ms = (us: number): string => (us / 1e3).toFixed(us < 9_995 ? 2 : 1);
const quantiles = ({ p50, p99, max }: Quantiles): string => `p50 ${ms(p50)} ms, p99 ${ms(p99)} ms, max ${ms(max)} ms`;
const share = (part: number): string => `${(100 * part).toFixed(0)} %`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
