import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../../bytes/testing/hex.ts';
import { describeMp3 } from './mp3.ts';

describe('describeMp3 (CFG-34)', () => {
  it.each([
    [
      'MPEG-1',
      'ff fb 90 00',
      { codec: 'MP3', codecString: 'mp3', profile: 'MPEG-1', sampleRate: 44100, channels: 2, bitRate: 128_000 },
    ],
    [
      'MPEG-2, mono',
      'ff f3 84 c0',
      { codec: 'MP3', codecString: 'mp3', profile: 'MPEG-2', sampleRate: 24000, channels: 1, bitRate: 64_000 },
    ],
    [
      'MPEG-2.5',
      'ff e3 88 00',
      { codec: 'MP3', codecString: 'mp3', profile: 'MPEG-2.5', sampleRate: 8000, channels: 2, bitRate: 64_000 },
    ],
    [
      'a free bit rate',
      'ff fb 00 00',
      { codec: 'MP3', codecString: 'mp3', profile: 'MPEG-1', sampleRate: 44100, channels: 2 },
    ],
  ])('reads %s', (_, bytes, expected) => {
    expect(describeMp3(hex(bytes))).toEqual(expected);
  });

  it.each([
    ['nothing', ''],
    ['no sync', 'fe fb 90 00'],
    ['a reserved version', 'ff eb 90 00'],
    ['layer II', 'ff fd 90 00'],
    ['a reserved rate', 'ff fb 9c 00'],
    ['an invalid bit rate', 'ff fb f0 00'],
    ['three bytes', 'ff fb 90'],
  ])('is silent about %s', (_, bytes) => {
    expect(describeMp3(hex(bytes))).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        describeMp3(bytes);
      }),
    );
  });
});
