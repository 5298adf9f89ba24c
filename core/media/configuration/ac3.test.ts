import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../../bytes/testing/hex.ts';
import { bits } from '../testing/bits.ts';
import { describeAc3 } from './ac3.ts';

describe('describeAc3 (CFG-32, CFG-33)', () => {
  const ac3 = (bsid: number, acmod: number, levels: string, lfe: boolean) =>
    bits().u(32, 0x0b770000).u(2, 1).u(6, 16).u(5, bsid).u(3, 0).u(3, acmod).flags(levels).flag(lfe).u(16, 0).bytes();
  const eac3 = (type: number, rate: string) =>
    bits().u(16, 0x0b77).u(2, type).u(3, 0).u(11, 383).flags(rate).u(3, 2).flag(false).u(5, 16).u(8, 0).bytes();

  it.each([
    [
      'VEC-CFG-10: AC-3, 5.1',
      hex('0b 77 b5 0b 1e 40 eb f8'),
      { codec: 'AC-3', codecString: 'ac-3', sampleRate: 48000, channels: 6, bitRate: 448_000 },
    ],
    [
      'VEC-CFG-11: E-AC-3, 5.1',
      hex('0b 77 03 7f 3f 87 c0 00'),
      { codec: 'E-AC-3', codecString: 'ec-3', sampleRate: 48000, channels: 6, bitRate: 448_000 },
    ],
    ['mono', ac3(8, 1, '', false), { channels: 1, sampleRate: 44_100, bitRate: 128_000 }],
    ['stereo', ac3(8, 2, '00', false), { channels: 2 }],
    ['half the rate', ac3(9, 2, '00', false), { sampleRate: 22_050, bitRate: 64_000 }],
    ['3/0 and a low-frequency channel', ac3(8, 3, '00', true), { channels: 4 }],
    ['2/2', ac3(8, 6, '00', false), { channels: 4 }],
    [
      'E-AC-3 of 44.1 kHz and one block',
      eac3(0, '01 00'),
      { sampleRate: 44_100, channels: 2, bitRate: Math.round((768 * 8 * 44_100) / 256) },
    ],
    ['E-AC-3 of 16 kHz', eac3(0, '11 10'), { sampleRate: 16_000, channels: 2, bitRate: 64_000 }],
  ])('reads %s', (_, frame, expected) => {
    expect(describeAc3(frame)).toMatchObject(expected);
  });

  it.each([
    ['nothing', hex('')],
    ['another sync word', hex('0b 78 b5 0b 1e 40 eb f8')],
    ['five bytes', hex('0b 77 b5 0b 1e')],
    ['a reserved rate', bits().u(32, 0x0b770000).u(2, 3).u(6, 0).u(5, 8).u(32, 0).bytes()],
    ['a reserved frame size', bits().u(32, 0x0b770000).u(2, 0).u(6, 38).u(5, 8).u(32, 0).bytes()],
    ['a frame cut behind its bsid', hex('0b 77 b5 0b 1e 40')],
    ['an unknown bsid', hex('0b 77 b5 0b 1e 88 eb f8')],
    ['E-AC-3 of a reserved rate', eac3(0, '11 11')],
    ['a dependent substream', eac3(1, '00 11')],
  ])('is silent about %s', (_, frame) => {
    expect(describeAc3(frame)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        describeAc3(bytes);
      }),
    );
  });
});
