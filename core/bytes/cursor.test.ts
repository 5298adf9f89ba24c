import { describe, expect, it } from 'vitest';
import { ByteCursor } from './cursor.ts';
import { hex } from './testing/hex.ts';

describe('ByteCursor', () => {
  it('reads integers in network byte order, one after another', () => {
    const cursor = new ByteCursor(hex('ff  80 01  fe dc ba  89 ab cd ef  ff c4'));
    expect(cursor.u8()).toBe(0xff);
    expect(cursor.u16()).toBe(0x8001);
    expect(cursor.u24()).toBe(0xfedcba);
    expect(cursor.u32()).toBe(0x89abcdef);
    expect(cursor.s16()).toBe(-60);
    expect(cursor.remaining).toBe(0);
  });

  it('reads a message stream id in little-endian order, unsigned', () => {
    expect(new ByteCursor(hex('39 30 00 00')).u32le()).toBe(12345);
    expect(new ByteCursor(hex('ff ff ff ff')).u32le()).toBe(0xffffffff);
  });

  it('reads a double', () => {
    expect(new ByteCursor(hex('c0 9f 40 00 00 00 00 00')).f64()).toBe(-2000);
  });

  it('reads within its range and says how much is left', () => {
    const cursor = new ByteCursor(hex('00 01 02 03 04'), 1, 4);
    expect(cursor.remaining).toBe(3);
    expect(cursor.u8()).toBe(1);
    expect(cursor.position).toBe(2);
    cursor.skip(1);
    expect(cursor.u8()).toBe(3);
    expect(cursor.remaining).toBe(0);
  });

  it('reads a buffer that is itself a part of a larger one', () => {
    const part = hex('aa bb 00 07 cc').subarray(2, 4);
    expect(new ByteCursor(part).u16()).toBe(7);
  });

  it('takes a view of the borrowed buffer, not a copy', () => {
    const bytes = hex('00 01 02 03');
    const cursor = new ByteCursor(bytes, 1);
    const taken = cursor.take(2);
    bytes[1] = 9;
    expect(taken).toEqual(hex('09 02'));
    expect(cursor.position).toBe(3);
  });

  it('refuses to read past its end, even where the buffer goes on, and stays where it is', () => {
    const cursor = new ByteCursor(hex('00 01 02 03'), 0, 3);
    expect(() => cursor.u32()).toThrow(new RangeError('expected 4 bytes at 0, 3 are left'));
    expect(() => cursor.take(4)).toThrow(RangeError);
    expect(cursor.position).toBe(0);
  });

  it.each([
    [-1, 2],
    [3, 2],
    [0, 5],
    [Number.NaN, 2],
  ])('refuses the range %d to %d in 4 bytes', (start, end) => {
    expect(() => new ByteCursor(hex('00 01 02 03'), start, end)).toThrow(RangeError);
  });
});
