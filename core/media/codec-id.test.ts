import { describe, expect, it } from 'vitest';
import { readAudioTagHeader } from './audio-tag-header.ts';
import { AudioCodecId, codecName, VideoCodecId } from './codec-id.ts';
import { readVideoTagHeader } from './video-tag-header.ts';

describe('codec ids (ERTMP-10, ERTMP-31)', () => {
  it('are the big-endian number of a FourCC', () => {
    // E-RTMP: "av01" = 0x61763031 = 1635135537
    expect(VideoCodecId.av01).toBe(1635135537);
    expect(VideoCodecId.hvc1).toBe(1752589105);
    expect(AudioCodecId.opus).toBe(1332770163);
    expect(AudioCodecId.mp3FourCc).toBe(778924083);
  });

  it.each([
    ['video', VideoCodecId.avc, 'avc'],
    ['video', VideoCodecId.hvc1, 'hvc1'],
    ['audio', AudioCodecId.aac, 'aac'],
    ['audio', AudioCodecId.mp3FourCc, '.mp3'],
    ['audio', AudioCodecId.eac3, 'ec-3'],
    ['video', 0x78797a31, 'xyz1'],
    ['video', 15, 'codec 0xf'],
    ['audio', 0x1b5b324a, 'codec 0x1b5b324a'],
  ] as const)('%s %i is called %s', (media, codecId, name) => {
    expect(codecName(media, codecId)).toBe(name);
  });

  it('of legacy sound stand in the high nibble, and 9 is an enhanced header (FLV-12)', () => {
    const names = Array.from({ length: 16 }, (_, format) => {
      const header = readAudioTagHeader(Uint8Array.of((format << 4) | 1, 0x4f, 0x70, 0x75, 0x73));
      return header === undefined ? 'none' : codecName('audio', header.tracks[0]?.codecId ?? -1);
    });
    expect(names).toEqual([
      ...['pcm', 'adpcm', 'mp3', 'pcmLittleEndian', 'nellymoser16kHz', 'nellymoser8kHz', 'nellymoser', 'aLaw', 'muLaw'],
      ...['Opus', 'none', 'speex', 'codec 0xc', 'codec 0xd', 'mp3At8kHz', 'device'], // AAC has no packet type 0x4f
    ]);
  });

  it('of legacy pictures stand in the low nibble (FLV-20)', () => {
    const names = Array.from({ length: 16 }, (_, codecId) => {
      const header = readVideoTagHeader(Uint8Array.of(0x10 | codecId, 1, 0, 0, 0));
      return codecName('video', header?.tracks[0]?.codecId ?? -1);
    });
    expect(names).toEqual([
      ...['codec 0x0', 'jpeg', 'sorensonH263', 'screen', 'vp6', 'vp6Alpha', 'screen2', 'avc', 'h263', 'mpeg4'],
      ...['codec 0xa', 'codec 0xb', 'hevc', 'av1', 'codec 0xe', 'codec 0xf'],
    ]);
  });
});
