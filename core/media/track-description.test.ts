import { describe, expect, it } from 'vitest';
import { AudioCodecId, VideoCodecId } from './codec-id.ts';
import { codecLabel } from './codec-label.ts';
import { type AudioDescription, hdrOf, trackLine, type VideoDescription } from './track-description.ts';

const AVC: VideoDescription = {
  ...{ media: 'video', trackId: 0, codecId: 7, codec: 'AVC', profile: 'High', level: '4.0', tier: 'main' },
  ...{ width: 1920, height: 1080, frameRate: 30, bitDepth: 8, chroma: '4:2:0' },
};
const AAC: AudioDescription = {
  ...{ media: 'audio', trackId: 0, codecId: 10, codec: 'AAC', profile: 'LC', sampleRate: 48000, channels: 2 },
};

describe('trackLine', () => {
  it.each<[VideoDescription | AudioDescription, string]>([
    [AVC, 'AVC High 4.0, 1920x1080, 30 fps'],
    [{ ...AVC, trackId: 1, frameRate: 30000 / 1001 }, 'track 1: AVC High 4.0, 1920x1080, 29.97 fps'],
    [
      { ...AVC, tier: 'high', bitDepth: 10, chroma: '4:2:2', hdr: 'PQ' },
      'AVC High 4.0 high tier, 1920x1080, 30 fps, 10 bit, 4:2:2, HDR PQ',
    ],
    [{ media: 'video', trackId: 0, codecId: 7, codec: 'AVC', width: 320 }, 'AVC'],
    [AAC, 'AAC LC, 48000 Hz, stereo'],
    [{ ...AAC, channels: 1, bitRate: 96_000 }, 'AAC LC, 48000 Hz, mono, 96 kbit/s'],
    [{ ...AAC, channels: 6, bitDepth: 24 }, 'AAC LC, 48000 Hz, 6 channels, 24 bit'],
    [{ media: 'audio', trackId: 2, codecId: 11, codec: 'Speex' }, 'track 2: Speex'],
  ])('%#', (description, line) => {
    expect(trackLine(description)).toBe(line);
  });
});

describe('hdrOf', () => {
  it.each([
    [undefined, undefined],
    [1, undefined],
    [16, 'PQ'],
    [18, 'HLG'],
  ])('transfer characteristics %s: %s', (transfer, hdr) => {
    expect(hdrOf(transfer)).toBe(hdr);
  });
});

describe('codecLabel', () => {
  it('has one name for every codec id there is, the same for its disguises (Q-52)', () => {
    for (const id of Object.values(VideoCodecId)) expect(codecLabel('video', id)).not.toMatch(/^codec/);
    for (const id of Object.values(AudioCodecId)) expect(codecLabel('audio', id)).not.toMatch(/^codec/);
    expect(codecLabel('video', VideoCodecId.hevc)).toBe(codecLabel('video', VideoCodecId.hvc1));
  });

  it('falls back to what the id itself says', () => {
    expect(codecLabel('video', 0x78797a31)).toBe('xyz1');
    expect(codecLabel('audio', 13)).toBe('codec 0xd');
  });
});
