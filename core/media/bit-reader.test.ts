import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { BitReader } from './bit-reader.ts';

/** A reader of bits written as such, with blanks wherever they help. */
function bits(text: string): BitReader {
  const digits = text.replace(/ /g, '');
  const padded = digits.padEnd(Math.ceil(digits.length / 8) * 8, '0');
  return new BitReader(Uint8Array.from(padded.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2)));
}

describe('BitReader', () => {
  it('reads bits from the most significant on', () => {
    const reader = bits('1 010 00110 1111000');
    expect([reader.u(1), reader.u(3), reader.u(5), reader.remaining]).toEqual([1, 2, 6, 7]);
    expect([reader.flag(), reader.u(0), reader.u(6), reader.isOverrun]).toEqual([true, 0, 0b111000, false]);
  });

  it('reads 32 bits as an unsigned number, across bytes', () => {
    const reader = new BitReader(hex('7f ff ff ff ce'));
    reader.skip(1);
    expect(reader.u(32)).toBe(0xffffffff);
    expect(reader.u(7)).toBe(0b1001110);
  });

  it('reads the same number whatever the pieces', () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 32 }), { maxLength: 12 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), pieces, (bytes, counts) => {
        const text = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
        const reader = new BitReader(bytes);
        let at = 0;
        for (const count of counts) {
          const expected = Number.parseInt(text.slice(at, at + count).padEnd(count, '0'), 2);
          expect(reader.u(count)).toBe(expected);
          at += count;
        }
        expect(reader.isOverrun).toBe(at > text.length);
        expect(reader.remaining).toBe(Math.max(0, text.length - at));
      }),
    );
  });

  it('gives zeros past the end and remembers it', () => {
    const reader = bits('1111 1111');
    expect(reader.u(12)).toBe(0b1111_1111_0000);
    expect([reader.isOverrun, reader.remaining, reader.flag(), reader.ue()]).toEqual([true, 0, false, 0]);
    reader.skip(2 ** 40);
    expect(reader.isOverrun).toBe(true);
  });

  it('reads Exp-Golomb codes (H.264 9.1, CFG-8)', () => {
    const reader = bits('1 010 011 00100 00101 00110 00111 0001000');
    expect(Array.from({ length: 8 }, () => reader.ue())).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const signed = bits('1 010 011 00100 00101 00110');
    expect(Array.from({ length: 6 }, () => signed.se())).toEqual([0, 1, -1, 2, -2, 3]);
  });

  it('reads the longest code, and takes a longer one for an overrun', () => {
    const longest = new BitReader(hex('00 00 00 01 ff ff ff ff'));
    expect([longest.ue(), longest.isOverrun]).toEqual([0xfffffffe, false]);
    const longer = new BitReader(hex('00 00 00 00 80 00 00 00 00'));
    expect([longer.ue(), longer.isOverrun]).toEqual([0, true]);
  });

  it('takes a code that is cut off for an overrun', () => {
    const reader = bits('0000 0000');
    expect([reader.ue(), reader.isOverrun]).toEqual([0, true]);
  });
});
