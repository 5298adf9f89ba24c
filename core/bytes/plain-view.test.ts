import { describe, expect, it } from 'vitest';
import { plainView } from './plain-view.ts';
import { hex } from './testing/hex.ts';

class Derived extends Uint8Array {}

describe('plainView', () => {
  it('gives back what is plain and wanted whole', () => {
    const bytes = hex('01 02 03').subarray(1);
    expect(plainView(bytes)).toBe(bytes);
  });

  it('views the same memory from a place on', () => {
    const bytes = hex('01 02 03 04').subarray(1);
    const view = plainView(bytes, 1);
    bytes[1] = 9;
    expect(view).toEqual(hex('09 04'));
  });

  it('makes a plain view of an array of another class, as those of Node.js are', () => {
    const derived = Derived.from([1, 2, 3]);
    const view = plainView(derived);
    expect(view.constructor).toBe(Uint8Array);
    derived[0] = 7;
    expect([...view]).toEqual([7, 2, 3]);
    expect([...plainView(derived, 2)]).toEqual([3]);
  });
});
