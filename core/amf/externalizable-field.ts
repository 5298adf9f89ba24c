import type { ByteCursor } from '../bytes/cursor.ts';
import { utf8Length } from '../bytes/utf8.ts';
import type { AmfInput } from './amf-input.ts';
import { type AmfOutput, inRange } from './amf-output.ts';
import { AmfUsageError } from './error.ts';
import type { ExternalizableFieldType } from './externalizable.ts';
import type { AmfValue } from './value.ts';

/** Fields of externalizable objects that are no AMF3 values: booleans, numbers and text, big-endian, without markers. */
export type BareFieldType = Exclude<ExternalizableFieldType, 'object'>;

interface BareField {
  /** Bytes; of text, those of its length. */
  readonly length: number;
  read(input: AmfInput): AmfValue;
  write(out: AmfOutput, value: AmfValue, what: string): void;
}

const FIELDS: { readonly [type in BareFieldType]: BareField } = {
  boolean: {
    length: 1,
    read: ({ cursor }) => cursor.u8() !== 0,
    write: (out, value, what) => out.u8(typeof value === 'boolean' ? Number(value) : refuse(what, value)),
  },
  byte: integer(1, -0x80, 0x7f, (cursor) => (cursor.u8() << 24) >> 24),
  unsignedByte: integer(1, 0, 0xff, (cursor) => cursor.u8()),
  short: integer(2, -0x8000, 0x7fff, (cursor) => cursor.s16()),
  unsignedShort: integer(2, 0, 0xffff, (cursor) => cursor.u16()),
  int: integer(4, -0x80000000, 0x7fffffff, (cursor) => cursor.u32() | 0),
  unsignedInt: integer(4, 0, 0xffffffff, (cursor) => cursor.u32()),
  double: {
    length: 8,
    read: ({ cursor }) => cursor.f64(),
    write: (out, value, what) => out.f64(typeof value === 'number' ? value : refuse(what, value)),
  },
  utf: {
    length: 2,
    read: (input) => input.text(input.cursor.u16(), 'a field of type utf'),
    write: writeUtf,
  },
};

/** @throws AmfError `amfMalformed` when the bytes end */
export function readBareField(input: AmfInput, type: BareFieldType): AmfValue {
  const { length, read } = FIELDS[type];
  input.need(length, `a field of type ${type}`);
  return read(input);
}

/** @throws AmfUsageError `amfOutOfRange` for a value that the type cannot hold */
export function writeBareField(out: AmfOutput, name: string, type: BareFieldType, value: AmfValue): void {
  FIELDS[type].write(out, value, `the field ${name} of type ${type}`);
}

function integer(length: 1 | 2 | 4, lowest: number, highest: number, read: (cursor: ByteCursor) => number): BareField {
  return {
    length,
    read: ({ cursor }) => read(cursor),
    write: (out, value, what) => {
      const checked = typeof value === 'number' ? inRange(value, lowest, highest, what) : refuse(what, value);
      if (length === 1) out.u8(checked);
      else if (length === 2) out.u16(checked);
      else out.u32(checked);
    },
  };
}

function writeUtf(out: AmfOutput, value: AmfValue, what: string): void {
  const text = typeof value === 'string' ? value : refuse(what, value);
  const length = inRange(utf8Length(text), 0, 0xffff, `a length in bytes of ${what}`);
  out.u16(length);
  out.utf8(text, length);
}

function refuse(what: string, value: AmfValue): never {
  throw new AmfUsageError('amfOutOfRange', `expected ${what}, came a value of type ${typeof value}`);
}
