import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { encodeFlvHeader, encodeFlvTag, FlvUsageError } from './encode-tag.ts';

describe('encodeFlvHeader', () => {
  it('says audio and video when nobody knows better (VEC-FLV-1, FLV-1)', () => {
    expect(toHex(encodeFlvHeader())).toBe('46 4c 56 01 05 00 00 00 09 00 00 00 00');
  });

  it.each([
    [true, false, 4],
    [false, true, 1],
    [false, false, 0],
  ])('says audio %s, video %s', (hasAudio, hasVideo, flags) => {
    expect(encodeFlvHeader({ hasAudio, hasVideo })[4]).toBe(flags);
  });
});

describe('encodeFlvTag', () => {
  it('writes the low 24 bits of the time, then the high 8, and its size behind it (VEC-FLV-2, FLV-2)', () => {
    const tag = encodeFlvTag({ type: 8, timestamp: 0x01000000, data: hex('af 01 00') });
    expect(toHex(tag)).toBe('08 00 00 03 00 00 00 01 00 00 00 af 01 00 00 00 00 0e');
  });

  it('refuses data that DataSize cannot say', () => {
    const longest = new Uint8Array(0xffffff);
    expect(encodeFlvTag({ type: 9, timestamp: 0, data: longest }).subarray(0, 4)).toEqual(hex('09 ff ff ff'));
    expect(() => encodeFlvTag({ type: 9, timestamp: 0, data: new Uint8Array(0x1000000) })).toThrow(
      new FlvUsageError('tagTooLong', 'expected at most 16777215 bytes of data, came 16777216'),
    );
  });

  it.each([-1, 0x100000000, 1.5, Number.NaN])('refuses the timestamp %d', (timestamp) => {
    expect(() => encodeFlvTag({ type: 9, timestamp, data: new Uint8Array(0) })).toThrow(
      expect.objectContaining({ name: 'FlvUsageError', code: 'timestampNotUint32' }),
    );
  });
});
