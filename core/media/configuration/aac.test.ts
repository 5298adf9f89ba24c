import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../../bytes/testing/hex.ts';
import { bits } from '../testing/bits.ts';
import { describeAac } from './aac.ts';

describe('describeAac (CFG-24 to CFG-27)', () => {
  const LC = { codec: 'AAC', codecString: 'mp4a.40.2', profile: 'LC' };

  it.each([
    ['VEC-CFG-5: SBR denied behind the configuration', '12 08 56 e5 00', { ...LC, sampleRate: 44100, channels: 1 }],
    ['VEC-CFG-6: LC', '11 90', { ...LC, sampleRate: 48000, channels: 2 }],
    [
      'VEC-CFG-7: explicit SBR',
      '2b 92 08 00',
      { codec: 'AAC', codecString: 'mp4a.40.5', profile: 'HE', sampleRate: 44100, channels: 2 },
    ],
  ])('%s', (_, bytes, expected) => {
    expect(describeAac(hex(bytes))).toEqual(expected);
  });

  /** LC of 24 kHz with GASpecificConfig. */
  const lc = (channels = 1) => bits().u(5, 2).u(4, 6).u(4, channels).flags('000');
  it.each([
    [
      'explicit PS, which is stereo',
      bits().u(5, 29).u(4, 6).u(4, 1).u(4, 3).u(5, 2).flags('000'),
      { codecString: 'mp4a.40.29', profile: 'HE v2', sampleRate: 48000, channels: 2 },
    ],
    [
      'SBR behind the configuration',
      lc().u(11, 0x2b7).u(5, 5).flag(true).u(4, 3),
      { codecString: 'mp4a.40.2', profile: 'HE', sampleRate: 48000, channels: 1 },
    ],
    [
      'SBR and PS behind it',
      lc().u(11, 0x2b7).u(5, 5).flag(true).u(4, 3).u(11, 0x548).flag(true),
      { profile: 'HE v2', sampleRate: 48000, channels: 2 },
    ],
    [
      'SBR and PS denied behind it',
      lc().u(11, 0x2b7).u(5, 5).flag(true).u(4, 3).u(11, 0x548).flag(false),
      { profile: 'HE', channels: 1 },
    ],
    ['other bits behind SBR', lc().u(11, 0x2b7).u(5, 5).flag(true).u(4, 3).u(12, 7), { profile: 'HE', channels: 1 }],
    ['another extension behind it', lc().u(11, 0x2b7).u(5, 22).flag(true), { profile: 'LC', sampleRate: 24000 }],
    [
      'SBR cut in its rate',
      lc().u(11, 0x2b7).u(5, 5).flag(true).u(4, 15).u(8, 1),
      { profile: 'LC', sampleRate: 24000 },
    ],
    ['SBR of a reserved rate', lc().u(11, 0x2b7).u(5, 5).flag(true).u(4, 13), { profile: 'HE', sampleRate: 24000 }],
    ['other bits behind it', lc().u(16, 1), { profile: 'LC', sampleRate: 24000 }],
    ['an explicit rate', bits().u(5, 2).u(4, 15).u(24, 44056).u(4, 2).flags('000'), { sampleRate: 44056 }],
    [
      'an object type above 31',
      bits().u(5, 31).u(6, 10).u(4, 3).u(4, 2),
      { codecString: 'mp4a.40.42', profile: 'xHE' },
    ],
    ['no general audio', bits().u(5, 31).u(6, 7).u(4, 3).u(4, 7), { profile: 'ELD', channels: 8 }],
    ['a core coder', bits().u(5, 2).u(4, 3).u(4, 2).flags('01').u(14, 0).flag(false), { channels: 2 }],
    ['a reserved channel configuration', bits().u(5, 2).u(4, 3).u(4, 8).flags('000'), { channels: undefined }],
    ['an object type without a name', bits().u(5, 7).u(4, 3).u(4, 2).flags('000'), { profile: undefined }],
  ])('reads %s', (_, config, expected) => {
    expect(describeAac(config.bytes())).toMatchObject(expected);
  });

  it.each([
    ['no mixdowns', '0 0 0', ''],
    ['all mixdowns', '1 0000 1 0000 1 000', ''],
  ])('counts the channels of a program_config_element with %s', (_, mixdowns) => {
    // front: one and a pair; side: a pair; back: one; and a low-frequency channel: 7
    const program = lc(0).u(10, 0).u(4, 2).u(4, 1).u(4, 1).u(2, 1).u(7, 0).flags(mixdowns);
    program.flags('0 0000 1 0000').flags('1 0000').flags('0 0000');
    expect(describeAac(program.bytes())).toMatchObject({ channels: 7 });
  });

  it.each([
    ['nothing (FLV-17)', ''],
    ['one byte', '12'],
    ['a reserved rate', '16 90'],
    ['an explicit rate of 0', '17 80 00 00 10 00'],
    ['a program_config_element that is cut off', '11 80'],
  ])('is silent about %s', (_, bytes) => {
    expect(describeAac(hex(bytes))).toBeUndefined();
  });

  it.each([
    [1, '0a 10', 'Main'],
    [2, '12 10', 'LC'],
    [5, '2a 12 08 00', 'HE'],
  ])('names object type %i, which Enhanced RTMP supports (ERTMP-11)', (_, bytes, profile) => {
    expect(describeAac(hex(bytes))?.profile).toContain(profile);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        describeAac(bytes);
      }),
    );
  });
});
