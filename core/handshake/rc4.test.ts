import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { Rc4 } from './rc4.ts';

describe('Rc4', () => {
  it.each([
    ['01 02 03 04 05', 0, 'b2 39 63 05 f0 3d c0 27 cc c3 52 4a 0a 11 18 a8'],
    ['01 02 03 04 05', 1536, 'd8 72 9d b4 18 82 25 9b ee 4f 82 53 25 f5 a1 30'],
    ['01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10', 0, '9a c7 cc 9a 60 9d 1e f7 b2 93 28 99 cd e4 1b 97'],
    ['01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10', 1536, 'ff a0 b5 14 64 7e c0 4f 63 06 b8 92 ae 66 11 81'],
  ])('has the key stream of RFC 6229 for %s from %i on', (key, offset, expected) => {
    const cipher = new Rc4(hex(key));
    cipher.skip(offset);
    expect(cipher.apply(new Uint8Array(16))).toEqual(hex(expected));
  });

  it('gives back in other pieces what went in, and leaves its input as it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 256 }), fc.uint8Array(), fc.nat(), (key, plain, cut) => {
        const encrypted = new Rc4(key).apply(plain);
        const before = encrypted.slice();
        const at = cut % (plain.length + 1);
        const cipher = new Rc4(key);
        const pieces = [encrypted.subarray(0, at), encrypted.subarray(at)].map((piece) => [...cipher.apply(piece)]);
        expect(pieces.flat()).toEqual([...plain]);
        expect(encrypted).toEqual(before);
      }),
    );
  });
});
