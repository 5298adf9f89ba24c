import { describe, expect, it } from 'vitest';
import type { LoadReport } from '../generator/load-report.ts';
import { compare, doubts, markdownOf, type Round, spreadOf } from './comparison.ts';
import type { Row } from './rows.ts';
import { COUNTS, fpsOf, loadOf, pointOf, type Scaling } from './scaling.ts';
import { scalingPlot } from './scaling-plot.ts';

const none = { p50: 0, p99: 0, max: 0 };

/** A report in which all went well. */
function report(cpuUsPerFrame: number, bottlenecks: readonly string[] = []): LoadReport {
  return {
    plan: {
      ...{ streamPrefix: 'a', publishers: 1, players: 1, idle: 0, fps: 30, frameBytes: 8_192, keyFrameEvery: 60 },
      ...{ chunkSize: 4_096, warmupSeconds: 0, durationSeconds: 1, rampSeconds: 1, verify: 'all', processes: 1 },
    },
    ...{ seconds: 1, sent: 30, due: 30, delivered: 30, idle: undefined, broken: undefined, isClean: true, bottlenecks },
    integrity: { received: 30, lost: 0, outOfOrder: 0, doubled: 0, damaged: 0 },
    delayUs: { p50: 1_000, p99: 5_000, max: 9_000 },
    joinUs: none,
    server: { cpuSeconds: 1, cpuUsPerFrame, memoryBytes: 1e6, peakMemoryBytes: 2e6, processCount: 1 },
    generator: { cpuShares: [0.1], lateUs: none, lagUs: none },
  };
}

describe('spreadOf', () => {
  it('tells the middle, and the mean of the two in the middle', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
    expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 });
  });
});

describe('the comparison of servers', () => {
  const cpu = { name: 'CPU', unit: 'µs', of: ({ server }: LoadReport) => server?.cpuUsPerFrame };
  const [ours, theirs] = ['millrace', 'nginx-rtmp'] as const;
  const row: Row = {
    ...{ name: 'r', load: [], servers: [ours, theirs] },
    claims: [
      { ours, theirs, measure: cpu, target: 1 },
      { ours, theirs, measure: cpu, target: 0.5 },
      { ours, theirs: 'node-media-server', measure: cpu, target: 0.3 },
    ],
  };
  const round = (left: number, right: number): Round => ({ millrace: report(left), 'nginx-rtmp': report(right) });

  it('is of ratios within a round, by their median, and leaves out who was not measured', () => {
    const verdicts = compare(row, [round(8, 10), round(80, 90), round(7, 10)]);
    expect(verdicts.map(({ ratio, verdict }) => [ratio, verdict])).toEqual([
      [{ median: 0.8, least: 0.7, most: 8 / 9 }, 'reached'],
      [{ median: 0.8, least: 0.7, most: 8 / 9 }, 'missed by 60 %'],
    ]);
    expect(markdownOf(verdicts).split('\n')[2]).toBe(
      '| r | CPU | millrace 8.00 µs | nginx-rtmp 10.0 µs | 0.80 (0.70 to 0.89) | at most 1 | reached |',
    );
  });

  it('counts no round in which a frame was lost', () => {
    const lossy: Round = { millrace: { ...report(1), isClean: false }, 'nginx-rtmp': report(10) };
    expect(compare(row, [lossy, round(8, 10)])).toMatchObject([
      { ratio: { median: 0.8, least: 0.8, most: 0.8 }, rounds: 1 },
      { rounds: 1 },
    ]);
    expect(compare(row, [lossy])).toEqual([]);
  });

  it('says once what spoils the figures', () => {
    const full = { millrace: report(1, ['the machine is full']), 'nginx-rtmp': report(1) };
    const integrity = { received: 29, lost: 1, outOfOrder: 0, doubled: 0, damaged: 0 };
    const lossy: Round = { millrace: { ...report(1), integrity, isClean: false, broken: 'it ended' } };
    expect(doubts([full, full, round(1, 1)])).toEqual(['millrace: the machine is full']);
    expect(doubts([lossy])).toEqual([
      'millrace: 1 lost, 0 out of order, 0 doubled, 0 damaged: this round does not count',
      'millrace: it ended',
    ]);
  });
});

describe('the scaling curve', () => {
  it('delivers as many frames whatever the number of connections', () => {
    expect([100, 1_000, 5_000].map((count) => fpsOf('players', count))).toEqual([300, 30, 6]);
    expect(loadOf('publishers', 500)).toContain('12');
  });

  it('is drawn with every server and count, in numbers that are numbers', () => {
    const points = (['players', 'publishers'] as const).flatMap((curve) =>
      COUNTS[curve].flatMap((count) => [
        pointOf(curve, 'millrace', count, report(count / 100)),
        pointOf(curve, 'nginx-rtmp', count, report(8, ['a & <b>'])),
      ]),
    );
    const about = {
      command: '',
      date: '2026-01-02T03:04:05Z',
      processor: 'P',
      processors: 2,
      memoryBytes: 1,
      kernel: '',
    };
    const scaling: Scaling = { ...about, node: '20', isPinned: true, versions: { millrace: '1.2.3' }, points };
    const svg = scalingPlot(scaling);
    expect([svg.startsWith('<svg '), svg.endsWith('</svg>\n')]).toEqual([true, true]);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    for (const text of ['millrace 1.2.3', 'nginx-rtmp', '5000', '2026-01-02', 'a &amp; &lt;b>'])
      expect(svg).toContain(text);
    expect(svg.match(/<polyline/g)).toHaveLength(12);
    expect(svg.match(/<circle/g)).toHaveLength(44);
    expect(scalingPlot({ ...scaling, points: [] })).not.toMatch(/NaN|Infinity/);
  });
});
