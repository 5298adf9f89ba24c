import type { AmfInput } from './amf-input.ts';
import type { AmfOutput } from './amf-output.ts';

/** AMF3 integers of variable length (AMF3 1.3.1): 7 bits in each of the first three bytes, 8 in the fourth. */

/** Reads 1 to 4 bytes. A form longer than the number needs is legal (AMF3-2). */
export function readU29(input: AmfInput, what: string): number {
  let value = 0;
  for (let count = 0; count < 3; count++) {
    input.need(1, what);
    const byte = input.cursor.u8();
    value = (value << 7) | (byte & 0x7f);
    if (byte < 0x80) return value;
  }
  input.need(1, what);
  return (value << 8) | input.cursor.u8();
}

/** @param value - 0 to 0x1FFFFFFF, written in the shortest form */
export function writeU29(out: AmfOutput, value: number): void {
  if (value > 0x1fffff) {
    out.u8(0x80 | (value >> 22));
    out.u8(0x80 | (value >> 15));
    out.u8(0x80 | (value >> 8));
    out.u8(value);
    return;
  }
  if (value > 0x3fff) out.u8(0x80 | (value >> 14));
  if (value > 0x7f) out.u8(0x80 | (value >> 7));
  out.u8(value & 0x7f);
}
