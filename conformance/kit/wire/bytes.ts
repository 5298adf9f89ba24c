/** Bytes as cases write them: hexadecimal, numbers in the order of the wire, text. */

const encoder = new TextEncoder();

/** Bytes of a string of hexadecimal digits; spaces are free. @throws RangeError for anything else */
export function hex(digits: string): Uint8Array {
  const text = digits.replaceAll(/\s/g, '');
  if (text.length % 2 !== 0 || /[^0-9a-f]/i.test(text)) throw new RangeError(`not hexadecimal bytes: ${digits}`);
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(2 * index, 2 * index + 2), 16),
  );
}

/** Lower case digits without spaces. They are joined, not appended one by one: of that V8 keeps a tree, of 32 bytes for each byte. */
export const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => DIGITS[byte]).join('');

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => joined(parts);

/** As `concat`, of a list of any length: what is spread into arguments has a limit. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

export const u8 = (value: number): Uint8Array => number(value, 1);
export const u16 = (value: number): Uint8Array => number(value, 2);
export const u24 = (value: number): Uint8Array => number(value, 3);
export const u32 = (value: number): Uint8Array => number(value, 4);
/** Of a message stream id in a chunk header, the one number that is written the other way round. */
export const u32le = (value: number): Uint8Array => u32(value).reverse();

function number(value: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  putNumber(bytes, 0, value, size);
  return bytes;
}

/** Writes the lowest bytes of a number, highest first. @returns where it ends */
export function putNumber(into: Uint8Array, at: number, value: number, size: number): number {
  for (let index = 0; index < size; index += 1) into[at + index] = value >>> (8 * (size - 1 - index));
  return at + size;
}

export function f64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

export const fill = (length: number, byte = 0): Uint8Array => new Uint8Array(length).fill(byte);

/** Bytes that count up, so that a byte out of place is seen. */
export const counting = (length: number, from = 0): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (from + index) & 0xff);

export const readU16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
export const readU24 = (bytes: Uint8Array, at: number): number => (readU16(bytes, at) << 8) | (bytes[at + 2] ?? 0);
export const readU32 = (bytes: Uint8Array, at: number): number =>
  ((readU16(bytes, at) << 16) | readU16(bytes, at + 2)) >>> 0;
export const readU32le = (bytes: Uint8Array, at: number): number =>
  (((bytes[at + 3] ?? 0) << 24) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0)) >>> 0;
