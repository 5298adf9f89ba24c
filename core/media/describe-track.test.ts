import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { AudioCodecId, VideoCodecId } from './codec-id.ts';
import {
  describeAudioConfiguration,
  describeKeyFrame,
  describeSound,
  describeVideoConfiguration,
  keyFramesTell,
  soundsTell,
} from './describe-track.ts';

const HVCC = '01 01 60000000 900000000000 3c f000 fc fd f8 f8 0000 0f 00';
const VP8_KEY_FRAME = '10 00 00 9d 01 2a 40 01 b4 00';
const VP9_KEY_FRAME = '82 49 83 42 20 13 f0 0b 30';
const AV1_UNIT = '0a 0b 00 00 00 04 3d 06 cc da f9 00 40';
const MP3_FRAME = 'ff fb 90 00';

describe('what describes which codec', () => {
  const { avc, avc1, hevc, hvc1, vvc1, av1, av01, vp08, vp09, sorensonH263 } = VideoCodecId;
  it.each([
    [avc, '01 42 c0 1e ff e0', 'AVC'],
    [avc1, '01 42 c0 1e ff e0', 'AVC'],
    [hevc, HVCC, 'HEVC'],
    [hvc1, HVCC, 'HEVC'],
    [vvc1, 'fe 00', 'VVC'],
    [av1, '81 00 0c 00', 'AV1'],
    [av01, '81 00 0c 00', 'AV1'],
    [vp08, '00 00 80 02 02 02 00 00', 'VP8'],
    [vp09, '00 0b 82 02 02 02 00 00', 'VP9'],
    [sorensonH263, '00', undefined],
  ])('video configuration of %i', (codecId, record, codec) => {
    expect(describeVideoConfiguration(codecId, hex(record))?.codec).toBe(codec);
  });

  it('is nothing for a record that cannot be read, whatever the codec (CFG-1)', () => {
    for (const codecId of Object.values(VideoCodecId)) {
      expect(describeVideoConfiguration(codecId, hex(''))).toBeUndefined();
      expect(describeVideoConfiguration(codecId, hex('ff'))).toBeUndefined();
    }
    for (const codecId of Object.values(AudioCodecId)) {
      expect(describeAudioConfiguration(codecId, hex('ff'))).toBeUndefined();
    }
  });

  it.each([
    [vp08, VP8_KEY_FRAME, 'VP8'],
    [vp09, VP9_KEY_FRAME, 'VP9'],
    [av1, AV1_UNIT, 'AV1'],
    [av01, AV1_UNIT, 'AV1'],
    [avc1, '00 00 00 01 65', undefined],
  ])('key frame of %i', (codecId, frame, codec) => {
    expect(describeKeyFrame(codecId, hex(frame))?.codec).toBe(codec);
    expect(keyFramesTell(codecId)).toBe(codec !== undefined);
  });

  const { aac, mp4a, opus, flac, mp3, mp3At8kHz, mp3FourCc, ac3, eac3, speex } = AudioCodecId;
  it.each([
    [aac, '11 90', 'AAC'],
    [mp4a, '11 90', 'AAC'],
    [opus, '4f 70 75 73 48 65 61 64 01 02 38 01 80 bb 00 00 00 00 00', 'Opus'],
    [
      flac,
      '12 00 12 00 00 00 fc 00 05 11 0b b8 02 f0 00 00 38 40 e5 f0 51 c1 28 e8 49 92 c0 cb a9 97 24 09 2b 51',
      'FLAC',
    ],
    [ac3, '', undefined],
  ])('audio configuration of %i', (codecId, record, codec) => {
    expect(describeAudioConfiguration(codecId, hex(record))?.codec).toBe(codec);
  });

  it.each([
    [mp3, MP3_FRAME, 'MP3'],
    [mp3At8kHz, MP3_FRAME, 'MP3'],
    [mp3FourCc, MP3_FRAME, 'MP3'],
    [ac3, '0b 77 b5 0b 1e 40 eb f8', 'AC-3'],
    [eac3, '0b 77 03 7f 3f 87 c0 00', 'E-AC-3'],
    [opus, 'fc ff fe', 'Opus'],
    [speex, '00', undefined],
  ])('sound of %i', (codecId, frame, codec) => {
    expect(describeSound(codecId, hex(frame))?.codec).toBe(codec);
    expect(soundsTell(codecId)).toBe(codec !== undefined);
  });
});
