import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from './histogram.ts';

const values = fc.array(fc.double({ min: 0, max: 2 ** 39, noNaN: true }), { minLength: 1, maxLength: 200 });

describe('Histogram', () => {
  it('tells quantiles with an error below 2 %, and small values exactly', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (recorded, share) => {
        const histogram = new Histogram();
        for (const value of recorded) histogram.record(value);
        const sorted = recorded.map(Math.floor).sort((left, right) => left - right);
        const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
        const told = histogram.quantile(share);
        expect(told).toBeGreaterThanOrEqual(exact);
        expect(told).toBeLessThanOrEqual(exact < 128 ? exact : exact * 1.02);
      }),
    );
  });

  it('is the same whether one counts all or several are added', () => {
    fc.assert(
      fc.property(values, values, (left, right) => {
        const [one, other, both] = [new Histogram(), new Histogram(), new Histogram()];
        for (const value of left) one.record(value);
        for (const value of right) other.record(value);
        for (const value of [...left, ...right]) both.record(value);
        const joined = new Histogram();
        for (const part of [one, other]) joined.add(JSON.parse(JSON.stringify(part.counts())));
        expect([joined.total, joined.quantiles()]).toEqual([both.total, both.quantiles()]);
      }),
    );
  });

  it('says 0 of nothing, and takes what is negative or beyond bounds at the ends', () => {
    expect(new Histogram().quantiles()).toEqual({ p50: 0, p99: 0, max: 0 });
    const histogram = new Histogram();
    histogram.record(-5);
    expect(histogram.quantile(1)).toBe(0);
    histogram.record(Number.MAX_VALUE);
    expect(histogram.quantile(1)).toBe(2 ** 40 - 1);
  });
});
