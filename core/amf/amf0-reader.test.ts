import { describe, expect, it } from 'vitest';
import { ByteCursor } from '../bytes/cursor.ts';
import { hex } from '../bytes/testing/hex.ts';
import { AmfInput } from './amf-input.ts';
import { Amf0Reader } from './amf0-reader.ts';
import { AmfError } from './error.ts';
import { AMF_UNSUPPORTED, amfDate, amfObject, avmPlus, ecmaArray, strictArray } from './make-value.ts';
import { errorOf } from './testing/error-of.ts';
import { type AmfValue, property } from './value.ts';

/** The first value of the bytes. */
function read(bytes: string | Uint8Array): AmfValue {
  return readerOf(new AmfInput(new ByteCursor(typeof bytes === 'string' ? hex(bytes) : bytes))).read();
}

function readerOf(input: AmfInput): Amf0Reader {
  return new Amf0Reader(input, []);
}

function names(value: AmfValue): string[] {
  return [...(value as ReturnType<typeof amfObject>).properties.keys()];
}

const END = '00 00 09';

describe('Amf0Reader, one test for each rule', () => {
  it('AMF0-1: reads one value and leaves the cursor behind it', () => {
    const cursor = new ByteCursor(hex('01 01 05'));
    const reader = readerOf(new AmfInput(cursor));
    expect([reader.read(), cursor.position, reader.read(), cursor.remaining]).toEqual([true, 2, null, 0]);
    expect(errorOf(() => reader.read())).toMatchObject({ code: 'amfMalformed', at: 3 });
  });

  it.each(['12', '7f', 'ff'])('AMF0-2: fails on the unknown marker %s', (marker) => {
    const message = `expected the marker of a value, came ${marker} (unknown)`;
    expect(errorOf(() => read(marker))).toMatchObject({ code: 'amfMalformed', at: 0, message });
  });

  it('AMF0-3: takes any double, -0 and infinities and NaN of any bits', () => {
    expect(read('00 80 00 00 00 00 00 00 00')).toBe(-0);
    expect(read('00 ff f0 00 00 00 00 00 00')).toBe(Number.NEGATIVE_INFINITY);
    expect(read('00 00 00 00 00 00 00 00 01')).toBe(Number.MIN_VALUE);
    expect(read('00 ff f4 00 00 00 00 00 01')).toBeNaN();
  });

  it('AMF0-4: takes 0 for false and any other byte for true', () => {
    expect([read('01 00'), read('01 01'), read('01 ff')]).toEqual([false, true, true]);
  });

  it('AMF0-5: measures a string in bytes, up to 65535', () => {
    const bytes = new Uint8Array(3 + 0xffff).fill(0x61);
    bytes.set(hex('02 ff ff'));
    expect(read(bytes)).toBe('a'.repeat(0xffff));
  });

  it('AMF0-6: keeps the order of names; of equal names the last value wins, at the first place', () => {
    const object = read(`03 00 01 62 05 00 01 61 05 00 01 62 01 01 ${END}`);
    expect(object).toEqual(amfObject({ b: true, a: null }));
    expect(names(object)).toEqual(['b', 'a']);
  });

  it('AMF0-6: takes an empty name before a value for a property', () => {
    expect(read(`03 00 00 01 01 00 01 61 05 ${END}`)).toEqual(
      amfObject([
        ['', true],
        ['a', null],
      ]),
    );
  });

  it('AMF0-6: takes __proto__ and constructor for names like any other', () => {
    const name = '00 09 5f 5f 70 72 6f 74 6f 5f 5f';
    const object = read(`03 ${name} 03 00 01 78 01 01 ${END} ${END}`);
    expect(names(object)).toEqual(['__proto__']);
    expect(property(object, 'x')).toBeUndefined();
    expect(property(amfObject(), 'x')).toBeUndefined();
  });

  it.each(['04', '0e'])('AMF0-7: fails on the reserved marker %s', (marker) => {
    expect(errorOf(() => read(`${marker} 00 00`))).toMatchObject({ code: 'amfMalformed', at: 0 });
  });

  it('AMF0-8, AMF0-9: tells null from undefined', () => {
    expect([read('05'), read('06')]).toEqual([null, undefined]);
  });

  it('AMF0-10: counts objects, arrays and typed objects in the order of their markers, and no dates', () => {
    const date = '0b 00 00 00 00 00 00 00 00 00 00';
    const values = read(`0a 00 00 00 05 ${date} 03 ${END} 08 00 00 00 00 ${END} 10 00 01 50 ${END} 07 00 03`);
    const typed = amfObject({}, 'P');
    expect(values).toEqual(strictArray([amfDate(0), amfObject(), ecmaArray({}, 0), typed, typed]));
  });

  it('AMF0-10: resolves references to what is still being read, across values', () => {
    const cursor = new ByteCursor(hex(`03 00 01 61 0a 00 00 00 01 07 00 00 ${END} 07 00 01`));
    const reader = readerOf(new AmfInput(cursor));
    const object = reader.read();
    const array = property(object, 'a');
    expect(array).toMatchObject({ kind: 'strictArray', values: [object] });
    expect(reader.read()).toBe(array);
  });

  it('AMF0-10: fails on an index that no value has', () => {
    const message = 'expected a reference to one of 1 values, came index 1';
    expect(errorOf(() => read(`03 00 01 61 07 00 01 ${END}`))).toMatchObject({ at: 4, message });
  });

  it('AMF0-11: reads an ECMA array with its end mark', () => {
    const cursor = new ByteCursor(hex(`08 00 00 00 01 00 01 61 05 ${END} 05`));
    expect(readerOf(new AmfInput(cursor)).read()).toEqual(ecmaArray({ a: null }, 1));
    expect(cursor.remaining).toBe(1);
  });

  it.each([
    ['00 00 00 00', 0],
    ['00 00 00 01', 1],
    ['ff ff ff ff', 0xffffffff],
  ])('AMF0-12: reads both properties of an ECMA array that counts %s, and keeps the count', (count, declared) => {
    expect(read(`08 ${count} 00 01 61 05 00 01 62 05 ${END}`)).toEqual(ecmaArray({ a: null, b: null }, declared));
  });

  it('AMF0-12: takes an ECMA array for complete where the payload ends after a value, nested ones too', () => {
    expect(read('08 00 00 00 01 00 01 61 08 00 00 00 01 00 01 62 05')).toEqual(
      ecmaArray({ a: ecmaArray({ b: null }, 1) }, 1),
    );
  });

  it.each([
    ['an object without end', '03 00 01 61 05', 5],
    ['an ECMA array that ends within its end mark', '08 00 00 00 00 00 00', 5],
    ['an ECMA array that ends before a value', '08 00 00 00 00 00 01 61', 8],
  ])('AMF0-12: does not excuse %s', (_, bytes, at) => {
    expect(errorOf(() => read(bytes))).toMatchObject({ code: 'amfMalformed', at });
  });

  it('AMF0-14: reads exactly as many values as a strict array counts', () => {
    const cursor = new ByteCursor(hex('0a 00 00 00 02 06 0a 00 00 00 00 05'));
    expect(readerOf(new AmfInput(cursor)).read()).toEqual(strictArray([undefined, strictArray([])]));
    expect(cursor.remaining).toBe(1);
  });

  it('AMF0-15: takes NaN for an invalid date', () => {
    expect(read('0b 7f f8 00 00 00 00 00 00 00 00')).toEqual(amfDate(Number.NaN));
  });

  it('AMF0-16: hands on the zone, signed, and leaves the instant alone', () => {
    expect(read('0b 00 00 00 00 00 00 00 00 ff c4')).toEqual(amfDate(0, -60));
  });

  it('AMF0-17: reads a long string of any length', () => {
    const bytes = new Uint8Array(5 + 0x10000).fill(0x61);
    bytes.set(hex('0c 00 01 00 00'));
    expect(read(bytes)).toBe('a'.repeat(0x10000));
  });

  it('AMF0-18: tells unsupported from undefined', () => {
    expect(read('0d')).toBe(AMF_UNSUPPORTED);
  });

  it('AMF0-19: fails on an object end where a value should be', () => {
    const message = 'expected the marker of a value, came 09 (ObjectEnd)';
    expect(errorOf(() => read('09'))).toMatchObject({ at: 0, message });
    expect(errorOf(() => read(`03 00 01 61 09 ${END}`))).toMatchObject({ at: 4, message });
  });

  it('AMF0-20: hands on XML as text, unread', () => {
    expect(read('0f 00 00 00 02 3c 26')).toEqual({ kind: 'xmlDocument', text: '<&' });
  });

  it('AMF0-21: keeps the class of a typed object and makes nothing of it, be it empty', () => {
    expect(read(`10 00 04 44 61 74 65 00 01 61 05 ${END}`)).toEqual(amfObject({ a: null }, 'Date'));
    expect(read(`10 00 00 ${END}`)).toEqual(amfObject({}, ''));
  });

  it('AMF0-22: reads one AMF3 value behind an AVM+ marker, then AMF0 again', () => {
    expect(read('0a 00 00 00 02 11 04 05 01 01')).toEqual(strictArray([avmPlus(5), true]));
  });

  it('AMF0-23: replaces what is no UTF-8 and remembers it; NUL is a character', () => {
    const input = new AmfInput(new ByteCursor(hex('02 00 03 61 00 62 02 00 02 61 ff 05')));
    const reader = readerOf(input);
    expect([reader.read(), input.malformedUtf8]).toEqual(['a\0b', false]);
    expect([reader.read(), input.malformedUtf8]).toEqual(['a\ufffd', true]);
    expect([reader.read(), input.malformedUtf8]).toEqual([null, true]);
  });

  it.each([
    ['00 00', 'expected 8 bytes of a number, 1 are left'],
    ['01', 'expected 1 bytes of a boolean, 0 are left'],
    ['02 00', 'expected 2 bytes of a string, 1 are left'],
    ['07 00', 'expected 2 bytes of a reference, 1 are left'],
    ['08 00', 'expected 4 bytes of the count of an ECMA array, 1 are left'],
    ['0a 00', 'expected 4 bytes of the count of a strict array, 1 are left'],
    ['0b 00', 'expected 10 bytes of a date, 1 are left'],
    ['0c 00', 'expected 4 bytes of a long string, 1 are left'],
    ['0f 00', 'expected 4 bytes of an XML document, 1 are left'],
    ['10 00', 'expected 2 bytes of a class name, 1 are left'],
    ['03 00 02 61', 'expected 2 bytes of a property name, 1 are left'],
  ])('AMF-LIM-1: fails on %s: %s', (bytes, message) => {
    const error = errorOf(() => read(bytes));
    expect(error).toBeInstanceOf(AmfError);
    expect(error.message).toBe(message);
  });
});
