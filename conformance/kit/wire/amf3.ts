import { concat, u8, utf8 } from './bytes.ts';
import { type MessageSpec, TYPE } from './message.ts';

/** Seven bits a byte, the highest first, eight in a fourth (AMF3 1.3.1). */
export function u29(value: number): Uint8Array {
  const bits = value & 0x1fffffff;
  const more = (shift: number) => 0x80 | ((bits >>> shift) & 0x7f);
  if (bits < 0x80) return u8(bits);
  if (bits < 0x4000) return Uint8Array.of(more(7), bits & 0x7f);
  if (bits < 0x200000) return Uint8Array.of(more(14), more(7), bits & 0x7f);
  return Uint8Array.of(more(22), more(15), more(8), bits & 0xff);
}

/** An integer of 29 bits with its marker. */
export const amf3Integer = (value: number): Uint8Array => concat(u8(0x04), u29(value));

/** A string with its marker, written out; not empty, it takes the next index of its message. */
export function amf3String(text: string): Uint8Array {
  const bytes = utf8(text);
  return concat(u8(0x06), u29((bytes.length << 1) | 1), bytes);
}

/** One AMF3 value among AMF0 ones (AMF0 3.1). */
export const avmPlus = (value: Uint8Array): Uint8Array => concat(u8(0x11), value);

/** The same command or data message in the type that may hold AMF3, behind a format selector. */
export function inAmf3(spec: MessageSpec, selector = 0): MessageSpec {
  const type = spec.type === TYPE.data ? TYPE.dataAmf3 : TYPE.commandAmf3;
  return { ...spec, type, payload: concat(u8(selector), spec.payload), text: `${spec.text}, type ${type}` };
}
