import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { decodeAmf0, encodeAmf0 } from './amf0.ts';
import { MAX_AMF_DEPTH } from './budget.ts';
import { OBJECT_PROXY } from './externalizable.ts';
import {
  AMF_UNSUPPORTED,
  amfObject,
  amfXml,
  avmPlus,
  byteArray,
  dictionary,
  externalizable,
  mixedArray,
  sealedObject,
  strictArray,
} from './make-value.ts';
import { errorOf } from './testing/error-of.ts';
import { type Amf3OnlyValue, type AmfAvmPlus, type AmfValue, property } from './value.ts';

function written(...values: AmfValue[]): string {
  return toHex(encodeAmf0(values));
}

const onlyAmf3: Amf3OnlyValue[] = [
  mixedArray({ a: 1 }, [2]),
  amfXml('<a/>'),
  byteArray(hex('01')),
  { kind: 'intVector', isFixed: false, values: Int32Array.of(1) },
  { kind: 'uintVector', isFixed: false, values: Uint32Array.of(1) },
  { kind: 'doubleVector', isFixed: false, values: Float64Array.of(1) },
  { kind: 'objectVector', isFixed: false, typeName: '*', values: [1] },
  dictionary([[1, 2]]),
  externalizable(OBJECT_PROXY, { object: 1 }),
];

describe('AMF3 within AMF0 (AMF0-22)', () => {
  it('AMF0-22: is one value each time, and AMF0 goes on after it', () => {
    const bytes = '02 00 01 61 11 0a 0b 01 03 78 04 01 01 05 11 04 02';
    const values = ['a', avmPlus(amfObject({ x: 1 })), null, avmPlus(2)];
    expect(decodeAmf0(hex(bytes))).toMatchObject({ values, hasAmf3: true });
    expect(written(...values)).toBe(bytes);
  });

  it('AMF3-4: shares its tables of strings, objects and traits over the message', () => {
    const { values } = decodeAmf0(hex('11 0a 13 03 50 03 78 01  05  11 06 02  11 0a 00  11 0a 01 03'));
    const [first, , name, again, second] = values.map((value) => (value as AmfAvmPlus | null)?.value);
    const traits = { className: 'P', isDynamic: false, sealed: ['x'] };
    expect(first).toEqual(sealedObject(traits, { x: null }));
    expect([name, second]).toEqual(['x', sealedObject(traits, { x: true })]);
    expect(again).toBe(first);
  });

  it('AMF3-4: is not counted by AMF0 references', () => {
    const { values } = decodeAmf0(hex('11 0a 0b 01 01  03 00 00 09  07 00 00'));
    expect(values[2]).toBe(values[1]);
  });

  it('AMF3-4: refers to nothing in an earlier AMF3 value, and counts on where it refers to its own', () => {
    const a = avmPlus(strictArray(['s', 's']));
    const values = [a, avmPlus(strictArray(['s', 's', 't', 't']))];
    const bytes = '11 09 05 01 06 03 73 06 00 11 09 09 01 06 03 73 06 02 06 03 74 06 04';
    expect(written(...values)).toBe(bytes);
    expect(decodeAmf0(hex(bytes)).values).toEqual(values);
  });

  it('AMF3-4: refers to earlier AMF3 values where references are wanted', () => {
    const shared = amfObject({ a: 'a' }, 'a');
    const bytes = encodeAmf0([avmPlus(shared), avmPlus(shared)], { references: true });
    expect(toHex(bytes)).toBe('11 0a 0b 03 61 00 06 00 01 11 0a 00');
    const [first, second] = decodeAmf0(bytes).values as AmfAvmPlus[];
    expect(second?.value).toBe(first?.value);
  });

  it('goes behind AMF0 objects and holds their like: a cycle through both ends in AMF3', () => {
    const object = amfObject();
    object.properties.set('a', avmPlus(object));
    expect(written(object)).toBe('03 00 01 61 11 0a 0b 01 03 61 0a 00 01 00 00 09');
  });

  it.each(onlyAmf3.map((value) => [value.kind, value] as const))('takes %s, which AMF0 has no form for', (_, value) => {
    expect(written(value)).toBe(written(avmPlus(value)));
    expect(decodeAmf0(encodeAmf0([value])).values).toEqual([avmPlus(value)]);
  });

  it('AMF-LIM-2: is a level of its own, reading and writing', () => {
    const bytes = hex('0a 00 00 00 01 11 09 01 01');
    expect(() => decodeAmf0(bytes, { budget: { amfDepth: 3 } })).not.toThrow();
    const tooDeep = { limit: 'amfDepth', at: 6, got: 3 };
    expect(errorOf(() => decodeAmf0(bytes, { budget: { amfDepth: 2 } }))).toMatchObject(tooDeep);
    let value: AmfValue = null;
    for (let level = 0; level < MAX_AMF_DEPTH - 1; level++) value = strictArray([value]);
    expect(() => encodeAmf0([avmPlus(value)])).not.toThrow();
    expect(errorOf(() => encodeAmf0([avmPlus(strictArray([value]))]))).toMatchObject({ code: 'amfTooDeep' });
  });

  it('AMF-LIM-4: spends the budget of the message', () => {
    const bytes = hex('05 11 01 05');
    expect(() => decodeAmf0(bytes, { budget: { amfValues: 4 } })).not.toThrow();
    expect(errorOf(() => decodeAmf0(bytes, { budget: { amfValues: 3 } }))).toMatchObject({ at: 3 });
  });
});

describe('encodeAmf0 with withoutAmf3 (MSG-3)', () => {
  const without = (...values: AmfValue[]) => encodeAmf0(values, { withoutAmf3: true });

  it('writes in AMF0 what AMF0 has a form for, at any depth', () => {
    const traits = { className: 'P', isDynamic: false, sealed: ['x'] };
    const values = [avmPlus(sealedObject(traits, { x: avmPlus('a') })), avmPlus(1)];
    expect(without(...values)).toEqual(encodeAmf0([amfObject({ x: 'a' }, 'P'), 1]));
  });

  it.each(onlyAmf3.map((value) => [value.kind, value] as const))('writes %s as unsupported', (_, value) => {
    const [object] = decodeAmf0(without(amfObject({ a: avmPlus(value), b: value }))).values;
    expect(object).toEqual(amfObject({ a: AMF_UNSUPPORTED, b: AMF_UNSUPPORTED }));
    expect(property(object, 'a')).toBe(AMF_UNSUPPORTED);
  });

  it('refuses cycles through AMF3, as AMF0 does', () => {
    const object = amfObject();
    object.properties.set('a', avmPlus(object));
    expect(errorOf(() => without(object))).toMatchObject({ code: 'amfCyclic' });
  });

  it('refuses what is longer than wanted', () => {
    expect(() => encodeAmf0(['abc'], { longest: 6 })).not.toThrow();
    expect(errorOf(() => encodeAmf0(['abc'], { longest: 5 }))).toMatchObject({
      code: 'amfTooLong',
      message: 'expected values of at most 5 bytes, came more',
    });
  });
});
