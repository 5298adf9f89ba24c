import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../../bytes/testing/hex.ts';
import { type Bits, bits } from '../testing/bits.ts';
import { describeVp8Frame, describeVp9Frame, describeVpx } from './vpx.ts';

describe('describeVpx (CFG-21, CFG-23)', () => {
  const VP9 = {
    codec: 'VP9',
    codecString: 'vp09.00.11.08',
    profile: 'Profile 0',
    level: '1.1',
    bitDepth: 8,
    chroma: '4:2:0',
    color: { primaries: 2, transfer: 2, matrix: 2 },
  };

  it('VEC-CFG-4: reads the record behind the bytes of its box', () => {
    expect(describeVpx('VP9', hex('01 00 00 00 00 0b 82 02 02 02 00 00'))).toEqual(VP9);
  });

  it('reads the record alone, as FFmpeg writes it', () => {
    expect(describeVpx('VP9', hex('00 0b 82 02 02 02 00 00'))).toEqual(VP9);
  });

  it('reads profile 2 of HDR', () => {
    expect(describeVpx('VP9', hex('02 29 a4 09 10 09 00 00'))).toMatchObject({
      ...{ codecString: 'vp09.02.41.10', profile: 'Profile 2', level: '4.1', bitDepth: 10, chroma: '4:2:2' },
      color: { primaries: 9, transfer: 16, matrix: 9 },
    });
  });

  it('reads VP8, of no level', () => {
    const facts = describeVpx('VP8', hex('00 00 80 02 02 02 00 00'));
    expect(facts).toMatchObject({ codec: 'VP8', codecString: 'vp08.00.00.08', level: undefined, chroma: '4:2:0' });
  });

  it('is silent about what is too short', () => {
    expect(describeVpx('VP9', hex('00 0b 82 02 02 02 00'))).toBeUndefined();
    expect(describeVpx('VP9', hex(''))).toBeUndefined();
  });
});

describe('describeVp8Frame (RFC 6386 9.1)', () => {
  it('reads the size of a key frame, without its scale', () => {
    expect(describeVp8Frame(hex('14 00 00 9d 01 2a 40 41 b4 80 00'))).toEqual({
      codec: 'VP8',
      profile: 'Profile 2',
      width: 320,
      height: 180,
      bitDepth: 8,
      chroma: '4:2:0',
    });
  });

  it.each([
    ['an inter frame', '11 00 00 9d 01 2a 40 01 b4 00'],
    ['another start code', '10 00 00 9d 01 2b 40 01 b4 00'],
    ['a key frame that is cut off', '10 00 00 9d 01 2a 40 01 b4'],
  ])('is silent about %s', (_, bytes) => {
    expect(describeVp8Frame(hex(bytes))).toBeUndefined();
  });
});

describe('describeVp9Frame (VP9 6.2)', () => {
  /** A shown key frame of this profile up to the sync code; the profile's bits come low first. */
  const keyFrame = (low: number, high: number): Bits => {
    const frame = bits().u(2, 2).u(1, low).u(1, high);
    if (low + high === 2) frame.flag(false);
    return frame.flags('0 0 1 0').u(24, 0x498342);
  };
  const SIZE = (it: Bits): Uint8Array => it.u(16, 319).u(16, 179).bytes();

  it.each<[string, Bits, object]>([
    ['profile 0', keyFrame(0, 0).u(3, 2).flag(false), { profile: 'Profile 0', bitDepth: 8, chroma: '4:2:0' }],
    ['profile 1, 4:2:2', keyFrame(1, 0).u(3, 2).flags('0 10 0'), { profile: 'Profile 1', chroma: '4:2:2' }],
    ['profile 1, 4:4:4', keyFrame(1, 0).u(3, 2).flags('0 00 0'), { chroma: '4:4:4' }],
    ['profile 1, 4:4:0', keyFrame(1, 0).u(3, 2).flags('0 01 0'), { chroma: undefined }],
    ['profile 1, sRGB', keyFrame(1, 0).u(3, 7).flag(false), { chroma: '4:4:4' }],
    [
      'profile 2 of 10 bits',
      keyFrame(0, 1).flag(false).u(3, 2).flag(false),
      { profile: 'Profile 2', bitDepth: 10, chroma: '4:2:0' },
    ],
    [
      'profile 3 of 12 bits, 4:2:0 by its bits',
      keyFrame(1, 1).flag(true).u(3, 2).flags('0 11 0'),
      { bitDepth: 12, chroma: '4:2:0' },
    ],
  ])('reads the size in %s', (_, frame, expected) => {
    expect(describeVp9Frame(SIZE(frame))).toMatchObject({ width: 320, height: 180, ...expected });
  });

  it.each([
    ['an inter frame', bits().flags('10 00 0 1 1 0').u(24, 0x498342)],
    ['a frame shown again', bits().flags('10 00 1 0 1 0').u(24, 0x498342)],
    ['another frame marker', bits().flags('01 00 0 0 1 0').u(24, 0x498342)],
    ['another sync code', bits().flags('10 00 0 0 1 0').u(24, 0x498343)],
  ])('is silent about %s', (_, frame) => {
    expect(describeVp9Frame(SIZE(frame.u(3, 2).flag(false)))).toBeUndefined();
  });

  it('is silent about a key frame that is cut off', () => {
    expect(describeVp9Frame(SIZE(keyFrame(0, 0).u(3, 2).flag(false)).subarray(0, 7))).toBeUndefined();
  });
});

describe('all of them', () => {
  it('never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
        describeVp8Frame(bytes);
        describeVp9Frame(bytes);
        describeVpx('VP9', bytes);
      }),
    );
  });
});
