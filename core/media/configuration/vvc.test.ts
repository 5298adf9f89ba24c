import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../../bytes/testing/hex.ts';
import { bits } from '../testing/bits.ts';
import { describeVvc } from './vvc.ts';

describe('describeVvc (CFG-16)', () => {
  /** Main 10, level 4.1, two sub-layers with the level of one, one sub-profile; 1920x1080 at 50 fps. */
  const full = (subLayers: number, levels: string): Uint8Array =>
    bits()
      .flags('11111 11 1')
      .u(9, 0)
      .u(3, subLayers)
      .u(2, 1)
      .u(2, 1)
      .u(3, 2)
      .u(5, 31)
      .u(2, 0)
      .u(6, 2)
      .u(7, 1)
      .flag(true)
      .u(8, 67)
      .u(16, 0)
      .flags(levels)
      .u(8, 1)
      .u(32, 0)
      .u(16, 1920)
      .u(16, 1080)
      .u(16, 12800)
      .bytes();

  it.each([
    ['one sub-layer', full(1, '')],
    ['two sub-layers', full(2, '1000 0000 0010 0000')],
    ['two sub-layers, flagged as FFmpeg does', full(2, '0000 0001 0010 0000')],
  ])('reads a record with profile, tier and level: %s', (_, record) => {
    expect(describeVvc(record)).toEqual({
      codec: 'VVC',
      profile: 'Main 10',
      level: '4.1',
      tier: 'high',
      width: 1920,
      height: 1080,
      frameRate: 50,
      bitDepth: 10,
      chroma: '4:2:0',
    });
  });

  it('reads a main tier of no known profile', () => {
    const record = full(1, '');
    record[5] = 0x06;
    expect(describeVvc(record)).toMatchObject({ profile: undefined, tier: 'main' });
  });

  it('says that it is VVC when the record says no more', () => {
    expect(describeVvc(hex('fe 00'))).toEqual({ codec: 'VVC' });
  });

  it.each([
    ['nothing', ''],
    ['other reserved bits', '7f 00'],
    ['a record that is cut off', 'ff 00 10'],
  ])('is silent about %s', (_, bytes) => {
    expect(describeVvc(hex(bytes))).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        describeVvc(bytes);
      }),
    );
  });
});
