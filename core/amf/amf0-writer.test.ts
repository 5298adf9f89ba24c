import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes/testing/hex.ts';
import { decodeAmf0, encodeAmf0 } from './amf0.ts';
import { MAX_AMF_DEPTH } from './budget.ts';
import { amfDate, amfObject, ecmaArray, strictArray } from './make-value.ts';
import { errorOf } from './testing/error-of.ts';
import type { AmfObject, AmfValue } from './value.ts';

function written(...values: AmfValue[]): string {
  return toHex(encodeAmf0(values));
}

function refusal(value: AmfValue) {
  return errorOf(() => encodeAmf0([value]));
}

/** An object whose property `self` is itself. */
function cyclicObject(): AmfObject {
  const object = amfObject();
  object.properties.set('self', object);
  return object;
}

function nested(count: number): AmfValue {
  let value: AmfValue = null;
  for (let level = 0; level < count; level++) value = strictArray([value]);
  return value;
}

const END = '00 00 09';

describe('Amf0Writer', () => {
  it('writes values one after another (AMF0-1)', () => {
    expect(written('a', 1, null)).toBe('02 00 01 61 00 3f f0 00 00 00 00 00 00 05');
    expect(written()).toBe('');
  });

  it('writes 1 for true and 0 for false (AMF0-4)', () => {
    expect(written(true, false)).toBe('01 01 01 00');
  });

  it('keeps the sign of 0, and writes one NaN', () => {
    expect(written(-0)).toBe('00 80 00 00 00 00 00 00 00');
    expect(written(Number.NaN)).toBe('00 7f f8 00 00 00 00 00 00');
  });

  it('writes a string of 65535 bytes short and one of 65536 long, measured in bytes (AMF0-5)', () => {
    const head = (text: string) => toHex(encodeAmf0([text]).subarray(0, 5));
    expect(head('a'.repeat(0xffff))).toBe('02 ff ff 61 61');
    expect(head('a'.repeat(0x10000))).toBe('0c 00 01 00 00');
    expect(head('é'.repeat(0x8000))).toBe('0c 00 01 00 00');
  });

  it('writes a lone surrogate as U+FFFD', () => {
    expect(written('\ud800')).toBe('02 00 03 ef bf bd');
  });

  it('writes the count of an ECMA array as declared, or the true one (AMF0-12)', () => {
    expect(written(ecmaArray({ a: null }))).toBe(`08 00 00 00 01 00 01 61 05 ${END}`);
    expect(written(ecmaArray({ a: null }, 20))).toBe(`08 00 00 00 14 00 01 61 05 ${END}`);
  });

  it('writes gaps in a strict array as undefined (AMF0-14)', () => {
    const values: AmfValue[] = [];
    values[2] = null;
    expect(written({ kind: 'strictArray', values })).toBe('0a 00 00 00 03 06 06 05');
  });

  it('AMF-ENC-2: writes what is shared each time it comes', () => {
    const shared = amfObject();
    expect(written(shared, shared)).toBe(`03 ${END} 03 ${END}`);
  });

  it('AMF-ENC-2: writes it once where references are wanted', () => {
    const shared = strictArray([]);
    const bytes = encodeAmf0([amfObject({ a: shared }), shared], { references: true });
    expect(toHex(bytes)).toBe(`03 00 01 61 0a 00 00 00 00 ${END} 07 00 01`);
  });

  it('AMF-ENC-2: goes without references once their index would not fit, and still refuses cycles there', () => {
    const early = strictArray([]);
    const late = strictArray([]);
    const filler = Array.from({ length: 0xfffe }, () => strictArray([]));
    const values = [early, ...filler, strictArray([]), late, early, late];
    expect(toHex(encodeAmf0(values, { references: true }).subarray(5 * 0x10001))).toBe('07 00 00 0a 00 00 00 00');
    const cyclic = errorOf(() => encodeAmf0([...values, cyclicObject()], { references: true }));
    expect(cyclic).toMatchObject({ code: 'amfCyclic' });
  });

  it('AMF-ENC-3: refuses a cycle, however long, and writes it with references', () => {
    const inner = strictArray([]);
    const outer = ecmaArray({ inner });
    inner.values.push(outer);
    expect(refusal(outer)).toMatchObject({
      name: 'AmfUsageError',
      code: 'amfCyclic',
      message: 'expected a tree, came a value that holds itself',
    });
    const bytes = encodeAmf0([outer], { references: true });
    expect(encodeAmf0(decodeAmf0(bytes).values, { references: true })).toEqual(bytes);
  });

  it('AMF-ENC-4: keeps undefined apart from a property that is not there', () => {
    expect(written(amfObject({ a: undefined }))).toBe(`03 00 01 61 06 ${END}`);
  });

  it('AMF-ENC-5: keeps the order of properties', () => {
    const late = amfObject([
      ['b', null],
      ['2', null],
      ['1', null],
    ]);
    expect(written(late)).toBe(`03 00 01 62 05 00 01 32 05 00 01 31 05 ${END}`);
  });

  it('AMF-ENC-6: refuses an empty name inside an object', () => {
    expect(refusal(amfObject({ '': null }))).toMatchObject({ code: 'amfNameEmpty' });
  });

  it('AMF0-5: refuses names of more than 65535 bytes', () => {
    const long = 'é'.repeat(0x8000);
    expect(refusal(amfObject({ [long]: null }))).toMatchObject({
      code: 'amfNameTooLong',
      message: 'expected a name of at most 65535 bytes, came 65536',
    });
    expect(refusal(amfObject({}, long))).toMatchObject({ code: 'amfNameTooLong' });
    expect(() => encodeAmf0([amfObject({ [long.slice(1)]: null })])).not.toThrow();
  });

  it.each([-0x8001, 0x8000, 0.5, Number.NaN])('refuses the time zone %d', (timeZone) => {
    expect(refusal(amfDate(0, timeZone))).toMatchObject({ code: 'amfOutOfRange' });
  });

  it.each([-1, 0x100000000, 1.5])('refuses the declared count %d', (count) => {
    expect(refusal(ecmaArray({}, count))).toMatchObject({ code: 'amfOutOfRange' });
  });

  it('takes 512 levels and refuses one more, before the stack is in danger', () => {
    expect(() => encodeAmf0([nested(MAX_AMF_DEPTH)])).not.toThrow();
    expect(refusal(nested(100_000))).toMatchObject({ code: 'amfTooDeep' });
  });

  it('AMF-LIM-5: refuses what grows past the longest message when it is written out', () => {
    let value: AmfValue = 'a'.repeat(1000);
    for (let level = 0; level < 40; level++) value = strictArray([value, value]);
    expect(refusal(value)).toMatchObject({ code: 'amfTooLong' });
  });

  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a bigint', 1n],
    ['a Date', new Date(0)],
    ['a plain object', { a: 1 }],
  ])('refuses %s from an untyped caller', (_, value) => {
    // What JavaScript callers can do and the types forbid.
    expect(refusal(value as unknown as AmfValue)).toMatchObject({ code: 'amfNotAValue' });
  });
});
