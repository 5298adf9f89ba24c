import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { encodeAggregate, splitAggregate } from './aggregate.ts';

const audio = hex('af 01 aa');
const video = hex('27 01 00 00 00');
/** Of an aggregate that was read to its end, with nothing inside that may not be there. */
const WHOLE = { dropped: [], unread: new Uint8Array(), flaw: undefined };

describe('splitAggregate (7.1.6)', () => {
  it('gives the first part the time of the aggregate and keeps the distances (VEC-MSG-1, MSG-15)', () => {
    const payload = hex(`
      08 00 00 03 00 01 f4 00 00 00 00 af 01 aa 00 00 00 0e 09 00 00 05 00 02 15 00 00 00 00 27 01 00
      00 00 00 00 00 10`);
    expect(splitAggregate(1000, payload)).toEqual({
      parts: [
        { messageTypeId: 8, timestamp: 1000, payload: audio },
        { messageTypeId: 9, timestamp: 1033, payload: video },
      ],
      ...WHOLE,
    });
  });

  it('reads times above 24 bits in the order of FLV (VEC-MSG-2, MSG-13)', () => {
    const payload = hex(`
      08 00 00 03 00 00 10 01 00 00 00 af 01 aa 00 00 00 0e 08 00 00 03 00 00 20 01 00 00 00 af 01 bb
      00 00 00 0e`);
    expect(splitAggregate(0x01000010, payload).parts.map(({ timestamp }) => timestamp)).toEqual([
      0x01000010, 0x01000020,
    ]);
  });

  it('wraps at 2^32', () => {
    const payload = encodeAggregate([
      { messageTypeId: 8, timestamp: 10, payload: audio },
      { messageTypeId: 8, timestamp: 30, payload: audio },
    ]);
    expect(splitAggregate(0xffffffff, payload).parts.map(({ timestamp }) => timestamp)).toEqual([0xffffffff, 19]);
  });

  it('drops parts that may not be inside: control, commands, another aggregate (MSG-16)', () => {
    const types = [1, 4, 8, 9, 15, 18, 20, 22];
    const payload = encodeAggregate(types.map((messageTypeId) => ({ messageTypeId, timestamp: 5, payload: audio })));
    const { parts, dropped } = splitAggregate(5, payload);
    expect(parts.map(({ messageTypeId }) => messageTypeId)).toEqual([8, 9, 15, 18]);
    expect(dropped).toEqual([audio, audio, audio, audio]);
  });

  it('does without the last back pointer, and without caring what the others say (MSG-17)', () => {
    const payload = encodeAggregate([
      { messageTypeId: 8, timestamp: 0, payload: audio },
      { messageTypeId: 9, timestamp: 0, payload: video },
    ]);
    payload.fill(0xff, 14, 18);
    const { parts, flaw } = splitAggregate(0, payload.subarray(0, -4));
    expect({ count: parts.length, flaw }).toEqual({ count: 2, flaw: undefined });
  });

  it('keeps what came before a part that is cut off, and says where it stopped (MSG-17)', () => {
    const payload = encodeAggregate([
      { messageTypeId: 8, timestamp: 0, payload: audio },
      { messageTypeId: 9, timestamp: 0, payload: video },
    ]);
    const cut = splitAggregate(0, payload.subarray(0, 32));
    expect(cut).toMatchObject({ parts: [{ messageTypeId: 8 }], flaw: 'expected a part of 5 bytes, got 3' });
    expect(cut.unread).toEqual(payload.subarray(18, 32));
    expect(splitAggregate(0, payload.subarray(0, 20)).flaw).toBe('expected a header of 11 bytes, got 2');
    expect(splitAggregate(0, new Uint8Array(0))).toEqual({ parts: [], ...WHOLE });
  });

  it('reads back whatever was written, and takes any bytes', () => {
    const part = fc.record({
      messageTypeId: fc.constantFrom(8, 9, 15, 18),
      timestamp: fc.nat({ max: 0xffffffff }),
      payload: fc.uint8Array({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), (parts) => {
        expect(splitAggregate(parts[0]?.timestamp ?? 0, encodeAggregate(parts))).toEqual({ parts, ...WHOLE });
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { parts } = splitAggregate(0, bytes);
        expect(parts.reduce((sum, { payload }) => sum + payload.length, 0)).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});
