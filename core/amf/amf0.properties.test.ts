import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AmfInput } from './amf-input.ts';
import { decodeAmf0, encodeAmf0 } from './amf0.ts';
import { Amf0Reader } from './amf0-reader.ts';
import { AmfError } from './error.ts';
import { amfDate, amfObject, avmPlus, ecmaArray, strictArray } from './make-value.ts';
import { toPlain } from './plain.ts';
import { CountingCursor } from './testing/counting-cursor.ts';
import { reachable } from './testing/reachable.ts';
import { valueGraph, valueTree } from './testing/values.ts';
import { type AmfValue, hasProperties } from './value.ts';

const markers = fc.constantFrom(0, 1, 2, 3, 5, 6, 7, 8, 9, 0x0a, 0x0b, 0x0c, 0x0d, 0x0f, 0x10, 0x11);
/** Bytes that look like AMF0 more often than chance would have it. */
const nearlyAmf0 = fc
  .array(fc.oneof(markers, fc.constantFrom(0, 0, 0, 1, 2), fc.nat(0xff)), { maxLength: 60 })
  .map((bytes) => Uint8Array.from(bytes));
const damagedAmf0 = fc
  .tuple(fc.array(valueTree, { maxLength: 3 }), fc.array(fc.tuple(fc.nat(), fc.nat(0xff)), { maxLength: 3 }), fc.nat())
  .map(([values, changes, cut]) => {
    const bytes = encodeAmf0(values);
    if (bytes.length === 0) return bytes;
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return bytes.subarray(0, bytes.length - (cut % bytes.length));
  });
const anyBytes = fc.oneof(nearlyAmf0, damagedAmf0, fc.uint8Array({ maxLength: 60 }));
const unlimited = { amfValues: Number.POSITIVE_INFINITY, amfProperties: Number.POSITIVE_INFINITY };

describe('AMF0, for any values', () => {
  it('decodes what was encoded, and encodes that to the same bytes: order, counts and classes included', () => {
    fc.assert(
      fc.property(fc.array(valueTree, { maxLength: 4 }), (values) => {
        const bytes = encodeAmf0(values);
        const decoded = decodeAmf0(bytes);
        expect(decoded).toMatchObject({ malformedUtf8: false, trailing: 0, trailingError: undefined });
        expect(decoded.values).toEqual(values);
        expect(encodeAmf0(decoded.values)).toEqual(bytes);
      }),
    );
  });

  it('keeps identity and cycles when references are written', () => {
    fc.assert(
      fc.property(valueGraph, (graph) => {
        const bytes = encodeAmf0(graph, { references: true });
        const { values } = decodeAmf0(bytes);
        expect(reachable(values).size).toBe(reachable(graph).size);
        expect(encodeAmf0(values, { references: true })).toEqual(bytes);
      }),
    );
  });

  it('has a plain form that JSON carries unchanged, cyclic or not, within its size', () => {
    fc.assert(
      fc.property(valueGraph, fc.integer({ min: 1, max: 300 }), (graph, size) => {
        const plain = toPlain(strictArray(graph), size);
        expect(JSON.parse(JSON.stringify(plain))).toEqual(plain);
        expect(JSON.stringify(plain).length).toBeLessThan(60 * (size + 10));
      }),
    );
  });
});

describe('AMF0, for any bytes', () => {
  it('throws nothing but AmfError, at a place within the bytes, and holds its budget', () => {
    const budget = { amfDepth: 3, amfValues: 12, amfProperties: 2 };
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        try {
          const found = reachable(decodeAmf0(bytes, { budget }).values);
          expect(found.size).toBeLessThanOrEqual(budget.amfValues);
          for (const value of found) {
            if ('values' in value) expect(value.values.length).toBeLessThan(budget.amfValues);
            if (hasProperties(value)) expect(value.properties.size).toBeLessThanOrEqual(budget.amfProperties);
          }
        } catch (error) {
          if (!(error instanceof AmfError)) throw error;
          expect(error.at).toBeLessThanOrEqual(bytes.length);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('accounts for every byte when the tail is lenient', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const { values, trailing, trailingError } = decodeAmf0(bytes, { lenientTail: true, budget: unlimited });
        expect(trailing > 0).toBe(trailingError !== undefined);
        expect(decodeAmf0(bytes, { end: bytes.length - trailing }).values).toEqual(values);
      }),
      { numRuns: 1000 },
    );
  });

  it('AMF-LIM-8: looks at its input a number of times that is linear in its length', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const cursor = new CountingCursor(bytes);
        const reader = new Amf0Reader(new AmfInput(cursor, unlimited), []);
        try {
          while (cursor.position < cursor.end) reader.read();
        } catch (error) {
          if (!(error instanceof AmfError)) throw error;
        }
        expect(cursor.looks).toBeLessThanOrEqual(3 * bytes.length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('AMF0, cut short at every byte', () => {
  const inner = ecmaArray({ duration: 2, name: 'é' }, 2);
  const members: [string, AmfValue][] = [
    ['number', 1],
    ['boolean', true],
    ['date', amfDate(5, -60)],
    ['xml', { kind: 'xmlDocument', text: '<a/>' }],
    ['list', strictArray([null, undefined, 'a'])],
    ['typed', amfObject({ x: inner }, 'P')],
    ['avmPlus', avmPlus(strictArray([amfObject({ a: 'b' }), 'b', 0.5]))],
  ];

  it('an object never decodes', () => {
    const bytes = encodeAmf0([amfObject([...members, ['again', inner]])], { references: true });
    for (let end = 1; end < bytes.length; end++) {
      expect(() => decodeAmf0(bytes, { end }), `cut to ${end} bytes`).toThrow(AmfError);
    }
  });

  it('a message decodes only where a value ends, to the values before', () => {
    const values = ['onStatus', 0, null, amfObject(members), 'abc'];
    const bytes = encodeAmf0(values);
    const ends = values.map((_, count) => encodeAmf0(values.slice(0, count)).length);
    for (let end = 0; end < bytes.length; end++) {
      if (ends.includes(end)) expect(decodeAmf0(bytes, { end }).values).toEqual(values.slice(0, ends.indexOf(end)));
      else expect(() => decodeAmf0(bytes, { end }), `cut to ${end} bytes`).toThrow(AmfError);
    }
  });
});
