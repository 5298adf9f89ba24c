import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { decodeAmf3, encodeAmf3 } from './amf3.ts';
import { ARRAY_COLLECTION } from './externalizable.ts';
import {
  amfDate,
  amfObject,
  amfXml,
  byteArray,
  dictionary,
  ecmaArray,
  externalizable,
  sealedObject,
  strictArray,
} from './make-value.ts';
import { errorOf } from './testing/error-of.ts';
import type { AmfStrictArray, AmfTraits, AmfValue } from './value.ts';

const P: AmfTraits = { className: 'P', isDynamic: false, sealed: ['x'] };

/** All vectors but those of references and failures say their values in the one way in which we write them, too. */
const canonical: readonly [name: string, bytes: string, ...values: AmfValue[]][] = [
  ['VEC-AMF3-1: integer 0', '04 00', 0],
  ['VEC-AMF3-2: integer 127', '04 7f', 127],
  ['VEC-AMF3-3: integer 128', '04 81 00', 128],
  ['VEC-AMF3-4: integer 16383', '04 ff 7f', 16383],
  ['VEC-AMF3-5: integer 16384', '04 81 80 00', 16384],
  ['VEC-AMF3-6: integer 2097151', '04 ff ff 7f', 2097151],
  ['VEC-AMF3-7: integer 2097152', '04 80 c0 80 00', 2097152],
  ['VEC-AMF3-8: the largest integer', '04 bf ff ff ff', 268435455],
  ['VEC-AMF3-9: integer -1', '04 ff ff ff ff', -1],
  ['VEC-AMF3-10: the smallest integer', '04 c0 80 80 00', -268435456],
  ['VEC-AMF3-11: one more than the largest integer is a double', '05 41 b0 00 00 00 00 00 00', 268435456],
  ['VEC-AMF3-12: undefined, null, false, true', '00 01 02 03', undefined, null, false, true],
  ['VEC-AMF3-13: an empty string', '06 01', ''],
  ['VEC-AMF3-14: a string and a reference to it', '06 07 61 62 63 06 00', 'abc', 'abc'],
  ['VEC-AMF3-15: a date', '08 01 00 00 00 00 00 00 00 00', amfDate(0)],
  ['VEC-AMF3-16: an array', '09 05 01 04 01 04 02', strictArray([1, 2])],
  ['VEC-AMF3-17: an array of names alone', '09 01 03 61 04 01 01', ecmaArray({ a: 1 })],
  ['VEC-AMF3-18: an anonymous object', '0a 0b 01 03 61 04 01 01', amfObject({ a: 1 })],
  ['VEC-AMF3-19: an object of a sealed class', '0a 13 03 50 03 78 04 01', sealedObject(P, { x: 1 })],
  [
    'VEC-AMF3-20: two objects of one class',
    '09 05 01 0a 13 03 50 03 78 04 01 0a 01 04 02',
    strictArray([sealedObject(P, { x: 1 }), sealedObject(P, { x: 2 })]),
  ],
  ['VEC-AMF3-22: a byte array', '0c 07 01 02 03', byteArray(hex('01 02 03'))],
  ['VEC-AMF3-23: XML', '0b 09 3c 61 2f 3e', amfXml('<a/>')],
  [
    'VEC-AMF3-24: a vector of int',
    '0d 05 00 00 00 00 01 ff ff ff ff',
    { kind: 'intVector', isFixed: false, values: Int32Array.of(1, -1) },
  ],
  [
    'VEC-AMF3-25: a fixed vector of uint',
    '0e 03 01 ff ff ff ff',
    { kind: 'uintVector', isFixed: true, values: Uint32Array.of(4294967295) },
  ],
  [
    'VEC-AMF3-26: a vector of Number',
    '0f 03 00 3f e0 00 00 00 00 00 00',
    { kind: 'doubleVector', isFixed: false, values: Float64Array.of(0.5) },
  ],
  [
    'VEC-AMF3-27: a vector of anything',
    '10 03 00 03 2a 03',
    { kind: 'objectVector', isFixed: false, typeName: '*', values: [true] },
  ],
  ['VEC-AMF3-28: a dictionary', '11 03 00 06 03 6b 04 01', dictionary([['k', 1]])],
  [
    'VEC-AMF3-29: an ArrayCollection',
    '0a 07 43 66 6c 65 78 2e 6d 65 73 73 61 67 69 6e 67 2e 69 6f 2e 41 72 72 61 79 43 6f 6c 6c 65 63 74 69 6f 6e 09 03 01 04 01',
    externalizable(ARRAY_COLLECTION, { source: strictArray([1]) }),
  ],
];

/** Worked out by hand from the rules, beyond the vectors. */
const worked: readonly [name: string, bytes: string, ...values: AmfValue[]][] = [
  ['AMF3-6: -0 is a double', '05 80 00 00 00 00 00 00 00', -0],
  ['AMF3-6: one less than the smallest integer is a double', '05 c1 b0 00 00 01 00 00 00', -268435457],
  ['AMF3-16: an XML document', '07 09 3c 61 2f 3e', { kind: 'xmlDocument', text: '<a/>' }],
  [
    'AMF3-12: an array with names and values',
    '09 05 03 61 04 01 01 04 02 03',
    { kind: 'mixedArray', properties: new Map([['a', 1]]), values: [2, true] },
  ],
  [
    'AMF3-13: a dynamic class with a sealed member',
    '0a 1b 03 50 03 78 04 01 03 79 04 02 01',
    sealedObject({ className: 'P', isDynamic: true, sealed: ['x'] }, { x: 1, y: 2 }),
  ],
  [
    'AMF3-13: an anonymous class that is sealed and empty',
    '0a 03 01',
    sealedObject({ className: '', isDynamic: false, sealed: [] }),
  ],
  ['AMF3-13: a named dynamic class', '0a 0b 03 50 03 61 04 01 01', amfObject({ a: 1 }, 'P')],
  [
    'AMF3-14: anonymous objects share their traits, classes of other names do not',
    '0a 0b 01 01 0a 01 01 0a 0b 03 50 01 0a 05 01',
    amfObject(),
    amfObject(),
    amfObject({}, 'P'),
    amfObject({}, 'P'),
  ],
  [
    'AMF3-8: names, class names and values share a table',
    '0a 13 03 50 03 78 06 00 06 02',
    sealedObject(P, { x: 'P' }),
    'x',
  ],
  ['AMF3-17: an empty byte array', '0c 01', byteArray(hex(''))],
  ['AMF3-19: a dictionary of weak keys', '11 03 01 0a 0b 01 01 01', dictionary([[amfObject(), null]], true)],
];

describe('AMF3 vectors', () => {
  it.each([...canonical, ...worked])('%s', (_, bytes, ...values) => {
    expect(decodeAmf3(hex(bytes)).values).toEqual(values);
    expect(toHex(encodeAmf3(values))).toBe(bytes);
    expect(toHex(encodeAmf3(decodeAmf3(hex(bytes)).values))).toBe(bytes);
  });

  it('VEC-AMF3-21: an array counts as 0, its member as 1', () => {
    const bytes = '09 05 01 0a 0b 01 01 0a 02';
    const { values } = decodeAmf3(hex(bytes));
    const members = (values[0] as AmfStrictArray).values;
    expect(members).toEqual([amfObject(), amfObject()]);
    expect(members[0]).toBe(members[1]);
    expect(toHex(encodeAmf3(values))).toBe(bytes);
  });

  it('VEC-AMF3-30: an externalizable object of an unknown class fails', () => {
    expect(errorOf(() => decodeAmf3(hex('0a 07 13 78 2e 55 6e 6b 6e 6f 77 6e 00 00')))).toMatchObject({
      code: 'amfClassUnknown',
      at: 0,
      message: 'expected an externalizable class whose form is known, came "x.Unknown"',
    });
  });
});

describe('decodeAmf3', () => {
  it('reads values to the end of its range with one set of tables', () => {
    expect(decodeAmf3(hex('ff 06 03 61 06 00 ff'), { start: 1, end: 6 })).toEqual({
      values: ['a', 'a'],
      malformedUtf8: false,
      hasAmf3: true,
      trailing: 0,
      trailingError: undefined,
    });
  });

  it('AMF-LIM-11: keeps the values before garbage, and before an unknown class, when the tail is lenient', () => {
    expect(decodeAmf3(hex('01 12 00'), { lenientTail: true })).toMatchObject({ values: [null], trailing: 2 });
    const unknown = decodeAmf3(hex('01 0a 07 03 50 00'), { lenientTail: true });
    expect(unknown).toMatchObject({ values: [null], trailing: 5, trailingError: { code: 'amfClassUnknown' } });
  });

  it('keeps nothing of the buffer it was given', () => {
    const bytes = hex('0c 03 01  0d 03 00 00 00 00 01');
    const { values } = decodeAmf3(bytes);
    bytes.fill(0xff);
    expect(values).toMatchObject([byteArray(hex('01')), { values: Int32Array.of(1) }]);
  });
});
