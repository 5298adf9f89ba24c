import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { type ChunkHeader, chunkHeaderLength, parseChunkHeader, writeChunkHeader } from './header.ts';

/** Fields of a header in the order of the wire; those that its type lacks are left out. */
function header(
  chunkType: number,
  chunkStreamId: number,
  time?: number,
  messageLength?: number,
  messageTypeId?: number,
  messageStreamId?: number,
): ChunkHeader {
  return { chunkType, chunkStreamId, time, messageLength, messageTypeId, messageStreamId };
}

const VECTORS: readonly [string, string, ChunkHeader][] = [
  ['VEC-CHK-1', '03 00 00 00 00 00 c5 14 00 00 00 00', header(0, 3, 0, 197, 20, 0)],
  ['VEC-CHK-2, CHK-11: little-endian', '03 00 03 e8 00 00 20 08 39 30 00 00', header(0, 3, 1000, 32, 8, 12345)],
  ['VEC-CHK-3', '83 00 00 14', header(2, 3, 20)],
  ['VEC-CHK-4', 'c3', header(3, 3)],
  ['VEC-CHK-5', '04 00 03 e8 00 01 33 09 3a 30 00 00', header(0, 4, 1000, 307, 9, 12346)],
  ['VEC-CHK-6, CHK-4', 'ff', header(3, 63)],
  ['VEC-CHK-7, CHK-5', '00 00 00 00 01 00 00 01 12 01 00 00 00', header(0, 64, 1, 1, 18, 1)],
  ['VEC-CHK-8, CHK-5', 'c0 ff', header(3, 319)],
  ['VEC-CHK-9, CHK-6', 'c1 00 01', header(3, 320)],
  ['VEC-CHK-10, CHK-6: low byte first', '41 2d 01 00 00 28 00 00 05 09', header(1, 365, 40, 5, 9)],
  ['VEC-CHK-11', 'c1 ff ff', header(3, 65599)],
  ['VEC-CHK-13', '06 ff ff fe 00 00 0a 09 01 00 00 00', header(0, 6, 0xfffffe, 10, 9, 1)],
  ['VEC-CHK-14, CHK-20', '06 ff ff ff 00 00 0a 09 01 00 00 00 00 ff ff ff', header(0, 6, 0xffffff, 10, 9, 1)],
  ['VEC-CHK-15, CHK-20', '06 ff ff ff 00 01 2c 09 01 00 00 00 01 00 00 00', header(0, 6, 0x1000000, 300, 9, 1)],
  ['VEC-CHK-16, CHK-22', 'c6 01 00 00 00', header(3, 6, 0x1000000)],
  ['VEC-CHK-17', 'c6', header(3, 6)],
  ['VEC-CHK-18, CHK-21', '46 ff ff ff 00 00 14 09 01 00 00 01', header(1, 6, 0x1000001, 20, 9)],
  ['VEC-CHK-19', '04 ff ff ff 00 00 04 08 01 00 00 00 ff ff ff f0', header(0, 4, 0xfffffff0, 4, 8, 1)],
  ['VEC-CHK-20', '84 00 00 20', header(2, 4, 32)],
  ['VEC-CHK-23', '03 00 00 00 00 00 8c 14 00 00 00 00', header(0, 3, 0, 140, 20, 0)],
];

function written(expected: ChunkHeader): Uint8Array {
  const bytes = new Uint8Array(chunkHeaderLength(expected));
  expect(writeChunkHeader(bytes, 0, expected)).toBe(bytes.length);
  return bytes;
}

/** A type 3 header does not say by itself whether an extended timestamp follows. */
function isExtendedTypeThree({ chunkType, time }: ChunkHeader): boolean {
  return chunkType === 3 && time !== undefined;
}

describe('chunk header (5.3.1)', () => {
  it.each(VECTORS)('reads and writes %s', (_name, bytes, expected) => {
    const length = hex(bytes).length;
    expect(parseChunkHeader(hex(bytes), 0, isExtendedTypeThree(expected))).toEqual({ header: expected, length });
    expect(toHex(written(expected))).toBe(bytes);
  });

  it.each(VECTORS)('asks for more bytes wherever %s is cut', (_name, bytes, expected) => {
    for (let length = 0; length < hex(bytes).length; length++) {
      expect(parseChunkHeader(hex(bytes).subarray(0, length), 0, isExtendedTypeThree(expected))).toBeUndefined();
    }
  });

  it('CHK-7: takes a 3-byte basic header where 2 bytes would do (VEC-CHK-12), or 1', () => {
    expect(parseChunkHeader(hex('c1 24 00'))).toEqual({ header: header(3, 100), length: 3 });
    expect(parseChunkHeader(hex('c0 24'))?.header).toEqual(header(3, 100));
  });

  it('takes an extended timestamp that would have fitted in 24 bits', () => {
    const wasteful = hex('04 ff ff ff 00 00 00 08 01 00 00 00 00 00 00 64');
    expect(parseChunkHeader(wasteful)?.header).toEqual(header(0, 4, 100, 0, 8, 1));
  });

  it('writes 0 for a field that the type needs and that is not given', () => {
    expect(toHex(written(header(0, 5)))).toBe('05 00 00 00 00 00 00 00 00 00 00 00');
  });

  it('reads what it wrote, from any place in a buffer', () => {
    const uint24 = fc.oneof(fc.integer({ min: 0, max: 0xffffff }), fc.constantFrom(0, 0xfffffe, 0xffffff));
    const uint32 = fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), uint24);
    const id = fc.oneof(fc.integer({ min: 2, max: 65599 }), fc.constantFrom(2, 63, 64, 319, 320, 65599));
    const byte = fc.integer({ min: 0, max: 255 });
    const any = fc.oneof(
      fc.tuple(fc.constant(0), id, uint32, uint24, byte, uint32),
      fc.tuple(fc.constant(1), id, uint32, uint24, byte),
      fc.tuple(fc.constant(2), id, uint32),
      fc.tuple(fc.constant(3), id, fc.option(uint32, { nil: undefined })),
    );
    fc.assert(
      fc.property(any, fc.integer({ min: 0, max: 5 }), (fields, start) => {
        const expected = header(...(fields as Parameters<typeof header>));
        const bytes = written(expected);
        const placed = new Uint8Array(start + bytes.length + 3);
        placed.set(bytes, start);
        const parsed = parseChunkHeader(placed, start, isExtendedTypeThree(expected));
        expect(parsed).toEqual({ header: expected, length: bytes.length });
      }),
    );
  });
});
