import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { hmacSha256 } from './hmac.ts';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('hmacSha256', () => {
  it.each([
    [
      '1: a short key',
      new Uint8Array(20).fill(0x0b),
      'Hi There',
      'b0 34 4c 61 d8 db 38 53 5c a8 af ce af 0b f1 2b 88 1d c2 00 c9 83 3d a7 26 e9 37 6c 2e 32 cf f7',
    ],
    [
      '6: a key longer than a block',
      new Uint8Array(131).fill(0xaa),
      'Test Using Larger Than Block-Size Key - Hash Key First',
      '60 e4 31 59 1e e0 b6 7f 0d 8a 26 aa cb f5 b7 7f 8e 0b c6 21 37 28 c5 14 05 46 04 0f 0e e3 7f 54',
    ],
  ])('RFC 4231, test case %s', (_, key, message, expected) => {
    expect(toHex(hmacSha256(key, [ascii(message)]))).toBe(toHex(hex(expected)));
  });

  it('is that of another implementation, whatever the key, the message and its parts', () => {
    const bytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(bytes, fc.array(bytes, { maxLength: 3 }), (key, parts) => {
        const whole = Uint8Array.from(parts.flatMap((part) => [...part]));
        expect(hmacSha256(key, parts)).toEqual(hmac(sha256, key, whole));
      }),
    );
  });

  it('hashes with what it is handed, and with nothing else', () => {
    const hashed: number[] = [];
    const count = (bytes: Uint8Array): Uint8Array => {
      hashed.push(bytes.length);
      return new Uint8Array(32).fill(hashed.length);
    };
    expect(hmacSha256(new Uint8Array(65), [new Uint8Array(10), new Uint8Array(5)], count)).toEqual(
      new Uint8Array(32).fill(3),
    );
    expect(hashed).toEqual([65, 64 + 15, 64 + 32]);
  });
});
