import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../../bytes/testing/hex.ts';
import { type Bits, bits, changed } from '../testing/bits.ts';
import { describeAv1, describeAv1Frame } from './av1.ts';
import { withTemporalDelimiter } from './av1-sequence.ts';

const VECTOR = hex('81 00 0c 00 0a 0b 00 00 00 04 3d 06 cc da f9 00 40');

/** A temporal unit: delimiter, then a sequence header with a size. */
function unit(sequence: Bits): Uint8Array {
  const body = sequence.bytes();
  return Uint8Array.of(0x12, 0, 0x0a, body.length, ...body);
}

/** Profile, not still, not reduced. */
const start = (profile = 0): Bits => bits().u(3, profile).flags('0 0');

/** No timing, one operating point of level 8 (4.0) and main tier. */
const POINTS = (it: Bits): Bits => it.flags('0 0').u(5, 0).u(12, 0).u(5, 8).flag(false);

/** 320x180 and the tools of an ordinary encoder. */
const SIZE = (it: Bits): Bits => it.u(4, 8).u(4, 7).u(9, 319).u(8, 179);
const TOOLS = (it: Bits): Bits => it.flags('0 000 0000').flags('1 00').flags('1 1').u(3, 6).flags('000');

const ordinary = (profile = 0): Bits => TOOLS(SIZE(POINTS(start(profile))));

describe('describeAv1 (CFG-17 to CFG-20)', () => {
  it('VEC-CFG-3: 322x180 in profile 0', () => {
    expect(describeAv1(VECTOR)).toEqual({
      codec: 'AV1',
      codecString: 'av01.0.00M.08',
      profile: 'Main',
      level: '2.0',
      tier: 'main',
      width: 322,
      height: 180,
      bitDepth: 8,
      chroma: '4:2:0',
    });
  });

  it.each([
    [
      'High, 10 bits, 4:4:4',
      '81 2d 40 00',
      { codecString: 'av01.1.13M.10', profile: 'High', level: '5.1', bitDepth: 10, chroma: '4:4:4' },
    ],
    [
      'Professional, 12 bits, 4:2:2, high tier',
      '81 4c e8 00',
      { codecString: 'av01.2.12H.12', profile: 'Professional', tier: 'high', bitDepth: 12, chroma: '4:2:2' },
    ],
    ['twelve bits outside profile 2 (CFG-19)', '81 00 6c 00', { bitDepth: 10 }],
    ['monochrome', '81 00 1c 00', { chroma: '4:0:0' }],
    ['no level', '81 1f 0c 00', { level: undefined, codecString: 'av01.0.31M.08' }],
    ['a profile without a name', '81 e0 0c 00', { profile: undefined }],
  ])('reads a record without OBUs: %s', (_, bytes, expected) => {
    expect(describeAv1(hex(bytes))).toMatchObject({ ...expected, width: undefined });
  });

  it.each([
    ['nothing (ERTMP-14)', ''],
    ['three bytes', '81 00 0c'],
    ['another version', '82 00 0c 00'],
  ])('is silent about %s', (_, bytes) => {
    expect(describeAv1(hex(bytes))).toBeUndefined();
  });
});

describe('describeAv1Frame (AV1 5.5)', () => {
  it.each<[string, Bits, object]>([
    [
      'an ordinary one',
      ordinary().flags('0 0 0 0'),
      { width: 320, height: 180, level: '4.0', tier: 'main', bitDepth: 8, chroma: '4:2:0' },
    ],
    [
      '10 bits and HDR',
      ordinary().flags('1 0 1').u(8, 9).u(8, 16).u(8, 9).flag(false),
      { bitDepth: 10, color: { primaries: 9, transfer: 16, matrix: 9 } },
    ],
    ['monochrome', ordinary().flags('0 1 0 0'), { chroma: '4:0:0' }],
    ['profile 1', ordinary(1).flags('0 0 0'), { profile: 'High', chroma: '4:4:4' }],
    ['sRGB', ordinary(1).flags('0 1').u(8, 1).u(8, 13).u(8, 0), { chroma: '4:4:4' }],
    ['colours near sRGB', ordinary().flags('0 0 1').u(8, 1).u(8, 13).u(8, 1).flag(false), { chroma: '4:2:0' }],
    ['profile 2 of 10 bits', ordinary(2).flags('1 0 0 0 0'), { bitDepth: 10, chroma: '4:2:2' }],
    ['profile 2 of 12 bits, 4:4:4', ordinary(2).flags('1 1 0 0 0 0'), { bitDepth: 12, chroma: '4:4:4' }],
    ['profile 2 of 12 bits, 4:2:2', ordinary(2).flags('1 1 0 0 0 10'), { bitDepth: 12, chroma: '4:2:2' }],
    ['profile 2 of 12 bits, 4:2:0', ordinary(2).flags('1 1 0 0 0 11'), { bitDepth: 12, chroma: '4:2:0' }],
    [
      'a reduced still picture',
      SIZE(bits().u(3, 0).flags('1 1').u(5, 4)).flags('000 000').flags('0 0 0 0'),
      { level: '3.0', width: 320 },
    ],
    [
      'frame ids, no order hint, chosen screen content tools',
      SIZE(POINTS(start())).flags('1 0000000 000 0000').flags('0').flags('0 0').flags('000').flags('0 0 0 0'),
      { width: 320 },
    ],
    [
      'screen content tools with forced motion vectors',
      SIZE(POINTS(start())).flags('0 000 0000').flags('0').flags('1 0 1').flags('000').flags('0 0 0 0'),
      { width: 320 },
    ],
    [
      'screen content tools, forced on',
      SIZE(POINTS(start())).flags('0 000 0000').flags('0').flags('0 1 1').flags('000').flags('0 0 0 0'),
      { width: 320 },
    ],
  ])('reads a sequence header: %s', (_, sequence, expected) => {
    expect(describeAv1Frame(unit(sequence))).toMatchObject(expected);
  });

  const timed = (it: Bits): Bits => it.flag(true).u(32, 1).u(32, 50);
  it.each<[string, Bits, object]>([
    ['every second tick', timed(start()).flag(true).ue(1).flag(false), { frameRate: 25 }],
    ['no equal intervals', timed(start()).flag(false).flag(false), { frameRate: undefined }],
  ])('reads timing: %s', (_, sequence, expected) => {
    const rest = TOOLS(SIZE(sequence.flag(false).u(5, 0).u(12, 0).u(5, 8).flag(false))).flags('0 0 0 0');
    expect(describeAv1Frame(unit(rest))).toMatchObject({ width: 320, ...expected });
  });

  it('reads the first of several operating points, past decoder model and display delay', () => {
    const model = timed(start()).flags('0 1').u(5, 9).u(32, 1).u(5, 0).u(5, 0);
    const first = model.flag(true).u(5, 1).u(12, 0).u(5, 13).flag(true).flag(true).u(10, 1).u(10, 1).flags('1 1 0011');
    const second = first.u(12, 0).u(5, 4).flag(false).flag(false);
    const facts = describeAv1Frame(unit(TOOLS(SIZE(second)).flags('0 0 0 0')));
    expect(facts).toMatchObject({ level: '5.1', tier: 'high', width: 320, codecString: 'av01.0.13H.08' });
  });

  const body = ordinary().flags('0 0 0 0').bytes();
  it.each<[string, Uint8Array]>([
    ['without a delimiter', Uint8Array.of(0x0a, body.length, ...body)],
    ['without a size, to the end', Uint8Array.of(0x08, ...body)],
    ['with an extension', Uint8Array.of(0x0e, 0, body.length, ...body)],
    ['with a size of two bytes', Uint8Array.of(0x0a, body.length | 0x80, 0, ...body)],
    ['behind a padding', Uint8Array.of(0x7a, 2, 0, 0, 0x0a, body.length, ...body)],
  ])('finds a sequence header %s', (_, bytes) => {
    expect(describeAv1Frame(bytes)).toMatchObject({ width: 320 });
  });

  it.each([
    ['nothing', ''],
    ['a frame alone', '12 00 32 02 aa bb'],
    ['a sequence header that is cut off', '0a 03 00 00 00'],
    ['a size that never ends', '0a ff ff ff ff ff ff ff ff ff'],
    ['a size that runs far away', '12 ff ff ff ff 0f 0a 00'],
    ['a size that is cut off', '12'],
  ])('is silent about %s', (_, bytes) => {
    expect(describeAv1Frame(hex(bytes))).toBeUndefined();
  });

  it('never throws', () => {
    const damaged = fc.tuple(fc.nat(VECTOR.length - 1), fc.nat(255)).map(([at, byte]) => changed(VECTOR, at, byte));
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 60 })), (bytes) => {
        describeAv1(bytes);
        describeAv1Frame(bytes);
      }),
      { numRuns: 500 },
    );
  });
});

describe('withTemporalDelimiter (Q-58)', () => {
  it.each([
    ['puts one in front of a frame', '32 02 aa bb', '12 00 32 02 aa bb'],
    ['leaves one that is there', '12 00 32 02 aa bb', '12 00 32 02 aa bb'],
    ['leaves nothing as it is', '', ''],
  ])('%s', (_, unit, expected) => {
    expect(withTemporalDelimiter(hex(unit))).toEqual(hex(expected));
  });
});
