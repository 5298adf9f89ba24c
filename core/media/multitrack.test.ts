import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import type { EnhancedAudio } from './audio-message.ts';
import { joinTracks, splitTracks } from './multitrack.ts';
import { parseAudio } from './parse-audio.ts';
import { parseVideo } from './parse-video.ts';
import type { EnhancedVideo } from './video-message.ts';
import { writeAudio } from './write-audio.ts';
import { writeVideo } from './write-video.ts';

function video(bytes: string): EnhancedVideo {
  const message = parseVideo(hex(bytes));
  if (message.kind !== 'enhancedVideo') throw new Error(`expected an enhanced message, came ${message.kind}`);
  return message;
}

function audio(bytes: string): EnhancedAudio {
  const message = parseAudio(hex(bytes));
  if (message.kind !== 'enhancedAudio') throw new Error(`expected an enhanced message, came ${message.kind}`);
  return message;
}

const spaced = (bytes: string): string => toHex(hex(bytes));
const split = (bytes: string): string[] => splitTracks(video(bytes)).map((message) => toHex(writeVideo(message)));
const joined = (...all: string[]): string | undefined => {
  const message = joinTracks(all.map(video));
  return message && toHex(writeVideo(message));
};

/** The three forms with their parts, ModEx and all. */
const FORMS: readonly [string, string, readonly string[]][] = [
  ['no multitrack', 'a1 61763031 12 00', ['a1 61763031 12 00']],
  ['OneTrack', '96 01 61766331 01 000000 aa', ['96 01 61766331 01 000000 aa']],
  [
    'ManyTracks (VEC-VID-22)',
    '96 11 61763031 00 000002 1200 01 000001 0a',
    ['91 61763031 1200', '96 01 61763031 01 0a'],
  ],
  [
    'ManyTracksManyCodecs (VEC-VID-23)',
    '96 23 61766331 00 000001 65 68766331 01 000001 88',
    ['93 61766331 65', '96 03 68766331 01 88'],
  ],
  [
    'ManyTracks behind ModEx (ERTMP-23)',
    '97 02 000001 06 11 61763031 02 000001 0b 01 000001 0a',
    ['97 02 000001 06 01 61763031 02 0b', '97 02 000001 06 01 61763031 01 0a'],
  ],
];

describe('splitTracks and joinTracks', () => {
  it.each(FORMS)('split %s, and join it again', (_, whole, parts) => {
    expect(split(whole)).toEqual(parts.map(spaced));
    expect(joined(...parts)).toBe(spaced(whole));
  });

  it('do so for audio (VEC-AUD-16)', () => {
    const whole = audio('95 11 4f707573 00 000001 fc 02 000001 f8');
    const parts = splitTracks(whole);
    expect(parts.map((part) => toHex(writeAudio(part)))).toEqual(
      ['91 4f707573 fc', '95 01 4f707573 02 f8'].map(spaced),
    );
    expect(joinTracks(parts)).toEqual(whole);
  });

  it('drop what follows the last whole track', () => {
    expect(split('96 11 61763031 01 000001 aa 02 0000ff 0a')).toEqual([spaced('96 01 61763031 01 aa')]);
  });
});

describe('joinTracks', () => {
  it('joins messages that hold several tracks, in order', () => {
    const many = '96 11 61763031 01 000001 0a 02 000001 0b';
    expect(joined('91 61763031 09', many)).toBe(spaced('96 11 61763031 00 000001 09 01 000001 0a 02 000001 0b'));
  });

  it('joins CodedFramesX to CodedFrames by writing its composition time', () => {
    expect(joined('93 61766331 65', '96 01 61766331 01 000005 88')).toBe(
      spaced('96 11 61766331 00 000004 000000 65 01 000004 000005 88'),
    );
  });

  it.each([
    ['nothing', []],
    ['two frame types', ['91 61763031 09', 'a1 61763031 09']],
    ['two packet types', ['91 61763031 09', '90 61763031 09']],
    ['ModEx and none', ['91 61763031 09', '97 00 ee 11 61763031 09']],
    ['two types of ModEx', ['97 00 ee 01 61763031 09', '97 00 ee 11 61763031 09']],
    ['two lengths of ModEx', ['97 00 ee 01 61763031 09', '97 01 eeee 01 61763031 09']],
    ['two contents of ModEx', ['97 00 ee 01 61763031 09', '97 00 ef 01 61763031 09']],
  ])('does not join %s', (_, messages) => {
    expect(joined(...messages)).toBeUndefined();
  });
});
