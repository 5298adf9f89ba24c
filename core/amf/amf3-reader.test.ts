import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { decodeAmf3 } from './amf3.ts';
import {
  amfDate,
  amfObject,
  amfXml,
  byteArray,
  dictionary,
  ecmaArray,
  mixedArray,
  sealedObject,
  strictArray,
} from './make-value.ts';
import { errorOf } from './testing/error-of.ts';
import { type AmfMixedArray, type AmfObject, type AmfStrictArray, type AmfValue, property } from './value.ts';

function read(bytes: string): AmfValue {
  return decodeAmf3(hex(bytes)).values[0];
}

function readAll(bytes: string): AmfValue[] {
  return decodeAmf3(hex(bytes)).values;
}

function failure(bytes: string) {
  return errorOf(() => read(bytes));
}

const ZERO_DATE = '08 01 00 00 00 00 00 00 00 00';

describe('Amf3Reader, one test for each rule', () => {
  it('AMF3-1: takes 8 bits of the fourth byte of a U29, and no fifth', () => {
    expect(readAll('04 80 80 80 ff 01')).toEqual([255, null]);
  });

  it.each(['04 01', '04 80 01', '04 80 80 01', '04 80 80 80 01'])('AMF3-2: takes 1 in the form %s', (bytes) => {
    expect(read(bytes)).toBe(1);
  });

  it('AMF3-3: tells inline from reference by the lowest bit of a length of any form', () => {
    expect(readAll('06 80 03 61 06 80 00')).toEqual(['a', 'a']);
  });

  it('AMF3-5: tells undefined from null', () => {
    expect(readAll('00 01')).toEqual([undefined, null]);
  });

  it('AMF3-6: takes bit 28 for the sign', () => {
    expect(readAll('04 c0 80 80 00 04 bf ff ff ff')).toEqual([-268435456, 268435455]);
  });

  it('AMF3-7: takes a double of any value, a whole one among them', () => {
    expect(readAll('05 3f f0 00 00 00 00 00 00 05 7f f0 00 00 00 00 00 00')).toEqual([1, Number.POSITIVE_INFINITY]);
  });

  it('AMF3-8: counts strings of all kinds but empty ones: values, class names, members, type names', () => {
    const bytes = `06 01  06 03 61  0a 1b 03 62 03 63 01 03 64 06 01 01  10 01 00 03 65  06 00 06 02 06 04 06 06 06 08`;
    expect(readAll(bytes).slice(4)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('AMF3-10: takes a date of no zone, with whatever stands above the inline flag', () => {
    expect(readAll(`${ZERO_DATE} 08 7f 40 59 00 00 00 00 00 00`)).toEqual([amfDate(0), amfDate(100)]);
  });

  it('AMF3-11: reads the named part of an array, then as many values as it counts', () => {
    expect(readAll('09 03 03 61 01 01 03 02')).toEqual([mixedArray({ a: null }, [true]), false]);
  });

  it('AMF3-12: keeps names that look like indexes apart from indexes, in their order', () => {
    const array = read('09 03 03 31 01 03 30 01 01 03') as AmfMixedArray;
    expect([...array.properties.keys()]).toEqual(['1', '0']);
    expect(array.values).toEqual([true]);
  });

  it('AMF3-13: of equal names the last value wins, at the first place', () => {
    expect(read('0a 0b 01 03 61 01 03 62 01 00 03 01')).toEqual(amfObject({ a: true, b: null }));
    expect(read('0a 1b 01 03 61 01 00 03 01')).toMatchObject({ properties: new Map([['a', true]]) });
  });

  it('AMF3-13: takes __proto__ for a name like any other', () => {
    const object = read('0a 0b 01 13 5f 5f 70 72 6f 74 6f 5f 5f 01 01') as AmfObject;
    expect([...object.properties.keys()]).toEqual(['__proto__']);
  });

  it('AMF3-14: gives objects of one class one AmfTraits; those of a dynamic class without sealed members have none', () => {
    const [first, second] = readAll('0a 13 03 50 03 78 01 0a 01 03') as AmfObject[];
    expect(first?.traits).toEqual({ className: 'P', isDynamic: false, sealed: ['x'] });
    expect(second?.traits).toBe(first?.traits);
    expect(read('0a 0b 03 50 01')).not.toHaveProperty('traits');
  });

  it('AMF3-14: counts the traits of externalizable classes, and reads through them', () => {
    const name = Array.from('flex.messaging.io.ObjectProxy', (char) => char.charCodeAt(0).toString(16)).join(' ');
    const values = readAll(`0a 07 3b ${name} 04 01 0a 13 03 50 03 78 03 0a 01 04 02 0a 05 02`);
    expect(values.map((value) => property(value, 'object') ?? property(value, 'x'))).toEqual([1, true, 2, false]);
  });

  it('AMF3-15: counts values of all kinds by their headers, before members', () => {
    const bytes = `09 13 01 ${ZERO_DATE} 07 01 0b 01 0c 01 0d 01 00 0e 01 00 0f 01 00 11 01 00 0a 12`;
    const [inner, again] = (read(`09 05 01 ${bytes} 0a 02`) as AmfStrictArray).values;
    const members = (inner as AmfStrictArray).values;
    expect(members[7]).toEqual(dictionary([]));
    expect(members[8]).toBe(members[7]);
    expect(again).toBe(inner);
  });

  it('AMF3-15: a value may hold itself', () => {
    const array = read('09 03 01 09 00');
    expect(array).toMatchObject({ values: [array] });
    const object = read('0a 0b 01 03 61 0a 00 01');
    expect(property(object, 'a')).toBe(object);
    const key = read('11 03 00 11 00 11 00') as { entries: Map<AmfValue, AmfValue> };
    expect(key.entries.get(key as AmfValue)).toBe(key);
    const vector = read('10 03 00 01 10 00');
    expect(vector).toMatchObject({ typeName: '', values: [vector] });
    const named = read('09 01 03 61 09 00 01');
    expect(property(named, 'a')).toBe(named);
  });

  it('AMF3-15: does not mind the marker before a reference', () => {
    const [date, again] = readAll(`${ZERO_DATE} 0a 00`);
    expect(again).toBe(date);
  });

  it('AMF3-16: hands on XML of both kinds as text, unread', () => {
    expect(readAll('07 05 3c 26 0b 05 3c 26')).toEqual([{ kind: 'xmlDocument', text: '<&' }, amfXml('<&')]);
  });

  it('AMF3-17: reads bytes of any length, none among them', () => {
    expect(readAll('0c 01 0c 03 ff')).toEqual([byteArray(hex('')), byteArray(hex('ff'))]);
  });

  it('AMF3-18: takes any fixed flag but 0 for fixed', () => {
    expect(readAll('0d 01 02 0f 01 00')).toMatchObject([{ isFixed: true }, { isFixed: false }]);
  });

  it('AMF3-19: keys of a dictionary are any values', () => {
    expect(read('11 05 00 0a 0b 01 01 02 04 05 03')).toEqual(
      dictionary([
        [amfObject(), false],
        [5, true],
      ]),
    );
  });

  it('AMF0-23: remembers text that is no UTF-8', () => {
    expect(decodeAmf3(hex('0a 0b 01 03 ff 01 01'))).toMatchObject({ malformedUtf8: true });
    expect(read('0a 0b 01 03 ff 01 01')).toEqual(amfObject({ '\ufffd': null }));
  });

  it('takes an empty name for a sealed member, which AMF3 allows there alone', () => {
    const traits = { className: '', isDynamic: false, sealed: [''] };
    expect(read('0a 13 01 01 03')).toEqual(sealedObject(traits, { '': true }));
  });

  it('reads an empty array as a strict one', () => {
    expect(readAll('09 01 01 09 01 03 61 01 01')).toEqual([strictArray([]), ecmaArray({ a: null })]);
  });
});

describe('Amf3Reader, on broken bytes', () => {
  it.each(['12', '7f', 'ff'])('fails on the marker %s', (marker) => {
    const message = `expected the marker of an AMF3 value, came ${marker} (unknown)`;
    expect(failure(marker)).toMatchObject({ code: 'amfMalformed', at: 0, message });
  });

  it.each([
    ['06 00', 'expected a reference to one of 0 strings, came index 0', 1],
    ['09 03 01 0a 04', 'expected a reference to one of 1 objects, came index 2', 3],
    ['0a 05', 'expected a reference to one of 0 traits, came index 1', 0],
  ])('AMF3-3: fails on the dangling reference %s', (bytes, message, at) => {
    expect(failure(bytes)).toMatchObject({ code: 'amfMalformed', message, at });
  });

  it.each([
    ['04 80 80 80', 'expected 1 bytes of an integer, 0 are left'],
    ['05 00', 'expected 8 bytes of a double, 1 are left'],
    ['06', 'expected 1 bytes of a string, 0 are left'],
    ['06 05 61', 'expected 2 bytes of a string, 1 are left'],
    ['07 05 61', 'expected 2 bytes of an XML document, 1 are left'],
    ['08 01 00', 'expected 8 bytes of a date, 1 are left'],
    ['09', 'expected 1 bytes of the header of a value, 0 are left'],
    ['09 01 80', 'expected 1 bytes of a name in an array, 0 are left'],
    ['0a 13 03', 'expected 1 bytes of a class name, 0 are left'],
    ['0a 13 01 03', 'expected 1 bytes of the name of a sealed member, 0 are left'],
    ['0a 0b 01', 'expected 1 bytes of a property name, 0 are left'],
    ['0b 05 61', 'expected 2 bytes of XML, 1 are left'],
    ['0c 05 61', 'expected 2 bytes of a byte array, 1 are left'],
    ['0d 03', 'expected 1 bytes of the fixed flag of a vector, 0 are left'],
    ['0d 03 00 00', 'expected 4 bytes of a vector of 1 numbers, 1 are left'],
    ['0f 03 00 00', 'expected 8 bytes of a vector of 1 numbers, 1 are left'],
    ['10 03 00', 'expected 1 bytes of the type name of a vector, 0 are left'],
    ['10 05 00 01 01', 'expected 2 bytes of a vector of 2 values, 1 are left'],
    ['11 03', 'expected 1 bytes of the weak flag of a dictionary, 0 are left'],
    ['11 03 00 01', 'expected 2 bytes of a dictionary of 1 entries, 1 are left'],
  ])('AMF-LIM-1: fails on %s: %s', (bytes, message) => {
    expect(failure(bytes)).toMatchObject({ code: 'amfMalformed', message });
  });

  it('AMF3-20: shows of the name of an unknown class no more than 80 characters, and none that acts', () => {
    expect(failure('0a 07 05 0a 22').message).toBe(
      'expected an externalizable class whose form is known, came "\\n\\""',
    );
    const long = `0a 07 83 49 ${'61 '.repeat(228)}`;
    expect(failure(long).message).toMatch(/came "a{80}"$/);
  });
});
