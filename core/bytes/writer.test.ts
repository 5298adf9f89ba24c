import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteCursor } from './cursor.ts';
import { hex, toHex } from './testing/hex.ts';
import { ByteWriter } from './writer.ts';

function written(write: (writer: ByteWriter) => void): string {
  const writer = new ByteWriter(0);
  write(writer);
  return toHex(writer.finish());
}

describe('ByteWriter', () => {
  it('writes integers in network byte order', () => {
    expect(written((out) => out.u8(0xff))).toBe('ff');
    expect(written((out) => out.u16(0x8001))).toBe('80 01');
    expect(written((out) => out.s16(-60))).toBe('ff c4');
    expect(written((out) => out.u24(0xfedcba))).toBe('fe dc ba');
    expect(written((out) => out.u32(0x89abcdef))).toBe('89 ab cd ef');
  });

  it('writes a message stream id in little-endian order', () => {
    expect(written((out) => out.u32le(12345))).toBe('39 30 00 00');
  });

  it('writes doubles, -0 with its sign', () => {
    expect(written((out) => out.f64(-2000))).toBe('c0 9f 40 00 00 00 00 00');
    expect(written((out) => out.f64(-0))).toBe('80 00 00 00 00 00 00 00');
  });

  it('writes the quiet NaN for a NaN read from other bits', () => {
    const nan = new ByteCursor(hex('ff f4 00 00 00 00 00 01')).f64();
    expect(written((out) => out.f64(nan))).toBe('7f f8 00 00 00 00 00 00');
  });

  it('writes bytes and text', () => {
    expect(written((out) => out.bytes(hex('01 02')))).toBe('01 02');
    expect(written((out) => out.utf8('é€'))).toBe('c3 a9 e2 82 ac');
  });

  it('counts what was written', () => {
    const writer = new ByteWriter();
    writer.u24(1);
    writer.utf8('é');
    expect(writer.length).toBe(5);
  });

  it('hands out memory of its own and of exact size, and can go on', () => {
    const writer = new ByteWriter();
    writer.u8(1);
    const first = writer.finish();
    writer.u8(2);
    expect(first).toEqual(hex('01'));
    expect(first.buffer.byteLength).toBe(1);
    expect(writer.finish()).toEqual(hex('01 02'));
  });

  it('keeps what was written when it grows, from any capacity', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.array(fc.uint8Array({ maxLength: 40 })), (capacity, parts) => {
        const writer = new ByteWriter(capacity);
        for (const part of parts) writer.bytes(part);
        expect(writer.finish()).toEqual(Uint8Array.from(parts.flatMap((part) => [...part])));
      }),
    );
  });
});
