import { AudioCodecId, VideoCodecId } from './codec-id.ts';
import { describeAac } from './configuration/aac.ts';
import { describeAc3 } from './configuration/ac3.ts';
import { describeAv1, describeAv1Frame } from './configuration/av1.ts';
import { describeAvc } from './configuration/avc.ts';
import type { AudioFacts, VideoFacts } from './configuration/facts.ts';
import { describeFlac } from './configuration/flac.ts';
import { describeHevc } from './configuration/hevc.ts';
import { describeMp3 } from './configuration/mp3.ts';
import { describeOpus, describeOpusPacket } from './configuration/opus.ts';
import { describeVp8Frame, describeVp9Frame, describeVpx } from './configuration/vpx.ts';
import { describeVvc } from './configuration/vvc.ts';

/**
 * What a decoder configuration or a frame says of its track, by codec id, legacy or FourCC. Best effort: what cannot be
 * parsed gives `undefined`, is relayed all the same, and nothing here throws whatever the bytes (CFG-1).
 */

type DescribeVideo = (bytes: Uint8Array) => VideoFacts | undefined;
type DescribeAudio = (bytes: Uint8Array) => AudioFacts | undefined;

const VIDEO_CONFIGURATIONS: ReadonlyMap<number, DescribeVideo> = new Map<number, DescribeVideo>([
  [VideoCodecId.avc, describeAvc],
  [VideoCodecId.avc1, describeAvc],
  [VideoCodecId.hevc, describeHevc],
  [VideoCodecId.hvc1, describeHevc],
  [VideoCodecId.vvc1, describeVvc],
  [VideoCodecId.av1, describeAv1],
  [VideoCodecId.av01, describeAv1],
  [VideoCodecId.vp08, (record) => describeVpx('VP8', record)],
  [VideoCodecId.vp09, (record) => describeVpx('VP9', record)],
]);

/** Codecs whose key frames tell what no record does. */
const KEY_FRAMES: ReadonlyMap<number, DescribeVideo> = new Map<number, DescribeVideo>([
  [VideoCodecId.vp08, describeVp8Frame],
  [VideoCodecId.vp09, describeVp9Frame],
  [VideoCodecId.av1, describeAv1Frame],
  [VideoCodecId.av01, describeAv1Frame],
]);

const AUDIO_CONFIGURATIONS: ReadonlyMap<number, DescribeAudio> = new Map<number, DescribeAudio>([
  [AudioCodecId.aac, describeAac],
  [AudioCodecId.mp4a, describeAac],
  [AudioCodecId.opus, describeOpus],
  [AudioCodecId.flac, describeFlac],
]);

/** Codecs whose frames tell; those that have a configuration too are not asked once it was there. */
const SOUND_FRAMES: ReadonlyMap<number, DescribeAudio> = new Map<number, DescribeAudio>([
  [AudioCodecId.mp3, describeMp3],
  [AudioCodecId.mp3At8kHz, describeMp3],
  [AudioCodecId.mp3FourCc, describeMp3],
  [AudioCodecId.ac3, describeAc3],
  [AudioCodecId.eac3, describeAc3],
  [AudioCodecId.opus, describeOpusPacket],
]);

/** @param record - the body of a sequence header */
export function describeVideoConfiguration(codecId: number, record: Uint8Array): VideoFacts | undefined {
  return VIDEO_CONFIGURATIONS.get(codecId)?.(record);
}

/** @param frame - the data of a key frame, without composition time */
export function describeKeyFrame(codecId: number, frame: Uint8Array): VideoFacts | undefined {
  return KEY_FRAMES.get(codecId)?.(frame);
}

/** Whether key frames of this codec are worth a look. */
export function keyFramesTell(codecId: number): boolean {
  return KEY_FRAMES.has(codecId);
}

/** Whether frames of this codec are worth a look. */
export function soundsTell(codecId: number): boolean {
  return SOUND_FRAMES.has(codecId);
}

/** @param record - the body of a sequence header */
export function describeAudioConfiguration(codecId: number, record: Uint8Array): AudioFacts | undefined {
  return AUDIO_CONFIGURATIONS.get(codecId)?.(record);
}

/** @param frame - the data of any frame */
export function describeSound(codecId: number, frame: Uint8Array): AudioFacts | undefined {
  return SOUND_FRAMES.get(codecId)?.(frame);
}
