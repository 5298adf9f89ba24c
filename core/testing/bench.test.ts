import { describe, expect, it } from 'vitest';
import { type Bench, isRegression, measure, measureSurely } from './bench.ts';

/** Work that takes so long on a clock of its own. */
function costing(ms: number, slowRuns = 0): { readonly bench: Bench; readonly clock: () => number } {
  let now = 0;
  let runs = 0;
  const limit = {
    name: 'a tenth of it',
    work: () => {
      now += 1;
    },
  };
  const work = () => {
    runs += 1;
    now += runs <= slowRuns ? 100 * ms : ms;
  };
  return { bench: { name: 'work', limit, work, count: 5, recorded: 0.1 }, clock: () => now };
}

describe('measure', () => {
  it('tells the rate as a share of the limit’s, with its spread, and the price of each', () => {
    const { bench, clock } = costing(10);
    expect(measure(bench, clock)).toEqual({ least: 0.1, median: 0.1, most: 0.1, eachNs: 2e6 });
  });
});

describe('measure, of a promise', () => {
  it('tells what differs by little, though most turns take many times what they should', () => {
    let now = 0;
    let turns = 0;
    // The machine strikes two turns of three, by no rhythm that a round has.
    const taking = (ms: number) => () => {
      now += ms + (turns++ % 3 === 0 ? 0 : 400);
    };
    const bench = { name: 'work', work: taking(2.02), limit: { name: 'a little less', work: taking(2) }, recorded: 1 };
    const { least, most } = measure({ ...bench, promised: 0.98 }, () => now);
    expect([least, most]).toEqual([expect.closeTo(2 / 2.02, 3), expect.closeTo(2 / 2.02, 3)]);
  });

  it('fails the least that is less, which no other bench would', () => {
    const measured = { least: 0.09, median: 0.09, most: 0.09, eachNs: 1 };
    expect(isRegression(costing(10).bench, measured)).toBe(false);
    expect(isRegression({ ...costing(10).bench, promised: 0.0901 }, measured)).toBe(true);
    expect(isRegression({ ...costing(10).bench, promised: 0.09 }, measured)).toBe(false);
  });
});

describe('the guard', () => {
  it.each([
    [10, false],
    [19, false],
    [21, true],
    [Number.NaN, true],
  ])('work recorded at a tenth of the limit and now %d times its price: regression %s', (ms, expected) => {
    const measured = { least: 1 / ms, median: 1 / ms, most: 1 / ms, eachNs: 1 };
    expect(isRegression(costing(10).bench, measured)).toBe(expected);
  });

  it('measures again, so that what only a busy machine made slow is none', () => {
    const { bench, clock } = costing(10, 15);
    expect(isRegression(bench, measure(bench, clock))).toBe(true);
    const again = costing(10, 15);
    expect(isRegression(again.bench, measureSurely(again.bench, again.clock))).toBe(false);
  });

  it('finds what is slow every time, however little past the half', () => {
    const { bench, clock } = costing(21);
    expect(isRegression(bench, measureSurely(bench, clock))).toBe(true);
  });
});
