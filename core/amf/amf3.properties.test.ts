import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AmfInput } from './amf-input.ts';
import { decodeAmf0, encodeAmf0 } from './amf0.ts';
import { decodeAmf3, encodeAmf3 } from './amf3.ts';
import { Amf3Reader } from './amf3-reader.ts';
import { AmfError } from './error.ts';
import { OBJECT_PROXY } from './externalizable.ts';
import {
  amfDate,
  amfObject,
  amfXml,
  avmPlus,
  byteArray,
  dictionary,
  ecmaArray,
  externalizable,
  mixedArray,
  sealedObject,
  strictArray,
} from './make-value.ts';
import { toPlain } from './plain.ts';
import { amf3Graph, amf3Tree } from './testing/amf3-values.ts';
import { CountingCursor } from './testing/counting-cursor.ts';
import { reachable } from './testing/reachable.ts';
import { hasProperties } from './value.ts';

/** Bytes that look like AMF3 more often than chance would have it. */
const nearlyAmf3 = fc
  .array(fc.oneof(fc.nat(0x12), fc.constantFrom(1, 1, 1, 3, 0x0b, 0x13), fc.nat(0xff)), { maxLength: 60 })
  .map((bytes) => Uint8Array.from(bytes));
const damagedAmf3 = fc
  .tuple(
    fc.oneof(amf3Graph, fc.array(amf3Tree, { maxLength: 3 })),
    fc.array(fc.tuple(fc.nat(), fc.nat(0xff)), { maxLength: 3 }),
    fc.nat(),
  )
  .map(([values, changes, cut]) => {
    const bytes = encodeAmf3(values);
    if (bytes.length === 0) return bytes;
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return bytes.subarray(0, bytes.length - (cut % bytes.length));
  });
const anyBytes = fc.oneof(nearlyAmf3, damagedAmf3, fc.uint8Array({ maxLength: 60 }));
const unlimited = { amfValues: Number.POSITIVE_INFINITY, amfProperties: Number.POSITIVE_INFINITY };

describe('AMF3, for any values', () => {
  it('decodes what was encoded, and encodes that to the same bytes', () => {
    fc.assert(
      fc.property(fc.array(amf3Tree, { maxLength: 4 }), (values) => {
        const bytes = encodeAmf3(values);
        const decoded = decodeAmf3(bytes);
        expect(decoded).toMatchObject({ malformedUtf8: false, trailing: 0, trailingError: undefined });
        expect(decoded.values).toEqual(values);
        expect(encodeAmf3(decoded.values)).toEqual(bytes);
      }),
    );
  });

  it('keeps identity and cycles', () => {
    fc.assert(
      fc.property(amf3Graph, (graph) => {
        const bytes = encodeAmf3(graph);
        const { values } = decodeAmf3(bytes);
        expect(reachable(values).size).toBe(reachable(graph).size);
        expect(encodeAmf3(values)).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps both within AMF0, each AMF3 value for itself or all together', () => {
    fc.assert(
      fc.property(amf3Graph, fc.boolean(), (graph, references) => {
        const bytes = encodeAmf0(graph.map(avmPlus), { references });
        const { values } = decodeAmf0(bytes);
        expect(encodeAmf0(values, { references })).toEqual(bytes);
        if (references) expect(reachable(values).size).toBe(reachable(graph).size);
      }),
      { numRuns: 300 },
    );
  });

  it('has a plain form that JSON carries unchanged, cyclic or not, within its size', () => {
    fc.assert(
      fc.property(amf3Graph, fc.integer({ min: 1, max: 300 }), (graph, size) => {
        const plain = toPlain(strictArray(graph.map(avmPlus)), size);
        expect(JSON.parse(JSON.stringify(plain))).toEqual(plain);
        expect(JSON.stringify(plain).length).toBeLessThan(60 * (size + 10));
      }),
    );
  });
});

describe('AMF3, for any bytes', () => {
  it('throws nothing but AmfError, at a place within the bytes, and holds its budget', () => {
    const budget = { amfDepth: 3, amfValues: 12, amfProperties: 2 };
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        try {
          const found = reachable(decodeAmf3(bytes, { budget }).values);
          expect(found.size).toBeLessThanOrEqual(budget.amfValues);
          for (const value of found) {
            if (hasProperties(value)) expect(value.properties.size).toBeLessThanOrEqual(budget.amfProperties);
            if (value.kind === 'strictArray') expect(value.values.length).toBeLessThan(budget.amfValues);
            if (value.kind === 'dictionary') expect(value.entries.size).toBeLessThan(budget.amfValues);
          }
        } catch (error) {
          if (!(error instanceof AmfError)) throw error;
          expect(error.at).toBeLessThanOrEqual(bytes.length);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('decodes to values that can be encoded, and what was encoded decodes to the same', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const { values } = decodeAmf3(bytes, { lenientTail: true, budget: unlimited });
        const canonical = encodeAmf3(values);
        expect(encodeAmf3(decodeAmf3(canonical).values)).toEqual(canonical);
      }),
      { numRuns: 2000 },
    );
  });

  it('AMF-LIM-8: looks at its input a number of times that is linear in its length', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const cursor = new CountingCursor(bytes);
        const reader = new Amf3Reader(new AmfInput(cursor, unlimited), []);
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

describe('AMF3, cut short at every byte', () => {
  it('never decodes', () => {
    const sealed = { className: 'P', isDynamic: true, sealed: ['x'] };
    const value = mixedArray({ duration: 0.5, duration2: 200 }, [
      amfObject({ a: 'é', b: amfDate(5) }),
      sealedObject(sealed, { x: 1, y: null }),
      sealedObject(sealed, { x: 'é' }),
      ecmaArray({ a: byteArray(Uint8Array.of(1, 2)) }),
      { kind: 'intVector', isFixed: false, values: Int32Array.of(1) },
      { kind: 'doubleVector', isFixed: true, values: Float64Array.of(1) },
      { kind: 'objectVector', isFixed: true, typeName: '*', values: [amfXml('<a/>')] },
      dictionary([[amfObject(), { kind: 'xmlDocument', text: '<a/>' }]]),
      externalizable(OBJECT_PROXY, { object: amfObject() }),
    ]);
    const bytes = encodeAmf3([value]);
    expect(decodeAmf3(bytes).values).toEqual([value]);
    for (let end = 1; end < bytes.length; end++) {
      expect(() => decodeAmf3(bytes, { end }), `cut to ${end} bytes`).toThrow(AmfError);
    }
  });
});
