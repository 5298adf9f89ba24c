import { describe, expect, it } from 'vitest';
import { AudioCodecId, codecName, VideoCodecId } from './codec-id.ts';

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
});
