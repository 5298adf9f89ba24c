import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../../bytes/testing/hex.ts';
import { type Bits, bits, changed, escaped } from '../testing/bits.ts';
import { describeHevc } from './hevc.ts';

const VECTOR = hex(`01 01 60 00 00 00 90 00 00 00 00 00 3c f0 00 fc fd f8 f8 00 00 0f 03 a0 00 01 00 18 40 01 0c 01
  ff ff 01 60 00 00 03 00 90 00 00 03 00 00 03 00 3c 95 98 09 a1 00 01 00 2a 42 01 01 01 60 00 00
  03 00 90 00 00 03 00 00 03 00 3c a0 0a 48 0b 9c 97 96 56 69 24 ca f0 16 80 80 00 00 03 00 80 00
  00 0f 04 a2 00 01 00 07 44 01 c1 72 b4 62 40`);

const HEADER = '01 01 60000000 900000000000 3c f000 fc fd f8 f8 0000 0f';

/** A record of that header with one SPS. */
function withSps(sps: Bits, header = HEADER): Uint8Array {
  const nal = escaped(sps.bytes());
  return Uint8Array.of(...hex(header), 1, 0xa1, 0, 1, nal.length >> 8, nal.length & 255, ...nal);
}

/** Up to the bit depths: 320x180 of 8 bits in 4:2:0. */
const BEGINNING = (): Bits =>
  bits().u(16, 0x4201).flags('0000 000 1').u(32, 0).u(32, 0).u(32, 0).ue(0, 1, 320, 180).flag(false).ue(0, 0);

/** Up to the scaling lists: one sub-layer, ordinary blocks. */
const BLOCKS = (sps: Bits): Bits => sps.ue(0).flag(true).ue(4, 2, 0).ue(0, 3, 0, 3, 0, 0);

/** From the usability information on: 25 fps and nothing else. */
const TIMED = (sps: Bits): Bits => sps.flag(true).flags('0 0 0 0').flags('000 0 1').u(32, 1).u(32, 25);

describe('describeHevc (CFG-11 to CFG-15)', () => {
  it('VEC-CFG-2: 328x184 cropped to 322x180', () => {
    expect(describeHevc(VECTOR)).toEqual({
      codec: 'HEVC',
      codecString: 'hvc1.1.6.L60.90',
      profile: 'Main',
      level: '2.0',
      tier: 'main',
      width: 322,
      height: 180,
      frameRate: 30,
      bitDepth: 8,
      chroma: '4:2:0',
    });
  });

  it('reads what the record says when there is no SPS', () => {
    // Main 10, high tier, level 5.1, 4:2:2 of 10 bits, 50 frames in 2 seconds
    const record = hex('01 62 20000000 b00000000000 99 f000 fc fe fa fa 1900 0f 00');
    expect(describeHevc(record)).toEqual({
      codec: 'HEVC',
      codecString: 'hvc1.A2.4.H153.B0',
      profile: 'Main 10',
      level: '5.1',
      tier: 'high',
      bitDepth: 10,
      chroma: '4:2:2',
      frameRate: 25,
    });
  });

  it('names no profile that it does not know, and drops all constraint bytes that are 0', () => {
    const record = hex('01 09 00000001 000000000000 3c f000 fc fd f8 f8 0000 0f 00');
    expect(describeHevc(record)).toMatchObject({ codecString: 'hvc1.9.80000000.L60', profile: undefined });
  });

  it.each<[string, Bits, object]>([
    ['nothing behind the bit depths', BEGINNING(), { width: 320, height: 180 }],
    [
      'no usability information',
      BLOCKS(BEGINNING()).flags('0 00 0').ue(0).flags('0 00 0'),
      { width: 320, frameRate: undefined },
    ],
    [
      'usability information without timing',
      BLOCKS(BEGINNING()).flags('0 00 0').ue(0).flags('0 00 1 0000 000 0 0').u(32, 0),
      { width: 320, frameRate: undefined },
    ],
    ['timing', TIMED(BLOCKS(BEGINNING()).flags('0 00 0').ue(0).flags('0 00')), { frameRate: 25 }],
    [
      'timing that is cut off',
      BLOCKS(BEGINNING()).flags('0 00 0').ue(0).flags('0 00 1 0000 000 0 1').u(32, 1),
      { width: 320, frameRate: undefined },
    ],
    [
      'a default display window',
      BLOCKS(BEGINNING()).flags('0 00 0').ue(0).flags('0 00 1 0000 000 1').ue(1, 2, 3, 4).flag(true).u(32, 1).u(32, 60),
      { frameRate: 60 },
    ],
    [
      'colours that are cut off',
      BLOCKS(BEGINNING()).flags('0 00 0').ue(0).flags('0 00 1 0 0 1 000 0 1').u(8, 9),
      { color: undefined, width: 320 },
    ],
    [
      'colours',
      BLOCKS(BEGINNING())
        .flags('0 00 0')
        .ue(0)
        .flags('0 00 1 0 0 1 000 0 1')
        .u(8, 9)
        .u(8, 18)
        .u(8, 9)
        .flags('0 000 0 0 0000'),
      { color: { primaries: 9, transfer: 18, matrix: 9 } },
    ],
    ['default scaling lists', TIMED(BLOCKS(BEGINNING()).flags('1 0 00 0').ue(0).flags('0 00')), { frameRate: 25 }],
    [
      'pulse code modulation',
      TIMED(BLOCKS(BEGINNING()).flags('0 00 1 0111 0111').ue(0, 1).flag(false).ue(0).flags('0 00')),
      { frameRate: 25 },
    ],
    [
      'long-term references',
      TIMED(BLOCKS(BEGINNING()).flags('0 00 0').ue(0).flag(true).ue(2).u(5, 3).u(5, 6).flags('00')),
      { frameRate: 25 },
    ],
    [
      'too many long-term references',
      TIMED(BLOCKS(BEGINNING()).flags('0 00 0').ue(0).flag(true).ue(33)),
      { width: 320, frameRate: undefined },
    ],
    [
      'short-term references',
      TIMED(
        BLOCKS(BEGINNING())
          .flags('0 00 0')
          .ue(2)
          .ue(1, 1)
          .ue(0)
          .flag(true)
          .ue(1)
          .flag(false)
          .flag(false)
          .ue(0, 0)
          .flags('0 00'),
      ),
      { frameRate: 25 },
    ],
    // The second set is told by the first, which has two pictures: three flags, of which two count; so the third has three.
    [
      'references told by the set before',
      TIMED(
        BLOCKS(BEGINNING())
          .flags('0 00 0')
          .ue(3)
          .ue(1, 1)
          .ue(0)
          .flag(true)
          .ue(1)
          .flag(false)
          .flags('1 0')
          .ue(0)
          .flags('1 01 00')
          .flags('1 1')
          .ue(0)
          .flags('1 1 1')
          .flags('0 00'),
      ),
      { frameRate: 25 },
    ],
    [
      'too many short-term sets',
      TIMED(BLOCKS(BEGINNING()).flags('0 00 0').ue(65)),
      { width: 320, frameRate: undefined },
    ],
  ])('reads an SPS with %s', (_, sps, expected) => {
    expect({ color: undefined, ...describeHevc(withSps(sps)) }).toMatchObject(expected);
  });

  it('passes over scaling lists of every size', () => {
    const sps = BLOCKS(BEGINNING()).flags('1 1');
    for (let list = 0; list < 5; list += 1) sps.flag(false).ue(0); // copied
    sps.flag(true).se(...Array<number>(16).fill(0)); // the last of 4x4
    for (let list = 0; list < 6; list += 1) sps.flag(true).se(...Array<number>(64).fill(0));
    for (let list = 0; list < 8; list += 1) sps.flag(true).se(...Array<number>(65).fill(0)); // with a DC coefficient
    expect(describeHevc(withSps(TIMED(sps.flags('00 0').ue(0).flags('0 00'))))).toMatchObject({ frameRate: 25 });
  });

  it('passes over sub-layers (CFG-13)', () => {
    const sps = bits().u(16, 0x4201).flags('0000 010 1').u(32, 0).u(32, 0).u(32, 0);
    // Three: two below the highest, one with a profile, both with a level.
    sps
      .flags('11 01')
      .flags('00'.repeat(6))
      .flags('0'.repeat(88 + 8 + 8));
    sps.ue(0, 3).flag(false).ue(320, 180).flag(true).ue(1, 1, 2, 2).ue(2, 2);
    // Each with its own ordering.
    sps.ue(0).flag(true).ue(4, 2, 0).ue(4, 2, 0).ue(4, 2, 0).ue(0, 3, 0, 3, 0, 0).flags('0 00 0').ue(0).flags('0 00');
    expect(describeHevc(withSps(TIMED(sps)))).toMatchObject({
      width: 318,
      height: 176,
      chroma: '4:4:4',
      bitDepth: 10,
      frameRate: 25,
    });
  });

  it('crops 4:2:2 in width only by two', () => {
    const sps = bits()
      .u(16, 0x4201)
      .flags('0000 000 1')
      .u(32, 0)
      .u(32, 0)
      .u(32, 0)
      .ue(0, 2, 320, 180)
      .flag(true)
      .ue(1, 0, 1, 0)
      .ue(0, 0);
    expect(describeHevc(withSps(sps))).toMatchObject({ width: 318, height: 179, chroma: '4:2:2' });
  });

  it.each([
    ['an SPS that crops all', (sps: Bits) => sps.ue(0, 1, 320, 180).flag(true).ue(80, 80, 0, 0).ue(0, 0)],
    ['an SPS that crops all lines', (sps: Bits) => sps.ue(0, 1, 320, 180).flag(true).ue(0, 0, 45, 45).ue(0, 0)],
    ['an SPS that is cut off', (sps: Bits) => sps.ue(0, 1, 320)],
  ])('says no size of %s', (_, rest) => {
    const sps = bits().u(16, 0x4201).flags('0000 000 1').u(32, 0).u(32, 0).u(32, 0);
    expect(describeHevc(withSps(rest(sps)))).not.toHaveProperty('width');
  });

  it.each([
    ['an array of other units only', `${HEADER} 01 a0 0001 0002 4001`],
    ['an array cut in its count', `${HEADER} 01 a1 00`],
    ['a unit cut in its length', `${HEADER} 01 a1 0001 00`],
    ['a unit longer than the record', `${HEADER} 01 a1 0001 0009 42`],
    ['an array of nothing', `${HEADER} 01 a1 0000`],
  ])('says what it can of a record with %s', (_, bytes) => {
    const facts = describeHevc(hex(bytes));
    expect(facts).toMatchObject({ codec: 'HEVC', profile: 'Main', chroma: '4:2:0' });
    expect(facts).not.toHaveProperty('width');
  });

  it.each([
    ['nothing (ERTMP-14)', ''],
    ['22 bytes', '01 01 60000000 900000000000 3c f000 fc fd f8 f8 0000 0f'],
    ['another version', '02 01 60000000 900000000000 3c f000 fc fd f8 f8 0000 0f 00'],
  ])('is silent about %s', (_, bytes) => {
    expect(describeHevc(hex(bytes))).toBeUndefined();
  });

  it('never throws', () => {
    const damaged = fc.tuple(fc.nat(VECTOR.length - 1), fc.nat(255)).map(([at, byte]) => changed(VECTOR, at, byte));
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 120 })), (bytes) => {
        describeHevc(bytes);
      }),
      { numRuns: 500 },
    );
  });
});
