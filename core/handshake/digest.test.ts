import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { digestOffset, findDigest, isSigned, type Layout, publicKeyOffset, sign, writeDigest } from './digest.ts';
import { hmacSha256 } from './hmac.ts';
import { PLAYER, SERVER } from './identity.ts';
import { packet1 } from './testing/side.ts';
import { FFMPEG_C0_C1, vectorC1, vectorS1 } from './testing/vectors.ts';

const LAYOUTS: readonly Layout[] = ['digestFirst', 'digestSecond'];

describe('the digest of packet 1', () => {
  it.each([
    [
      'VEC-HS-1',
      vectorC1,
      PLAYER,
      'digestFirst',
      50,
      '84 7b 0a 67 b0 5f c6 62 26 12 7c d0 92 33 7f 2f 9d 21 50 34 0f 81 ea fd e5 b4 09 88 a4 0a 60 b8',
    ],
    [
      'VEC-HS-2',
      vectorC1,
      PLAYER,
      'digestSecond',
      798,
      '2e 06 4d 61 78 00 c5 63 ff db 6f f6 7e 20 84 be 69 f2 15 76 d0 e3 44 9c 25 2d cc ae 7b d4 ce 49',
    ],
    [
      'VEC-HS-3',
      vectorS1,
      SERVER,
      'digestFirst',
      266,
      '0e e0 83 ee 06 cc 33 67 db 10 84 32 40 dc 6a 4b 94 0e 72 ca 15 aa ea b1 34 16 78 6f 6a 98 e4 6a',
    ],
    [
      'VEC-HS-4',
      vectorS1,
      SERVER,
      'digestSecond',
      1046,
      'ed 29 b6 25 58 bb 35 31 53 9d e5 b3 81 8d c1 27 a8 02 00 e6 3f b7 b5 b4 98 51 91 a5 d9 c6 e7 c1',
    ],
  ] as const)('%s (HS-15 to HS-18)', (_, base, { shortKey }, layout, offset, expected) => {
    const packet = base();
    expect(digestOffset(packet, layout)).toBe(offset);
    expect(toHex(writeDigest(packet, layout, shortKey))).toBe(expected);
    expect(toHex(packet.subarray(offset, offset + 32))).toBe(expected);
    expect(findDigest(packet, shortKey)).toEqual({ layout, digest: hex(expected) });
  });

  it('VEC-HS-9: leaves the rest of C1 as it was', () => {
    const c1 = vectorC1();
    writeDigest(c1, 'digestFirst', PLAYER.shortKey);
    expect(toHex(sha256(c1))).toBe(
      'cd 55 26 d2 26 30 b8 8f 4e 89 99 f0 89 7c 89 e0 bf 4d ee 3b b6 b6 46 ce 5e 0c a2 ab 90 63 97 b9',
    );
  });

  it('VEC-HS-10 HS-26: finds the digest in the C1 of ffmpeg 5.1.9, first, at 494', () => {
    expect(FFMPEG_C0_C1).toHaveLength(1537);
    const c1 = FFMPEG_C0_C1.subarray(1);
    expect(findDigest(c1, PLAYER.shortKey)?.layout).toBe('digestFirst');
    expect(digestOffset(c1, 'digestFirst')).toBe(494);
    expect(toHex(c1.subarray(4, 8))).toBe(toHex(Uint8Array.of(...PLAYER.version)));
  });

  it('HS-15: places by the sum of the pointer, each in its own block', () => {
    const packet = packet1();
    for (const [pointer, places] of [
      ['00 00 00 00', [12, 772, 776, 8]],
      ['ff ff ff ff', [12 + 292, 772 + 388, 776 + 292, 8 + 388]], // 1020 mod 728, 1020 mod 632
      ['ff ff d9 00', [12 + 727, 772 + 95, 776 + 727, 8 + 95]],
      ['ff ff 79 00', [12 + 631, 772 + 631, 776 + 631, 8 + 631]],
    ] as const) {
      for (const at of [8, 768, 772, 1532]) packet.set(hex(pointer), at);
      const found = LAYOUTS.flatMap((layout) => [digestOffset(packet, layout), publicKeyOffset(packet, layout)]);
      expect(found).toEqual(places);
    }
  });

  it('HS-14 HS-16 HS-18: whatever the bytes, the digest is found where it was written, and the key lies elsewhere', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1536, maxLength: 1536 }),
        fc.constantFrom(...LAYOUTS),
        (packet, layout) => {
          const digest = writeDigest(packet, layout, SERVER.shortKey);
          expect(findDigest(packet, SERVER.shortKey)).toEqual({ layout, digest });
          expect(findDigest(packet, PLAYER.shortKey)).toBeUndefined();
          const digestAt = digestOffset(packet, layout);
          const keyAt = publicKeyOffset(packet, layout);
          expect(digestAt + 32 <= keyAt || keyAt + 128 <= digestAt).toBe(true);
          for (const at of [digestAt, keyAt]) expect(at >= 8 && at <= 1535).toBe(true);
        },
      ),
    );
  });

  it('is broken by any change of any byte', () => {
    for (const layout of LAYOUTS) {
      const packet = packet1();
      writeDigest(packet, layout, PLAYER.shortKey);
      for (let at = 0; at < packet.length; at += 1) {
        packet[at]! ^= 0x10;
        expect(findDigest(packet, PLAYER.shortKey)).toBeUndefined();
        packet[at]! ^= 0x10;
      }
      expect(findDigest(packet, PLAYER.shortKey)?.layout).toBe(layout);
    }
  });
});

describe('the signature of packet 2', () => {
  it.each([
    [
      'VEC-HS-5',
      SERVER,
      'digestFirst',
      vectorC1,
      PLAYER,
      'fe c8 45 ab 2b 31 54 a2 13 11 bf 4f 54 d8 05 43 57 79 43 5b fa 77 8d 23 d7 b4 94 5d 31 ca 53 2b',
    ],
    [
      'VEC-HS-7',
      PLAYER,
      'digestFirst',
      vectorS1,
      SERVER,
      '4f d6 db eb db b1 f6 fc 8b 08 58 39 a4 4e aa 76 b5 f9 54 ad 3f e1 0a 35 2d f6 70 7c 42 55 3f 1f',
    ],
  ] as const)('%s: the key of the signature (HS-20, HS-21)', (_, us, layout, base, them, expected) => {
    const digest = writeDigest(base(), layout, them.shortKey);
    expect(toHex(hmacSha256(us.fullKey, [digest]))).toBe(expected);
  });

  it.each([
    [
      'VEC-HS-6',
      SERVER,
      vectorC1,
      PLAYER,
      0x5a,
      'd8 14 f4 79 6a 67 a0 92 52 48 43 fe 4e 51 6e f0 aa 9c a8 12 26 b1 3b 8e 9c 0b 3e 08 d4 9b a4 0f',
    ],
    [
      'VEC-HS-8',
      PLAYER,
      vectorS1,
      SERVER,
      0xa5,
      'db fe 7f 64 6a 63 9d 37 13 25 d0 ec 31 5f 23 ac c7 cd 7d b1 40 7b 9f a4 d1 41 a2 d7 d5 08 8f fd',
    ],
  ] as const)('%s (HS-20, HS-21)', (_, us, base, them, filling, expected) => {
    const digest = writeDigest(base(), 'digestFirst', them.shortKey);
    const packet2 = new Uint8Array(1536).fill(filling);
    sign(packet2, us.fullKey, digest);
    expect(packet2.subarray(0, 1504).every((byte) => byte === filling)).toBe(true);
    expect(toHex(packet2.subarray(1504))).toBe(expected);
    expect(isSigned(packet2, us.fullKey, digest)).toBe(true);
    expect(isSigned(packet2, them.fullKey, digest)).toBe(false);
  });

  it('is broken by a change of a byte, or of the digest it answers', () => {
    const digest = new Uint8Array(32);
    const packet2 = packet1();
    sign(packet2, SERVER.fullKey, digest);
    for (const at of [0, 1503, 1504, 1535]) {
      const changed = packet2.slice();
      changed[at]! ^= 1;
      expect(isSigned(changed, SERVER.fullKey, digest)).toBe(false);
    }
    expect(isSigned(packet2, SERVER.fullKey, new Uint8Array(32).fill(1))).toBe(false);
  });
});

describe('the keys (HS-16)', () => {
  it('are 30 and 36 bytes of text, with a suffix of 32', () => {
    expect([PLAYER.shortKey.length, PLAYER.fullKey.length]).toEqual([30, 62]);
    expect([SERVER.shortKey.length, SERVER.fullKey.length]).toEqual([36, 68]);
    expect(PLAYER.fullKey.subarray(30)).toEqual(SERVER.fullKey.subarray(36));
  });
});
