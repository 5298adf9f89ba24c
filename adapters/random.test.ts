import { describe, expect, it } from 'vitest';
import { fillRandom } from './random.ts';

/** As text, so that they can be told apart. */
function drawn(length: number): string {
  const bytes = new Uint8Array(length);
  fillRandom(bytes);
  return bytes.join();
}

describe('fillRandom', () => {
  it('fills any length, from none to more than the runtime gives at once', () => {
    for (const length of [0, 1, 1_528, 32_768, 32_769, 200_000]) {
      const bytes = new Uint8Array(length);
      fillRandom(bytes);
      // Of 256 bytes one in 256 is zero: a stretch of 256 zeros was not filled.
      for (let at = 0; at + 256 <= length; at += 256) {
        expect(bytes.subarray(at, at + 256).some((byte) => byte !== 0)).toBe(true);
      }
    }
  });

  it('never gives out the same bytes twice', () => {
    const all = Array.from({ length: 5_000 }, () => drawn(32));
    expect(new Set(all).size).toBe(all.length);
  });

  it('touches nothing beside what it fills', () => {
    const bytes = new Uint8Array(64);
    fillRandom(bytes.subarray(16, 48));
    expect([...bytes.subarray(0, 16), ...bytes.subarray(48)]).toEqual(new Array(32).fill(0));
  });
});
