import { describe, expect, it } from 'vitest';
import { ByteCounter } from './byte-counter.ts';

describe('ByteCounter', () => {
  it('says when the mark is reached, and goes on saying so until the mark is moved', () => {
    const counter = new ByteCounter(0);
    counter.setMark(10);
    expect([counter.add(9), counter.add(1), counter.add(0), counter.add(5)]).toEqual([false, true, true, true]);
    counter.setMark(16);
    expect([counter.add(0), counter.add(1)]).toEqual([false, true]);
    expect(counter.total).toBe(16);
  });

  it('has no mark at first', () => {
    expect(new ByteCounter(5).add(Number.MAX_SAFE_INTEGER - 5)).toBe(false);
  });

  it('CHK-42: counts on beyond 2^32', () => {
    const counter = new ByteCounter(0xffff_ffff);
    counter.add(2);
    expect(counter.total).toBe(2 ** 32 + 1);
  });
});
