import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { decodeAmf0, encodeAmf0 } from './amf0.ts';
import { AMF_UNSUPPORTED, amfDate, amfObject, avmPlus, byteArray, ecmaArray, strictArray } from './make-value.ts';
import { errorOf } from './testing/error-of.ts';
import { type AmfStrictArray, type AmfValue, property } from './value.ts';

const app = amfObject({ app: 'live', n: amfObject(), b: false });
const duration = '00 08 64 75 72 61 74 69 6f 6e 00 40 00 00 00 00 00 00 00 00 00 09';

/** Vectors that say one value in the one way in which we write it, too. */
const canonical: readonly [name: string, bytes: string, value: AmfValue][] = [
  ['VEC-AMF0-1: number 0', '00 00 00 00 00 00 00 00 00', 0],
  ['VEC-AMF0-2: number 1', '00 3f f0 00 00 00 00 00 00', 1],
  ['VEC-AMF0-3: number -2000', '00 c0 9f 40 00 00 00 00 00', -2000],
  ['VEC-AMF0-4: the FourCC av01', '00 41 d8 5d 8c 0c 40 00 00', 1635135537],
  ['VEC-AMF0-5: the quiet NaN', '00 7f f8 00 00 00 00 00 00', Number.NaN],
  ['VEC-AMF0-6: true', '01 01', true],
  ['VEC-AMF0-8: an empty string', '02 00 00', ''],
  ['VEC-AMF0-9: "connect"', '02 00 07 63 6f 6e 6e 65 63 74', 'connect'],
  ['VEC-AMF0-10: "héé€😀"', '02 00 0c 68 c3 a9 c3 a9 e2 82 ac f0 9f 98 80', 'héé€😀'],
  ['VEC-AMF0-11: null', '05', null],
  ['VEC-AMF0-12: undefined', '06', undefined],
  ['VEC-AMF0-13: an empty object', '03 00 00 09', amfObject()],
  [
    'VEC-AMF0-14: an object within an object',
    '03 00 03 61 70 70 02 00 04 6c 69 76 65 00 01 6e 03 00 00 09 00 01 62 01 00 00 00 09',
    app,
  ],
  ['VEC-AMF0-15: an ECMA array', `08 00 00 00 01 ${duration}`, ecmaArray({ duration: 2 }, 1)],
  ['VEC-AMF0-16: an ECMA array that counts 0', `08 00 00 00 00 ${duration}`, ecmaArray({ duration: 2 }, 0)],
  [
    'VEC-AMF0-17: a strict array',
    '0a 00 00 00 02 02 00 04 61 76 30 31 02 00 04 68 76 63 31',
    strictArray(['av01', 'hvc1']),
  ],
  ['VEC-AMF0-18: an empty strict array', '0a 00 00 00 00', strictArray([])],
  ['VEC-AMF0-19: a date', '0b 42 76 f5 e6 6e 80 00 00 00 00', amfDate(1577836800000)],
  ['VEC-AMF0-20: the same date, zone -60', '0b 42 76 f5 e6 6e 80 00 00 ff c4', amfDate(1577836800000, -60)],
  ['VEC-AMF0-22: unsupported', '0d', AMF_UNSUPPORTED],
  ['VEC-AMF0-23: an XML document', '0f 00 00 00 04 3c 61 2f 3e', { kind: 'xmlDocument', text: '<a/>' }],
  ['VEC-AMF0-24: a typed object', '10 00 01 50 00 01 78 00 3f f0 00 00 00 00 00 00 00 00 09', amfObject({ x: 1 }, 'P')],
  ['VEC-AMF0-27: a switch to AMF3', '11 04 05', avmPlus(5)],
];

describe('AMF0 vectors', () => {
  it.each(canonical)('%s', (_, bytes, value) => {
    expect(decodeAmf0(hex(bytes)).values).toEqual([value]);
    expect(toHex(encodeAmf0([value]))).toBe(bytes);
  });

  it('VEC-AMF0-7: any byte but 0 is true', () => {
    expect(decodeAmf0(hex('01 7f')).values).toEqual([true]);
  });

  it('VEC-AMF0-21: a long string may be short', () => {
    expect(decodeAmf0(hex('0c 00 00 00 03 61 62 63')).values).toEqual(['abc']);
  });

  it('VEC-AMF0-25: a reference counts the array as 0 and its first member as 1', () => {
    const bytes = '0a 00 00 00 02 03 00 00 09 07 00 01';
    const { values } = decodeAmf0(hex(bytes));
    const members = (values[0] as AmfStrictArray).values;
    expect(members).toEqual([amfObject(), amfObject()]);
    expect(members[0]).toBe(members[1]);
    expect(toHex(encodeAmf0(values, { references: true }))).toBe(bytes);
  });

  it('VEC-AMF0-26: an object may hold itself', () => {
    const bytes = '03 00 04 73 65 6c 66 07 00 00 00 00 09';
    const { values } = decodeAmf0(hex(bytes));
    expect(property(values[0], 'self')).toBe(values[0]);
    expect(toHex(encodeAmf0(values, { references: true }))).toBe(bytes);
  });

  it.each([
    ['VEC-AMF0-28: a truncated string', '02 00 0a 61 62 63', 3, 'expected 10 bytes of a string, 3 are left'],
    [
      'VEC-AMF0-29: a strict array of 2^32-1 values in 5 bytes',
      '0a ff ff ff ff',
      5,
      'expected 4294967295 bytes of a strict array of 4294967295 values, 0 are left',
    ],
    ['VEC-AMF0-30: a dangling reference', '07 00 07', 0, 'expected a reference to one of 0 values, came index 7'],
    ['VEC-AMF0-31: a movie clip', '04', 0, 'expected the marker of a value, came 04 (MovieClip)'],
  ])('%s fails', (_, bytes, at, message) => {
    expect(errorOf(() => decodeAmf0(hex(bytes)))).toMatchObject({ code: 'amfMalformed', at, message });
  });
});

describe('decodeAmf0', () => {
  it('reads values to the end of the payload, in order (AMF0-1)', () => {
    expect(decodeAmf0(hex('02 00 01 61  05  01 00'))).toEqual({
      values: ['a', null, false],
      malformedUtf8: false,
      hasAmf3: false,
      trailing: 0,
      trailingError: undefined,
    });
    expect(decodeAmf0(hex('')).values).toEqual([]);
  });

  it('reads only its range, and gives positions in the whole buffer', () => {
    const bytes = hex('ff  05 01 01  04');
    expect(decodeAmf0(bytes, { start: 1, end: 4 }).values).toEqual([null, true]);
    expect(errorOf(() => decodeAmf0(bytes, { start: 1 }))).toMatchObject({ at: 4 });
  });

  it('keeps nothing of the buffer it was given', () => {
    const bytes = hex('02 00 01 61  11 0c 03 01');
    const { values } = decodeAmf0(bytes);
    bytes.fill(0x62);
    expect(values).toEqual(['a', avmPlus(byteArray(hex('01')))]);
  });

  it('says that a string or a name was not UTF-8, wherever it was (AMF0-23)', () => {
    const broken = decodeAmf0(hex('03 00 02 ff 61 02 00 01 62 00 00 09  02 00 01 63'));
    expect(broken.values).toEqual([amfObject({ '\ufffda': 'b' }), 'c']);
    expect(broken.malformedUtf8).toBe(true);
    expect(decodeAmf0(hex('0c 00 00 00 02 e2 82')).malformedUtf8).toBe(true);
    expect(decodeAmf0(hex('11 06 03 ff')).malformedUtf8).toBe(true);
  });
});

describe('decodeAmf0 with lenientTail (AMF-LIM-11)', () => {
  it('keeps the values before garbage, and tells how much was given up and why', () => {
    const decoded = decodeAmf0(hex('02 00 01 61  05  02 00 09 62'), { lenientTail: true });
    expect(decoded.values).toEqual(['a', null]);
    expect(decoded.trailing).toBe(4);
    expect(decoded.trailingError).toMatchObject({ code: 'amfMalformed', at: 8 });
  });

  it('drops a stray object end, as OBS 29 has sent it (Q-49)', () => {
    const decoded = decodeAmf0(hex('02 00 01 61  08 00 00 00 00 00 00 09  00 00 09'), { lenientTail: true });
    expect(decoded).toMatchObject({ values: ['a', ecmaArray({}, 0)], trailing: 3 });
  });

  it('gives up everything where the first value is garbage already', () => {
    const decoded = decodeAmf0(hex('ff 00 00 00 00 ff'), { start: 1, end: 5, lenientTail: true });
    expect(decoded).toMatchObject({ values: [], trailing: 4 });
  });

  it('does not excuse what exceeds the budget', () => {
    const decode = () => decodeAmf0(hex('05 05'), { lenientTail: true, budget: { amfValues: 1 } });
    expect(errorOf(decode)).toMatchObject({ code: 'amfTooComplex' });
  });

  it('has no tail where all decodes', () => {
    expect(decodeAmf0(hex('05 05'), { lenientTail: true })).toMatchObject({ trailing: 0, trailingError: undefined });
  });
});
