import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { encodeAmf3 } from './amf3.ts';
import { MAX_AMF_DEPTH } from './budget.ts';
import {
  AMF_UNSUPPORTED,
  amfDate,
  amfObject,
  avmPlus,
  byteArray,
  dictionary,
  ecmaArray,
  mixedArray,
  sealedObject,
  strictArray,
} from './make-value.ts';
import { errorOf } from './testing/error-of.ts';
import type { AmfObject, AmfTraits, AmfValue } from './value.ts';

function written(...values: AmfValue[]): string {
  return toHex(encodeAmf3(values));
}

function refusal(value: AmfValue) {
  return errorOf(() => encodeAmf3([value]));
}

describe('Amf3Writer', () => {
  it('AMF3-2: writes numbers in the shortest form', () => {
    expect(written(0x7f, 0x80, 0x3fff, 0x4000, 0x1fffff, 0x200000)).toBe(
      '04 7f 04 81 00 04 ff 7f 04 81 80 00 04 ff ff 7f 04 80 c0 80 00',
    );
  });

  it('AMF3-6 AMF3-23: writes as double what is not whole, too large, or -0; one NaN', () => {
    expect(written(0.5)).toBe('05 3f e0 00 00 00 00 00 00');
    expect(written(-0)).toBe('05 80 00 00 00 00 00 00 00');
    expect(written(Number.NaN)).toBe('05 7f f8 00 00 00 00 00 00');
    expect(written(2 ** 28).slice(0, 2)).toBe('05');
    expect(written(-(2 ** 28) - 1).slice(0, 2)).toBe('05');
  });

  it('AMF3-8: refers to strings by content, never to the empty one', () => {
    expect(written('', '', 'a', 'a')).toBe('06 01 06 01 06 03 61 06 00');
  });

  it('AMF3-8: measures strings in bytes, and writes a lone surrogate as U+FFFD', () => {
    expect(written('é')).toBe('06 05 c3 a9');
    expect(written('\ud800')).toBe('06 07 ef bf bd');
  });

  it('AMF3-10: writes a date without its zone', () => {
    expect(written(amfDate(0, -60))).toBe('08 01 00 00 00 00 00 00 00 00');
  });

  it('AMF3-11: writes the names of an array, then its values, gaps as undefined', () => {
    const values: AmfValue[] = [];
    values[1] = null;
    expect(written(mixedArray({ a: 1 }, values))).toBe('09 05 03 61 04 01 01 00 01');
  });

  it('AMF3-11: does not write what an ECMA array declares', () => {
    expect(written(ecmaArray({ a: null }, 20))).toBe('09 01 03 61 01 01');
  });

  it('AMF3-13: writes sealed members in the order of the class, then the others; a missing one as undefined', () => {
    const traits: AmfTraits = { className: 'P', isDynamic: true, sealed: ['x', 'y'] };
    const object = sealedObject(traits, { z: 1, y: 2 });
    expect(written(object)).toBe('0a 2b 03 50 03 78 03 79 00 04 02 03 7a 04 01 01');
  });

  it('AMF3-13: refuses a property that a class which is not dynamic does not name', () => {
    const object = sealedObject({ className: 'P', isDynamic: false, sealed: ['x'] }, { x: 1, y: 2 });
    expect(refusal(object)).toMatchObject({
      code: 'amfMemberUnknown',
      message: 'expected the sealed members of class "P", came a property "y"',
    });
  });

  it('AMF3-14: refers to a class by the identity of its traits, or by its name if it has none', () => {
    const traits: AmfTraits = { className: 'P', isDynamic: false, sealed: [] };
    expect(written(sealedObject(traits), sealedObject(traits), sealedObject({ ...traits }))).toBe(
      '0a 03 03 50 0a 01 0a 03 00',
    );
    expect(written(amfObject({}, 'P'), amfObject({}, 'P'), amfObject())).toBe('0a 0b 03 50 01 0a 01 01 0a 0b 01 01');
    expect(written(amfObject({}, ''), amfObject())).toBe('0a 0b 01 01 0a 01 01');
  });

  it('AMF3-15: refers to values by identity, whatever their kind', () => {
    const date = amfDate(0);
    const list = strictArray([date]);
    expect(written(list, list, date, amfDate(0))).toBe(
      '09 03 01 08 01 00 00 00 00 00 00 00 00 09 00 08 02 08 01 00 00 00 00 00 00 00 00',
    );
  });

  it('AMF-ENC-3: writes cycles', () => {
    const object: AmfObject = amfObject();
    object.properties.set('self', object);
    expect(written(object)).toBe('0a 0b 01 09 73 65 6c 66 0a 00 01');
    const map = dictionary([]);
    map.entries.set(map, map);
    expect(written(map)).toBe('11 03 00 11 00 11 00');
  });

  it('AMF0-18: writes unsupported as undefined, and an AVM+ value for itself', () => {
    expect(written(AMF_UNSUPPORTED, avmPlus('a'))).toBe('00 06 03 61');
  });

  it('AMF-ENC-6: refuses an empty name where it would end the object', () => {
    expect(refusal(amfObject({ '': 1 }))).toMatchObject({ code: 'amfNameEmpty' });
    expect(refusal(ecmaArray({ '': 1 }))).toMatchObject({ code: 'amfNameEmpty' });
    const traits: AmfTraits = { className: '', isDynamic: false, sealed: [''] };
    expect(written(sealedObject(traits, { '': 1 }))).toBe('0a 13 01 01 04 01');
  });

  it('takes 512 levels and refuses one more, before the stack is in danger', () => {
    const nested = (count: number, wrap: (value: AmfValue) => AmfValue) => {
      let value: AmfValue = null;
      for (let level = 0; level < count; level++) value = wrap(value);
      return value;
    };
    expect(() => encodeAmf3([nested(MAX_AMF_DEPTH, (value) => strictArray([value]))])).not.toThrow();
    expect(refusal(nested(100_000, (value) => strictArray([value])))).toMatchObject({ code: 'amfTooDeep' });
    expect(refusal(nested(100_000, avmPlus))).toMatchObject({ code: 'amfTooDeep' });
  });

  it('refuses what is longer than any message, before it is written', () => {
    expect(refusal('a'.repeat(0x1000000))).toMatchObject({ code: 'amfTooLong' });
    expect(refusal(byteArray(new Uint8Array(0x1000000)))).toMatchObject({ code: 'amfTooLong' });
    const values: AmfValue[] = [];
    values.length = 2 ** 31;
    expect(refusal({ kind: 'strictArray', values })).toMatchObject({ code: 'amfTooLong' });
    const doubles = { kind: 'doubleVector', isFixed: false, values: new Float64Array(0x200000) } as const;
    expect(refusal(doubles)).toMatchObject({ code: 'amfTooLong' });
  });

  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a bigint', 1n],
    ['a Date', new Date(0)],
    ['a plain object', { a: 1 }],
    ['an object of a kind that Object has', { kind: 'constructor' }],
  ])('refuses %s from an untyped caller', (_, value) => {
    // What JavaScript callers can do and the types forbid.
    expect(refusal(value as unknown as AmfValue)).toMatchObject({ code: 'amfNotAValue' });
  });

  it('keeps bytes as they are', () => {
    expect(written(byteArray(hex('00 ff')))).toBe('0c 05 00 ff');
  });
});
