import { describe, expect, it } from 'vitest';
import { Pacing } from './pacing.ts';

/** When frames of these times are presented, the first at 1000. */
function instants(...times: readonly number[]): number[] {
  const pacing = new Pacing();
  return times.map((time) => pacing.instantOf(pacing.place(time, 1_000)));
}

describe('Pacing', () => {
  it('presents the first frame now and the others as much later as their times say', () => {
    expect(instants(500, 540, 530, 1_500)).toEqual([1_000, 1_040, 1_030, 2_000]);
  });

  it('goes on where the 32 bits of time turn over (FLV-4)', () => {
    expect(instants(0xfffffff0, 0x10)).toEqual([1_000, 1_032]);
    expect(instants(0x7ffffff0, 0x80000010)).toEqual([1_000, 1_032]);
  });

  it('waits for a still picture, and for no more than a minute (Q-65)', () => {
    expect(instants(0, 60_000, 120_001, 120_041)).toEqual([1_000, 61_000, 61_000, 61_040]);
  });

  it('goes on where times begin again', () => {
    expect(instants(5_000, 9_000, 8_000, 0, 40)).toEqual([1_000, 5_000, 4_000, 4_000, 4_040]);
  });

  it('has nothing wait for a first frame that is not there', () => {
    const pacing = new Pacing();
    expect(pacing.instantOf(pacing.elapsed)).toBe(Number.NEGATIVE_INFINITY);
    pacing.place(0, 0);
    pacing.place(40, 0);
    expect(pacing.elapsed).toBe(40);
    pacing.restart();
    expect([pacing.elapsed, pacing.instantOf(0)]).toEqual([0, Number.NEGATIVE_INFINITY]);
  });

  it('moves by the length of a pause, however often it is said', () => {
    const pacing = new Pacing();
    pacing.resume(0);
    pacing.place(0, 0);
    pacing.pause(1_000);
    pacing.pause(2_000);
    expect(pacing.isPaused).toBe(true);
    pacing.resume(5_000);
    pacing.resume(6_000);
    expect(pacing.isPaused).toBe(false);
    expect(pacing.instantOf(pacing.place(40, 6_000))).toBe(4_040);
    pacing.restart();
    pacing.pause(7_000);
    pacing.resume(8_000);
    expect(pacing.instantOf(pacing.place(40, 8_000))).toBe(8_000);
  });
});
