import type { AmfValue } from './amf-value.ts';
import { concat, f64, joined, readU16, readU32, u8, u16, u32, utf8 } from './bytes.ts';

/** What a case may write as a value: JavaScript's own, or the bytes of a value, right or wrong. */
export type Writable =
  | number
  | boolean
  | string
  | null
  | undefined
  | Uint8Array
  | readonly Writable[]
  | { readonly [name: string]: Writable };

/** AMF0 bytes of a value: objects as anonymous ones, arrays as strict ones. */
export const amf0 = (value: Writable): Uint8Array => amf0Values([value]);

/** AMF0 bytes of values one behind the other. */
export function amf0Values(values: readonly Writable[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const value of values) putValue(parts, value);
  return joined(parts);
}

function putValue(parts: Uint8Array[], value: Writable): void {
  if (value instanceof Uint8Array) parts.push(value);
  else if (value === null) parts.push(u8(0x05));
  else if (value === undefined) parts.push(u8(0x06));
  else if (typeof value === 'number') parts.push(u8(0x00), f64(value));
  else if (typeof value === 'boolean') parts.push(u8(0x01), u8(value ? 1 : 0));
  else if (typeof value === 'string') putString(parts, utf8(value));
  else if (isList(value)) {
    parts.push(u8(0x0a), u32(value.length));
    for (const one of value) putValue(parts, one);
  } else {
    parts.push(u8(0x03));
    putProperties(parts, Object.entries(value));
    parts.push(END);
  }
}

function putString(parts: Uint8Array[], bytes: Uint8Array): void {
  if (bytes.length > 0xffff) parts.push(u8(0x0c), u32(bytes.length), bytes);
  else parts.push(u8(0x02), u16(bytes.length), bytes);
}

function putProperties(parts: Uint8Array[], entries: readonly (readonly [string, Writable])[]): void {
  for (const [name, value] of entries) {
    const bytes = utf8(name);
    parts.push(u16(bytes.length), bytes);
    putValue(parts, value);
  }
}

/** A string of any bytes; a long one where it must be. */
export function amf0String(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  putString(parts, bytes);
  return joined(parts);
}

/** An ECMA array with any count and any end (AMF0 2.10). */
export function amf0EcmaArray(count: number, entries: readonly (readonly [string, Writable])[], end = END): Uint8Array {
  return concat(u8(0x08), u32(count), amf0Properties(entries), end);
}

/** Names and values without an end marker. */
export function amf0Properties(entries: readonly (readonly [string, Writable])[]): Uint8Array {
  const parts: Uint8Array[] = [];
  putProperties(parts, entries);
  return joined(parts);
}

/** What ends an object: an empty name and the marker. */
export const END = Uint8Array.of(0, 0, 9);

function isList(value: object): value is readonly Writable[] {
  return Array.isArray(value);
}

/** Why a value could not be read. */
export class AmfTrouble extends Error {
  override readonly name = 'AmfTrouble';
}

/** Reads values to the end of the bytes. @throws AmfTrouble where something is not AMF0 */
export function decodeAmf0(bytes: Uint8Array): AmfValue[] {
  const reader = new Amf0Reader(bytes);
  const values: AmfValue[] = [];
  while (reader.at < bytes.length) values.push(reader.value(0));
  return values;
}

const DEEPEST = 100;

class Amf0Reader {
  at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  value(depth: number): AmfValue {
    if (depth > DEEPEST) throw new AmfTrouble(`values nested more than ${DEEPEST} deep`);
    const marker = this.#take(1)[0] ?? 0;
    switch (marker) {
      case 0x00:
        return this.#number();
      case 0x01:
        return this.#take(1)[0] !== 0;
      case 0x02:
        return this.#text(this.#u16());
      case 0x03:
        return { kind: 'object', entries: this.#entries(depth) };
      case 0x05:
        return null;
      case 0x06:
        return undefined;
      case 0x07:
        return { kind: 'reference', value: this.#u16() };
      case 0x08:
        this.#u32();
        return { kind: 'ecmaArray', entries: this.#entries(depth) };
      case 0x0a:
        return this.#list(depth);
      case 0x0b: {
        const value = this.#number();
        this.#u16();
        return { kind: 'date', value };
      }
      case 0x0c:
        return this.#text(this.#u32());
      case 0x0d:
        return { kind: 'unsupported', value: undefined };
      case 0x0f:
        return { kind: 'xml', value: this.#text(this.#u32()) };
      case 0x10:
        this.#text(this.#u16());
        return { kind: 'typedObject', entries: this.#entries(depth) };
      case 0x11:
        return { kind: 'amf3', value: this.#take(this.#bytes.length - this.at) };
      default:
        throw new AmfTrouble(`no AMF0 marker: 0x${marker.toString(16).padStart(2, '0')} at byte ${this.at - 1}`);
    }
  }

  #list(depth: number): AmfValue {
    const items: AmfValue[] = [];
    for (let left = this.#u32(); left > 0; left -= 1) items.push(this.value(depth + 1));
    return { kind: 'array', items };
  }

  #entries(depth: number): [string, AmfValue][] {
    const entries: [string, AmfValue][] = [];
    for (;;) {
      const name = this.#text(this.#u16());
      if (name === '' && this.#bytes[this.at] === 0x09) {
        this.at += 1;
        return entries;
      }
      entries.push([name, this.value(depth + 1)]);
    }
  }

  #number(): number {
    const bytes = this.#take(8);
    return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0);
  }

  #text(length: number): string {
    return new TextDecoder().decode(this.#take(length));
  }

  #u16(): number {
    return readU16(this.#take(2), 0);
  }

  #u32(): number {
    return readU32(this.#take(4), 0);
  }

  #take(length: number): Uint8Array {
    const end = this.at + length;
    if (end > this.#bytes.length) throw new AmfTrouble(`a value of ${length} bytes at byte ${this.at} is cut off`);
    const bytes = this.#bytes.subarray(this.at, end);
    this.at = end;
    return bytes;
  }
}
