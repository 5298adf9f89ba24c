import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { decodeAmf0 } from './amf0.ts';
import { type AmfBudget, DEFAULT_AMF_BUDGET, MAX_AMF_DEPTH } from './budget.ts';
import { errorOf } from './testing/error-of.ts';
import type { AmfStrictArray, AmfValue } from './value.ts';

/** `count` strict arrays of one value within one another, the innermost around null. */
function nestedArrays(count: number): Uint8Array {
  const out = new ByteWriter();
  for (let level = 0; level < count; level++) out.bytes(hex('0a 00 00 00 01'));
  out.u8(0x05);
  return out.finish();
}

function nestedObjects(count: number): Uint8Array {
  const out = new ByteWriter();
  for (let level = 0; level < count; level++) out.bytes(hex('03 00 01 61'));
  out.u8(0x05);
  for (let level = 0; level < count; level++) out.bytes(hex('00 00 09'));
  return out.finish();
}

function objectOf(propertyCount: number): Uint8Array {
  const out = new ByteWriter();
  out.u8(0x03);
  for (let index = 0; index < propertyCount; index++) {
    out.u16(4);
    out.utf8(String(index).padStart(4, '0'));
    out.u8(0x05);
  }
  out.bytes(hex('00 00 09'));
  return out.finish();
}

function decode(bytes: Uint8Array, budget?: Partial<AmfBudget>) {
  return () => decodeAmf0(bytes, { budget });
}

describe('AmfBudget', () => {
  it.each([
    ['arrays', nestedArrays],
    ['objects', nestedObjects],
  ])('AMF-LIM-2: takes 32 levels of %s and refuses one more', (_, nested) => {
    expect(decode(nested(32))).not.toThrow();
    expect(errorOf(decode(nested(33)))).toMatchObject({
      code: 'amfTooComplex',
      message: 'expected amfDepth of at most 32, came 33',
      limit: 'amfDepth',
      allowed: 32,
      got: 33,
    });
  });

  it('AMF-LIM-2: says where the level too many begins', () => {
    expect(errorOf(decode(nestedArrays(3), { amfDepth: 1 }))).toMatchObject({ at: 5 });
    expect(errorOf(decode(nestedArrays(1), { amfDepth: 0 }))).toMatchObject({ at: 0 });
  });

  it('AMF-LIM-2: counts levels, not objects', () => {
    expect(decode(hex('03 00 00 09 0a 00 00 00 02 03 00 00 09 03 00 00 09'), { amfDepth: 2 })).not.toThrow();
  });

  it.each([
    ['arrays', nestedArrays],
    ['objects', nestedObjects],
  ])('AMF-LIM-2: no budget lets 100 000 %s within one another exhaust the stack', (_, nested) => {
    const unlimited = { amfDepth: Number.POSITIVE_INFINITY, amfValues: Number.POSITIVE_INFINITY };
    expect(errorOf(decode(nested(100_000), unlimited))).toMatchObject({ limit: 'amfDepth', allowed: MAX_AMF_DEPTH });
  });

  it.each([
    ['0a ff ff ff ff 05', 'amfMalformed'],
    ['0c ff ff ff ff 61', 'amfMalformed'],
    ['0a 00 00 00 03 05 05', 'amfMalformed'],
  ])('AMF-LIM-3, AMF-LIM-6: refuses the count of %s before it reads on', (bytes, code) => {
    expect(errorOf(decode(hex(bytes)))).toMatchObject({ code, at: 5 });
  });

  it('AMF-LIM-3: an ECMA array holds what came, whatever it counts', () => {
    expect(decodeAmf0(hex('08 ff ff ff ff 00 00 09')).values).toMatchObject([{ properties: new Map() }]);
  });

  it('AMF-LIM-4: takes 10 000 values in a message and refuses one more', () => {
    const { amfValues } = DEFAULT_AMF_BUDGET;
    expect(decode(new Uint8Array(amfValues).fill(0x05))).not.toThrow();
    const bound = { limit: 'amfValues', allowed: amfValues, got: amfValues + 1 };
    expect(errorOf(decode(new Uint8Array(amfValues + 1).fill(0x05)))).toMatchObject({ at: amfValues, ...bound });
  });

  it('AMF-LIM-4: counts members and references as values', () => {
    const bytes = hex('0a 00 00 00 02 05 07 00 00');
    expect(decode(bytes, { amfValues: 3 })).not.toThrow();
    expect(errorOf(decode(bytes, { amfValues: 2 }))).toMatchObject({ limit: 'amfValues', at: 6 });
  });

  it('AMF-LIM-4: takes 4096 properties of an object and refuses one more', () => {
    expect(decode(objectOf(4096))).not.toThrow();
    const at = 1 + 4096 * 7;
    expect(errorOf(decode(objectOf(4097)))).toMatchObject({ at, limit: 'amfProperties', allowed: 4096, got: 4097 });
  });

  it('AMF-LIM-5: a message that says 2^40 values when written out holds 41 arrays', () => {
    const out = new ByteWriter();
    out.bytes(hex('0a 00 00 00 00'));
    for (let level = 0; level < 40; level++) {
      out.bytes(hex('0a 00 00 00 02'));
      for (let side = 0; side < 2; side++) {
        out.u8(0x07);
        out.u16(level);
      }
    }
    const { values } = decodeAmf0(out.finish());
    expect(values).toHaveLength(41);
    const top = values[40] as AmfStrictArray;
    expect([top.values[0], top.values[1]].every((side: AmfValue) => side === values[39])).toBe(true);
  });

  it('takes what is not named from the default', () => {
    expect(errorOf(decode(nestedArrays(33), { amfValues: 50 }))).toMatchObject({ limit: 'amfDepth', allowed: 32 });
  });
});
