import { describe, expect, it } from 'vitest';
import { bottlenecks } from './bottleneck.ts';
import type { LoadPlan } from './load-plan.ts';
import { type LoadReport, loadReport, reportText } from './load-report.ts';
import type { LoadResult } from './run-load.ts';

const plan: LoadPlan = {
  url: { scheme: 'rtmp', host: 'h', port: 1935, app: 'live', name: '', tcUrl: 'rtmp://h/live', credentials: undefined },
  ...{ streamPrefix: 'a', publishers: 1, players: 10, idle: 0, fps: 30, frameBytes: 8_192, keyFrameEvery: 60 },
  ...{ chunkSize: 4_096, warmupSeconds: 0, durationSeconds: 10, rampSeconds: 1, verify: 'all', processes: 1 },
};
const none = { p50: 0, p99: 0, max: 0 };
const result: LoadResult = {
  ...{ seconds: 10, sent: 300, due: 3_000, delivered: 3_000, idle: undefined, broken: undefined },
  integrity: { received: 3_200, lost: 0, outOfOrder: 0, doubled: 0, damaged: 0 },
  delayUs: { p50: 1_200, p99: 3_400, max: 12_000 },
  joinUs: { p50: 5_000, p99: 9_000, max: 10_000 },
  server: { cpuSeconds: 0.1, cpuUsPerFrame: 33.333, memoryBytes: 80e6, peakMemoryBytes: 90e6, processCount: 1 },
  generator: { cpuShares: [0.1], lateUs: none, lagUs: none },
};

const textOf = (report: LoadReport) =>
  reportText(report)
    .trim()
    .split('\n')
    .map((line) => line.trim());

describe('the report of a load', () => {
  it('is a table for people', () => {
    expect(textOf(loadReport(plan, result))).toEqual([
      '1 publishers, 10 players, 30 frames of 8192 bytes a second, chunks of 4096 bytes, 10.0 s',
      'delivered    3000 frames of 3000, 300 a second',
      'integrity    0 lost, 0 out of order, 0 doubled, 0 damaged',
      'delay        p50 1.20 ms, p99 3.40 ms, max 12.0 ms',
      'join         p50 5.00 ms, p99 9.00 ms, max 10.0 ms, to the first key frame',
      'server       1 % of a processor, 33.33 µs per frame delivered',
      '80 MB, at most 90 MB, 1 processes',
      'generator    10 % of a processor; sent late by p50 0.00 ms, p99 0.00 ms, max 0.00 ms',
    ]);
  });

  it('tells of connections at rest, and of nothing that was not there', () => {
    const idle = { connectionsPerSecond: 1_000, joinUs: none, serverCpuUs: 120, serverMemoryBytes: 12_345 };
    const { integrity } = result;
    const only = {
      ...result,
      delivered: 0,
      idle,
      joinUs: undefined,
      server: undefined,
      integrity: { ...integrity, received: 0 },
    };
    expect(textOf(loadReport({ ...plan, players: 0, publishers: 0, idle: 50 }, only)).slice(1, -1)).toEqual([
      'connections  50, 1000 a second, each p50 0.00 ms, p99 0.00 ms, max 0.00 ms',
      "each 120 µs of the server's processor, 12.3 kB of its memory",
    ]);
  });

  it('is clean only when nothing happened to any frame, and no connection broke', () => {
    expect(loadReport(plan, result).isClean).toBe(true);
    for (const key of ['lost', 'outOfOrder', 'doubled', 'damaged'] as const) {
      expect(loadReport(plan, { ...result, integrity: { ...result.integrity, [key]: 1 } }).isClean).toBe(false);
    }
    const report = loadReport(plan, { ...result, broken: 'it ended the connection' });
    expect(report.isClean).toBe(false);
    expect(textOf(report).at(-1)).toBe('broken       it ended the connection');
  });

  it('holds no URL: that may be secret', () => {
    expect(JSON.stringify(loadReport(plan, result))).not.toContain('rtmp:');
  });
});

describe('bottlenecks', () => {
  const { generator } = result;

  it('finds none where there is room', () => {
    expect(bottlenecks(result, 30, 2)).toEqual([]);
  });

  it.each<[Partial<LoadResult>, string]>([
    [
      { generator: { ...generator, cpuShares: [0.2, 0.9] } },
      'a process of the generator used 90 % of a processor: use more --processes',
    ],
    [
      { generator: { ...generator, lateUs: { ...none, p99: 17_000 } } },
      'one frame in a hundred was sent 17.0 ms late or more',
    ],
    [
      { generator: { ...generator, lagUs: { ...none, p99: 17_000 } } },
      'the generator was late by 17.0 ms or more, one time in a hundred',
    ],
    [
      { server: { cpuSeconds: 19, cpuUsPerFrame: 1, memoryBytes: 0, peakMemoryBytes: 0, processCount: 1 } },
      'generator and server used 2.0 of 2 processors: the machine is full',
    ],
  ])('says what the figures are worth: %#', (part, reason) => {
    const fuller = { ...result, ...part };
    expect(bottlenecks(fuller, 30, 2)).toEqual([reason]);
    expect(loadReport(plan, fuller).isClean).toBe(true);
  });
});
