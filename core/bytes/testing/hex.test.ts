import { describe, expect, it } from 'vitest';
import { hex, toHex } from './hex.ts';

describe('hex', () => {
  it('reads digits in any grouping and case', () => {
    expect(hex(' 03 00\n0B68 ')).toEqual(Uint8Array.of(3, 0, 0x0b, 0x68));
    expect(hex('')).toEqual(new Uint8Array());
  });

  it.each(['0', '0g', '0x03'])('refuses %s', (text) => {
    expect(() => hex(text)).toThrow('expected pairs of hex digits');
  });

  it('writes what it reads', () => {
    expect(toHex(hex('03 00 0b 68'))).toBe('03 00 0b 68');
  });
});
