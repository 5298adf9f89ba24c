import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import type { AudioMessage, EnhancedAudio, LegacyAudio } from './audio-message.ts';
import { AudioCodecId, VideoCodecId } from './codec-id.ts';
import { AAC_SOUND } from './legacy-sound.ts';
import { type ModEx, presentationOffsetNano, timestampOffsetNano } from './mod-ex.ts';
import { speakerName, speakersOf } from './multichannel-config.ts';
import { PayloadUsageError } from './payload-usage-error.ts';
import type { EnhancedVideo, LegacyVideo, VideoMessage } from './video-message.ts';
import { writeAudio } from './write-audio.ts';
import { writeVideo } from './write-video.ts';

const NONE = hex('');
const FRAMES = { kind: 'frames', compositionTime: 0, data: hex('aa') } as const;
const END = { kind: 'end', trailing: NONE } as const;

const VIDEO: EnhancedVideo = {
  kind: 'enhancedVideo',
  frameType: 'key',
  packetType: 'codedFrames',
  modEx: [],
  multitrack: undefined,
  tracks: [{ trackId: 0, codecId: VideoCodecId.hvc1, body: FRAMES }],
  trailing: NONE,
};
const [TRACK] = VIDEO.tracks;
const OTHER = { trackId: 1, codecId: VideoCodecId.av01, body: FRAMES };

const LEGACY: LegacyVideo = {
  kind: 'legacyVideo',
  frameType: 'inter',
  packetType: 'codedFrames',
  tracks: [{ trackId: 0, codecId: 7, body: FRAMES }],
};

const AUDIO: EnhancedAudio = {
  kind: 'enhancedAudio',
  packetType: 'multichannelConfig',
  modEx: [],
  multitrack: undefined,
  tracks: [
    {
      trackId: 0,
      codecId: AudioCodecId.opus,
      body: { kind: 'multichannel', order: 'native', channelCount: 2, mask: 3, trailing: NONE },
    },
  ],
  trailing: NONE,
};

const LEGACY_AUDIO: LegacyAudio = {
  kind: 'legacyAudio',
  sound: AAC_SOUND,
  packetType: 'codedFrames',
  tracks: [{ trackId: 0, codecId: 10, body: { kind: 'frames', data: hex('21') } }],
};

function codeOf(write: () => unknown): string {
  try {
    write();
  } catch (error) {
    if (error instanceof PayloadUsageError) return error.code;
    throw error;
  }
  return 'written';
}

describe('writeVideo', () => {
  it('writes a message with everything', () => {
    const message: VideoMessage = {
      ...VIDEO,
      modEx: [{ type: 1, data: new Uint8Array(300), hasWideSize: false }, timestampOffsetNano(999_999)],
      multitrack: 'manyTracksManyCodecs',
      tracks: [{ trackId: 255, codecId: VideoCodecId.hvc1, body: { ...FRAMES, compositionTime: -2 } }, OTHER],
    };
    const expected = `97 ff012b ${'00'.repeat(300)} 17 02 0f423f 06 21 68766331 ff 000004 fffffe aa 61763031 01 000001 aa`;
    expect(toHex(writeVideo(message))).toBe(toHex(hex(expected)));
  });

  const track = { trackId: 0, codecId: 7 };
  it.each<[string, VideoMessage, string]>([
    ['no track', { ...VIDEO, tracks: [] }, 'notRepresentable'],
    ['two tracks without multitrack', { ...VIDEO, tracks: [TRACK!, OTHER] }, 'notRepresentable'],
    ['two tracks in OneTrack', { ...VIDEO, multitrack: 'oneTrack', tracks: [TRACK!, OTHER] }, 'notRepresentable'],
    ['two codecs in ManyTracks', { ...VIDEO, multitrack: 'manyTracks', tracks: [TRACK!, OTHER] }, 'notRepresentable'],
    ['track 1 without multitrack', { ...VIDEO, tracks: [OTHER] }, 'notRepresentable'],
    ['a track id of nine bits', { ...VIDEO, tracks: [{ ...OTHER, trackId: 256 }] }, 'valueOutOfRange'],
    ['a legacy codec id', { ...VIDEO, tracks: [{ ...OTHER, codecId: 7 }] }, 'notRepresentable'],
    ['an end in CodedFrames', { ...VIDEO, tracks: [{ ...OTHER, trackId: 0, body: END }] }, 'notRepresentable'],
    [
      'a composition time for av01',
      { ...VIDEO, tracks: [{ ...OTHER, trackId: 0, body: { ...FRAMES, compositionTime: 1 } }] },
      'notRepresentable',
    ],
    [
      'a composition time of 25 bits',
      { ...VIDEO, tracks: [{ ...TRACK!, body: { ...FRAMES, compositionTime: 0x800000 } }] },
      'valueOutOfRange',
    ],
    [
      'too many ModEx',
      { ...VIDEO, modEx: Array.from({ length: 17 }, () => timestampOffsetNano(1)) },
      'valueOutOfRange',
    ],
    ['ModEx without data', { ...VIDEO, modEx: [{ type: 0, data: NONE, hasWideSize: false }] }, 'valueOutOfRange'],
    ['ModEx of type 16', { ...VIDEO, modEx: [{ type: 16, data: hex('00'), hasWideSize: false }] }, 'valueOutOfRange'],
    ['a legacy track 1', { ...LEGACY, tracks: [{ ...track, trackId: 1, body: FRAMES }] }, 'notRepresentable'],
    [
      'a FourCC in a legacy message',
      { ...LEGACY, tracks: [{ ...track, codecId: VideoCodecId.avc1, body: FRAMES }] },
      'valueOutOfRange',
    ],
    ['a legacy end in coded frames', { ...LEGACY, tracks: [{ ...track, body: END }] }, 'notRepresentable'],
    [
      'an end of a codec without packet types',
      { ...LEGACY, packetType: 'sequenceEnd', tracks: [{ ...track, codecId: 2, body: END }] },
      'notRepresentable',
    ],
    ['VP6 without adjustment', { ...LEGACY, tracks: [{ ...track, codecId: 4, body: FRAMES }] }, 'notRepresentable'],
    [
      'an alpha offset outside codec 5',
      {
        ...LEGACY,
        tracks: [{ ...track, codecId: 4, body: { ...FRAMES, vp6: { horizontal: 0, vertical: 0, alphaOffset: 1 } } }],
      },
      'notRepresentable',
    ],
    [
      'a command of nine bits',
      { kind: 'legacyVideoCommand', codecId: 7, command: 256, trailing: NONE },
      'valueOutOfRange',
    ],
    [
      'a command that says metadata',
      { kind: 'enhancedVideoCommand', packetTypeId: 4, modEx: [], command: 0, trailing: NONE },
      'notRepresentable',
    ],
  ])('refuses %s', (_, message, code) => {
    expect(codeOf(() => writeVideo(message))).toBe(code);
  });
});

describe('writeAudio', () => {
  it('writes every order of channels', () => {
    expect(toHex(writeAudio(AUDIO))).toBe(toHex(hex('94 4f707573 01 02 00000003')));
  });

  const body = { kind: 'frames', data: hex('21') } as const;
  const speakers = {
    kind: 'multichannel',
    order: 'custom',
    channelCount: 2,
    speakers: hex('00'),
    trailing: NONE,
  } as const;
  it.each<[string, AudioMessage, string]>([
    [
      'frames in a MultichannelConfig',
      { ...AUDIO, tracks: [{ trackId: 0, codecId: AudioCodecId.opus, body }] },
      'notRepresentable',
    ],
    [
      'fewer speakers than channels',
      { ...AUDIO, tracks: [{ trackId: 0, codecId: AudioCodecId.opus, body: speakers }] },
      'valueOutOfRange',
    ],
    ['format 9', { ...LEGACY_AUDIO, tracks: [{ trackId: 0, codecId: 9, body }] }, 'notRepresentable'],
    [
      'a FourCC in a legacy message',
      { ...LEGACY_AUDIO, tracks: [{ trackId: 0, codecId: AudioCodecId.mp4a, body }] },
      'valueOutOfRange',
    ],
    ['a legacy track 1', { ...LEGACY_AUDIO, tracks: [{ trackId: 1, codecId: 10, body }] }, 'notRepresentable'],
    ['frames as a sequence header', { ...LEGACY_AUDIO, packetType: 'sequenceStart' }, 'notRepresentable'],
    [
      'a sequence header of MP3',
      {
        ...LEGACY_AUDIO,
        packetType: 'sequenceStart',
        tracks: [{ trackId: 0, codecId: 2, body: { kind: 'configuration', record: NONE } }],
      },
      'notRepresentable',
    ],
  ])('refuses %s', (_, message, code) => {
    expect(codeOf(() => writeAudio(message))).toBe(code);
  });
});

describe('ModEx (ERTMP-21, ERTMP-22)', () => {
  it('adds no nanoseconds but by blocks of type 0 with three bytes; the last holds', () => {
    const blocks = (...all: [number, string][]): ModEx[] =>
      all.map(([type, data]) => ({ type, data: hex(data), hasWideSize: false }));
    expect(presentationOffsetNano([])).toBe(0);
    expect(presentationOffsetNano(blocks([1, '000005'], [0, '0005']))).toBe(0);
    expect(presentationOffsetNano(blocks([0, '000005'], [0, '000006 ff']))).toBe(6);
  });

  it('offers no offset of a millisecond or more', () => {
    expect(codeOf(() => timestampOffsetNano(1_000_000))).toBe('valueOutOfRange');
  });
});

describe('speakers (ERTMP-29)', () => {
  it('are named by their ids', () => {
    expect([0, 3, 17, 18, 23, 24, 0xfe, 0xff].map(speakerName)).toEqual([
      ...['FL', 'LFE1', 'TBR', 'LFE2', 'BFR', 'unknown', 'unused', 'unknown'],
    ]);
  });

  it('come from the mask, from the list, or not at all', () => {
    const rest = { kind: 'multichannel', channelCount: 6, trailing: NONE } as const;
    expect(speakersOf({ ...rest, order: 'native', mask: 0x3f })).toEqual(['FL', 'FR', 'FC', 'LFE1', 'BL', 'BR']);
    expect(speakersOf({ ...rest, order: 'custom', speakers: hex('01 00 fe') })).toEqual(['FR', 'FL', 'unused']);
    expect(speakersOf({ ...rest, order: 'unspecified' })).toEqual([]);
  });
});
