import { describe, expect, it } from 'vitest';
import { describeVideoConfiguration, VideoCodecId } from '../../../../core/index.ts';
import { AudioUnits } from '../play/audio-units.ts';
import { VideoUnits } from '../play/video-units.ts';
import { AudioMessages, VideoMessages } from './encoded-messages.ts';

const hex = (text: string) => Uint8Array.from(text.split(/\s+/), (byte) => Number.parseInt(byte, 16));

/** AVC High 1.3, from libx264 (VEC-CFG-1). */
const AVC_RECORD = hex(`01 64 00 0d ff e1 00 1a 67 64 00 0d ac d9 41 51 9e 22 7c 04 40 00 00 03 00 40 00 00 0f 03 c5 0a
  65 80 01 00 06 68 eb e3 cb 22 c0 fd f8 f8 00`);
/** AAC LC, 44100 Hz, stereo. */
const AAC_RECORD = hex('12 10');
/** A temporal delimiter, the sequence header of an AV1 stream of 322x180 (VEC-CFG-3), and a frame. */
const AV1_KEY = hex('12 00 0a 0b 00 00 00 04 3d 06 cc da f9 00 40 32 02 10 00');

const FRAME = Uint8Array.of(1, 2, 3);

/** What the player's side makes of what the publisher's side says. */
function videoUnits(codec: string, keyFrame: Uint8Array, description?: Uint8Array) {
  const messages = new VideoMessages(codec);
  const units = new VideoUnits();
  const payloads = [
    ...messages.payloadsOf({ isKey: true, data: keyFrame, codec, description }),
    ...messages.payloadsOf({ isKey: false, data: FRAME }),
  ];
  return payloads.flatMap((payload) => units.take(payload));
}

describe('what a page publishes, a page plays', () => {
  it.each([
    ['avc1.64000d', 'avc1.64000D', AVC_RECORD, FRAME],
    ['vp09.00.31.08', 'vp09.00.31.08', undefined, FRAME],
    ['vp8', 'vp8', undefined, FRAME],
    ['av01.0.05M.08', 'av01.0.05M.08', undefined, AV1_KEY],
  ])('video of %s', (encoded, decoded, description, key) => {
    const setup = { codec: decoded, optimizeForLatency: true, ...(description && { description }) };
    expect(videoUnits(encoded, key, description)).toEqual([
      { kind: 'setup', setup },
      { kind: 'frame', isKey: true, compositionTime: 0, data: key },
      { kind: 'frame', isKey: false, compositionTime: 0, data: FRAME },
    ]);
  });

  it('AVC in the form that everybody has read since 2008, the rest as Enhanced RTMP', () => {
    const first = (codec: string, description?: Uint8Array) =>
      new VideoMessages(codec).payloadsOf({ isKey: true, data: FRAME, codec, description })[0]?.[0];
    expect(first('avc1.64000d', AVC_RECORD)).toBe(0x17);
    expect(first('vp8')).toBe(0x90);
  });

  it('AV1 with a record that has the sequence header in it, size and all', () => {
    const [payload] = new VideoMessages('av01.0.05M.08').payloadsOf({ isKey: true, data: AV1_KEY, codec: 'av01' });
    const facts = describeVideoConfiguration(VideoCodecId.av01, payload!.subarray(5));
    expect(facts).toMatchObject({ codec: 'AV1', codecString: 'av01.0.05M.08', bitDepth: 8, chroma: '4:2:0' });
    const units = new VideoUnits();
    units.take(payload!);
    const bare = AV1_KEY.subarray(15);
    const [, withoutHeader] = new VideoMessages('av01').payloadsOf({ isKey: true, data: bare, codec: 'av01' });
    const [unit] = units.take(withoutHeader!);
    expect(unit).toMatchObject({ kind: 'frame', data: Uint8Array.of(...AV1_KEY.subarray(2, 15), ...bare) });
  });

  it('AAC and Opus, with the records that their encoders give or ours', () => {
    const unitsOf = (codec: string, description?: Uint8Array) => {
      const units = new AudioUnits();
      const payloads = new AudioMessages(codec, 48_000, 2).payloadsOf({ isKey: true, data: FRAME, codec, description });
      return payloads.flatMap((payload) => units.take(payload));
    };
    const frame = { kind: 'frame', data: FRAME };
    const aac = { codec: 'mp4a.40.2', sampleRate: 44_100, numberOfChannels: 2, description: AAC_RECORD };
    expect(unitsOf('mp4a.40.2', AAC_RECORD)).toEqual([{ kind: 'setup', setup: aac }, frame]);
    const [opus, sound] = unitsOf('opus');
    expect(opus).toMatchObject({ setup: { codec: 'opus', sampleRate: 48_000, numberOfChannels: 2 } });
    expect(sound).toEqual(frame);
  });

  it('refuses a codec that RTMP has no name for', () => {
    expect(() => new VideoMessages('theora')).toThrow('RTMP has no name for the codec theora');
  });
});
