import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../../bytes/testing/hex.ts';
import { describeFlac } from './flac.ts';

describe('describeFlac (CFG-30, ERTMP-28)', () => {
  const STREAMINFO =
    '12 00 12 00 00 00 fc 00 05 11 0b b8 02 f0 00 00 38 40 e5 f0 51 c1 28 e8 49 92 c0 cb a9 97 24 09 2b 51';
  const FACTS = { codec: 'FLAC', codecString: 'flac', sampleRate: 48000, channels: 2, bitDepth: 16 };

  it.each([
    ['VEC-CFG-9: marker, block header and STREAMINFO', `66 4c 61 43 00 00 00 22 ${STREAMINFO}`],
    ['the last block', `66 4c 61 43 80 00 00 22 ${STREAMINFO}`],
    ['STREAMINFO alone, as FFmpeg writes it', STREAMINFO],
    ['more blocks behind it', `66 4c 61 43 00 00 00 22 ${STREAMINFO} 84 00 00 00`],
  ])('%s', (_, bytes) => {
    expect(describeFlac(hex(bytes))).toEqual(FACTS);
  });

  it.each([
    ['nothing', ''],
    ['another marker', `66 4c 61 44 80 00 00 22 ${STREAMINFO}`],
    ['another block', `66 4c 61 43 84 00 00 22 ${STREAMINFO}`],
    ['another length', `66 4c 61 43 80 00 00 23 ${STREAMINFO}`],
    ['a header that is cut off', `66 4c 61 43 80 00 00 22 ${STREAMINFO.slice(0, -3)}`],
    ['rate 0 (CFG-31)', '00'.repeat(34)],
  ])('is silent about %s', (_, bytes) => {
    expect(describeFlac(hex(bytes))).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        describeFlac(bytes);
      }),
    );
  });
});
