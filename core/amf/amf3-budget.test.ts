import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { decodeAmf3 } from './amf3.ts';
import { type AmfBudget, MAX_AMF_DEPTH } from './budget.ts';
import { errorOf } from './testing/error-of.ts';
import type { AmfStrictArray } from './value.ts';

function decode(bytes: Uint8Array, budget?: Partial<AmfBudget>) {
  return () => decodeAmf3(bytes, { budget });
}

function repeated(count: number, opening: string, last: string): Uint8Array {
  const out = new ByteWriter();
  for (let index = 0; index < count; index++) out.bytes(hex(opening));
  out.bytes(hex(last));
  return out.finish();
}

/** Bytes that open one more level, the first member of which comes next. */
const LEVELS: readonly [what: string, opening: string][] = [
  ['arrays', '09 03 01'],
  ['arrays of names', '09 01 03 61'],
  ['objects', '0a 0b 01 03 61'],
  ['objects of a sealed class', '0a 13 01 03 61'],
  ['vectors', '10 03 00 01'],
  ['dictionaries, by their keys', '11 03 00'],
];

describe('AmfBudget in AMF3', () => {
  it.each(LEVELS)('AMF-LIM-2: takes 32 levels of %s and refuses one more', (_, opening) => {
    const length = hex(opening).length;
    expect(errorOf(decode(repeated(32, opening, '09 01 01')))).toMatchObject({
      code: 'amfTooComplex',
      at: 32 * length,
      limit: 'amfDepth',
      allowed: 32,
      got: 33,
    });
    expect(errorOf(decode(repeated(32, opening, '')))).toMatchObject({ code: 'amfMalformed' });
  });

  it.each(LEVELS)('AMF-LIM-2: no budget lets 100 000 %s within one another exhaust the stack', (_, opening) => {
    const unlimited = { amfDepth: Number.POSITIVE_INFINITY, amfValues: Number.POSITIVE_INFINITY };
    expect(errorOf(decode(repeated(100_000, opening, ''), unlimited))).toMatchObject({ allowed: MAX_AMF_DEPTH });
  });

  it('AMF-LIM-2: counts levels, not objects', () => {
    expect(decode(hex('09 05 01 0a 0b 01 01 0a 01 01'), { amfDepth: 2 })).not.toThrow();
  });

  it.each([
    ['an array', '09 ff ff ff ff'],
    ['a vector of int', '0d ff ff ff ff 00'],
    ['a vector of uint', '0e ff ff ff ff 00'],
    ['a vector of Number', '0f ff ff ff ff 00'],
    ['a vector of objects', '10 ff ff ff ff 00 01'],
    ['a dictionary', '11 ff ff ff ff 00'],
    ['bytes', '0c ff ff ff ff'],
    ['a string', '06 ff ff ff ff'],
  ])('AMF-LIM-3, AMF-LIM-6, AMF3-9: refuses 2^28-1 members of %s before it takes memory', (_, bytes) => {
    expect(errorOf(decode(hex(bytes)))).toMatchObject({ code: 'amfMalformed' });
  });

  it('AMF-LIM-4: counts members, keys, references and sealed members as values', () => {
    const bytes = hex('11 03 00 0a 13 03 50 03 61 01 0a 02'); // a dictionary of an object of one member, and itself
    expect(decode(bytes, { amfValues: 4 })).not.toThrow();
    expect(errorOf(decode(bytes, { amfValues: 3 }))).toMatchObject({ limit: 'amfValues', at: 10 });
  });

  it('AMF-LIM-4: bounds sealed members before it reads their names, others as they come', () => {
    expect(errorOf(decode(hex('0a 33 01'), { amfProperties: 2 }))).toMatchObject({
      limit: 'amfProperties',
      at: 0,
      got: 3,
    });
    const dynamic = hex('0a 1b 01 03 61 01 03 62 01 01');
    expect(decode(dynamic, { amfProperties: 2 })).not.toThrow();
    expect(errorOf(decode(dynamic, { amfProperties: 1 }))).toMatchObject({ limit: 'amfProperties', at: 6, got: 2 });
    const named = hex('09 01 03 61 01 03 62 01 01');
    expect(errorOf(decode(named, { amfProperties: 1 }))).toMatchObject({ limit: 'amfProperties', at: 5, got: 2 });
  });

  it('AMF-LIM-5: a message that says 2^40 values when written out holds 41 arrays', () => {
    const out = new ByteWriter();
    out.bytes(hex('09 01 01'));
    for (let level = 0; level < 40; level++) {
      const reference = [0x09, level << 1];
      out.bytes(Uint8Array.of(0x09, 0x05, 0x01, ...reference, ...reference));
    }
    const { values } = decodeAmf3(out.finish());
    const top = values[40] as AmfStrictArray;
    expect(values).toHaveLength(41);
    expect(top.values).toEqual([values[39], values[39]]);
    expect(top.values[0]).toBe(values[39]);
  });

  it('AMF-LIM-7: a class of many members costs values each time it is used, not bytes', () => {
    const members = 100;
    const out = new ByteWriter();
    out.bytes(hex('0a 8c 43 01')); // 100 sealed members: 100 << 4 | 3
    for (let index = 0; index < members; index++) out.bytes(Uint8Array.of(0x05, 0x61, 0x30 + (index % 70)));
    for (let index = 0; index < members; index++) out.u8(0x01);
    const first = out.length;
    for (let again = 0; again < 200; again++) {
      out.bytes(hex('0a 01'));
      for (let index = 0; index < members; index++) out.u8(0x01);
    }
    expect(errorOf(decode(out.finish()))).toMatchObject({ limit: 'amfValues', at: first + 98 * 102 + 2 });
  });
});
