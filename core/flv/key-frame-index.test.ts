import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyFrameIndex } from './key-frame-index.ts';

function indexed(places: number, count: number): number[] {
  const index = new KeyFrameIndex(places);
  for (let i = 0; i < count; i++) index.add({ at: i * 100, timestamp: i });
  return index.points.map(({ timestamp }) => timestamp);
}

describe('KeyFrameIndex', () => {
  it('holds all while there are places', () => {
    expect(indexed(5, 4)).toEqual([0, 1, 2, 3]);
    expect(indexed(0, 4)).toEqual([]);
  });

  it('drops every second one when all are taken', () => {
    expect(indexed(4, 4)).toEqual([0, 2]);
    expect(indexed(4, 6)).toEqual([0, 2, 4]);
    expect(indexed(5, 5)).toEqual([0, 2, 4]);
    expect(indexed(5, 7)).toEqual([0, 2, 4, 6]);
  });

  it('covers any number of key frames evenly, within its places, with half of them taken', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(500), (places, count) => {
        const points = indexed(places, count);
        expect(points.length).toBeLessThanOrEqual(places);
        if (count >= places) expect(points.length).toBeGreaterThanOrEqual(Math.floor(places / 2));
        const step = points.length > 1 ? points[1]! : 1;
        expect(points).toEqual(points.map((_, i) => i * step));
        if (points.length > 1) expect(count - points.at(-1)!).toBeLessThanOrEqual(2 * step);
      }),
    );
  });
});
