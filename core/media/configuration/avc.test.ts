import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../../bytes/testing/hex.ts';
import { type Bits, bits, changed, escaped } from '../testing/bits.ts';
import { describeAvc } from './avc.ts';

interface Shape {
  readonly profile?: number;
  readonly constraints?: number;
  readonly level?: number;
  /** What stands between the ids and the picture order count: the format of the high profiles. */
  readonly format?: (sps: Bits) => Bits;
  readonly order?: (sps: Bits) => Bits;
  /** From the width on. */
  readonly rest?: (sps: Bits) => Bits;
}

/** 20 x 12 macroblocks of frames, neither cropped nor with usability information. */
const PLAIN = (sps: Bits): Bits => sps.ue(19, 11).flags('1 1 0 0');

/** A record with one SPS, all of it made from `shape`. */
function record({ profile = 100, constraints = 0, level = 40, format, order, rest = PLAIN }: Shape = {}): Uint8Array {
  const sps = bits().u(8, 0x67).u(8, profile).u(8, constraints).u(8, level).ue(0);
  (format ?? ((it) => (profile >= 100 || profile === 44 ? it.ue(1, 0, 0).flags('0 0') : it)))(sps);
  sps.ue(0);
  (order ?? ((it) => it.ue(0, 0)))(sps);
  const nal = escaped(rest(sps.ue(4).flag(false)).bytes());
  return Uint8Array.of(1, profile, constraints, level, 0xff, 0xe1, nal.length >> 8, nal.length & 255, ...nal, 0);
}

describe('describeAvc (CFG-2 to CFG-10)', () => {
  const VECTOR = hex(`01 64 00 0d ff e1 00 1a 67 64 00 0d ac d9 41 51 9e 22 7c 04 40 00 00 03 00 40 00 00 0f 03 c5 0a
    65 80 01 00 06 68 eb e3 cb 22 c0 fd f8 f8 00`);

  it('VEC-CFG-1: 336x192 cropped to 322x180, 30 fps (CFG-9)', () => {
    expect(describeAvc(VECTOR)).toEqual({
      codec: 'AVC',
      codecString: 'avc1.64000D',
      profile: 'High',
      level: '1.3',
      width: 322,
      height: 180,
      frameRate: 30,
      bitDepth: 8,
      chroma: '4:2:0',
    });
  });

  it.each<[string, Shape, object]>([
    ['a frame of whole macroblocks', {}, { width: 320, height: 192, profile: 'High', level: '4.0' }],
    ['Baseline, which is 4:2:0 of 8 bits', { profile: 66 }, { profile: 'Baseline', bitDepth: 8, chroma: '4:2:0' }],
    ['Constrained Baseline', { profile: 66, constraints: 0x40 }, { profile: 'Constrained Baseline' }],
    ['constraint set 1 of Main', { profile: 77, constraints: 0x40 }, { profile: 'Main' }],
    ['a profile without a name', { profile: 44 }, { profile: undefined, width: 320 }],
    ['level 1b as 11', { profile: 66, constraints: 0x10, level: 11 }, { level: '1b' }],
    ['level 1.1 of Main and of Extended', { profile: 88, level: 11 }, { level: '1.1' }],
    ['level 1b as 9', { level: 9 }, { level: '1b' }],
    ['level 1.1 of High', { constraints: 0x10, level: 11 }, { level: '1.1' }],
    [
      '4:2:2 of 10 bits',
      { profile: 122, format: (sps) => sps.ue(2, 2, 2).flags('0 0') },
      { profile: 'High 4:2:2', chroma: '4:2:2', bitDepth: 10 },
    ],
    [
      'separate planes',
      { profile: 244, format: (sps) => sps.ue(3).flag(true).ue(0, 0).flags('0 0') },
      { chroma: '4:4:4' },
    ],
    [
      'picture order count of type 1',
      { order: (sps) => sps.ue(1).flag(false).se(-1, 2).ue(2).se(1, -1) },
      { width: 320 },
    ],
    ['picture order count of type 2', { order: (sps) => sps.ue(2) }, { width: 320 }],
    [
      'fields, cropped by 2 lines of map units (CFG-5)',
      { rest: (sps) => sps.ue(119, 33).flags('0 0 1 1').ue(0, 0, 0, 2).flag(false) },
      { width: 1920, height: 1080 },
    ],
    [
      '4:4:4, cropped by single pixels',
      {
        profile: 244,
        format: (sps) => sps.ue(3).flag(false).ue(0, 0).flags('0 0'),
        rest: (sps) => sps.ue(19, 11).flags('1 1 1').ue(1, 2, 3, 4).flag(false),
      },
      { width: 317, height: 185 },
    ],
    [
      '4:2:2, cropped',
      {
        profile: 122,
        format: (sps) => sps.ue(2, 0, 0).flags('0 0'),
        rest: (sps) => sps.ue(19, 11).flags('1 1 1').ue(1, 0, 1, 0).flag(false),
      },
      { width: 318, height: 191 },
    ],
  ])('reads %s', (_, shape, expected) => {
    expect({ profile: undefined, ...describeAvc(record(shape)) }).toMatchObject(expected);
  });

  it('passes over scaling lists (CFG-4)', () => {
    // The first ends early, the second is not there, the seventh has its 64 values.
    const lists = (sps: Bits): Bits =>
      sps
        .flag(true)
        .se(-8)
        .flag(false)
        .flags('0000')
        .flag(true)
        .se(...Array<number>(64).fill(1))
        .flag(false);
    expect(describeAvc(record({ format: (sps) => lists(sps.ue(1, 0, 0).flags('0 1')) }))).toMatchObject({ width: 320 });
    const twelve = (sps: Bits): Bits => sps.ue(3).flag(false).ue(0, 0).flags('0 1').flags('0000 0000 0000');
    expect(describeAvc(record({ profile: 244, format: twelve }))).toMatchObject({ width: 320, height: 192 });
  });

  const vui = (after: (sps: Bits) => Bits) => record({ rest: (sps) => after(sps.ue(19, 11).flags('1 1 0 1')) });
  it.each<[string, (sps: Bits) => Bits, object]>([
    [
      'everything',
      (sps) =>
        sps
          .flag(true)
          .u(8, 255)
          .u(32, 0x10001)
          .flags('1 1 1')
          .flags('000 0 1')
          .u(8, 9)
          .u(8, 16)
          .u(8, 9)
          .flag(true)
          .ue(0, 0)
          .flag(true)
          .u(32, 1001)
          .u(32, 60000)
          .flag(true),
      { color: { primaries: 9, transfer: 16, matrix: 9 }, frameRate: 30000 / 1001 },
    ],
    [
      'a known aspect ratio, no colours',
      (sps) => sps.flag(true).u(8, 1).flags('0 1').flags('000 0 0').flags('0 1').u(32, 1).u(32, 50).flag(true),
      { color: undefined, frameRate: 25 },
    ],
    ['no timing', (sps) => sps.flags('0 0 0 0 0').u(32, 0).u(32, 0), { frameRate: undefined, width: 320 }],
    [
      'a rate above 1000 (CFG-7)',
      (sps) => sps.flags('0 0 0 0 1').u(32, 1).u(32, 2002).flag(true),
      { frameRate: undefined },
    ],
    [
      'a clock that stands still',
      (sps) => sps.flags('0 0 0 0 1').u(32, 0).u(32, 0).flag(true),
      { frameRate: undefined },
    ],
    ['timing that is cut off', (sps) => sps.flags('0 0 0 0 1').u(32, 1), { frameRate: undefined, width: 320 }],
    ['its end among the colours', (sps) => sps.flags('0 0 1 000 0 1').u(8, 9), { color: undefined, width: 320 }],
    ['its end before timing', (sps) => sps.flags('0 0 0 0 0'), { frameRate: undefined, width: 320 }],
  ])('reads usability information with %s', (_, after, expected) => {
    expect({ frameRate: undefined, color: undefined, ...describeAvc(vui(after)) }).toMatchObject(expected);
  });

  it.each([
    ['no SPS', '01 42 c0 1e ff e0 00'],
    ['an SPS cut in its length', '01 42 c0 1e ff e1 00'],
    ['an SPS longer than the record', '01 42 c0 1e ff e1 00 09 67'],
    ['an SPS of nothing', '01 42 c0 1e ff e1 00 02 67 42'],
  ])('says profile and level of a record with %s', (_, bytes) => {
    expect(describeAvc(hex(bytes))).toEqual({
      codec: 'AVC',
      codecString: 'avc1.42C01E',
      profile: 'Constrained Baseline',
      level: '3.0',
    });
  });

  it('says no size of a picture that is cropped away', () => {
    const cropped = record({ rest: (sps) => sps.ue(19, 11).flags('1 1 1').ue(80, 80, 0, 0).flag(false) });
    expect(describeAvc(cropped)).not.toHaveProperty('width');
    const flat = record({ rest: (sps) => sps.ue(19, 11).flags('1 1 1').ue(0, 0, 48, 48).flag(false) });
    expect(describeAvc(flat)).not.toHaveProperty('height');
  });

  it.each([
    ['nothing (FLV-17)', ''],
    ['five bytes', '01 64 00 0d ff'],
    ['another version', '00 64 00 0d ff e0'],
    ['a length size of three bytes (CFG-2)', '01 64 00 0d fe e0'],
  ])('is silent about %s', (_, bytes) => {
    expect(describeAvc(hex(bytes))).toBeUndefined();
  });

  it('never throws', () => {
    const damaged = fc.tuple(fc.nat(VECTOR.length - 1), fc.nat(255)).map(([at, byte]) => changed(VECTOR, at, byte));
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 80 })), (bytes) => {
        describeAvc(bytes);
      }),
    );
  });
});
