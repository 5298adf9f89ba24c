import type { AudioPacketType } from './audio-tag-header.ts';
import type { LegacySound } from './legacy-sound.ts';
import type { ConfigurationBody, EndBody, EnhancedMessage, MessageTrack, UnreadableBody } from './message-track.ts';
import type { MultichannelBody } from './multichannel-config.ts';
import type { PayloadProblem } from './payload-problem.ts';

/**
 * An audio message as a typed value: what `parseAudio` makes of a payload and `writeAudio` of it the same payload again,
 * byte for byte. All bytes in it are views of the payload.
 */
export type AudioMessage = Silence | LegacyAudio | EnhancedAudio;

export type ParsedAudio = AudioMessage | PayloadProblem;

/** The empty message: play out what is buffered and do not wait for audio (ERTMP-30). */
export interface Silence {
  readonly kind: 'silence';
}

/** AudioTagHeader of FLV E.4.2.1. */
export interface LegacyAudio {
  readonly kind: 'legacyAudio';
  /** Wrong by design for many codecs (FLV-14): to be carried along, not believed. */
  readonly sound: LegacySound;
  /** Codecs other than 10 (AAC) know coded frames only. */
  readonly packetType: 'sequenceStart' | 'codedFrames';
  /** Always one, of id 0. */
  readonly tracks: readonly [MessageTrack<LegacyAudioBody>];
}

/** ExAudioTagHeader of E-RTMP. */
export interface EnhancedAudio extends EnhancedMessage<AudioPacketType, AudioBody> {
  readonly kind: 'enhancedAudio';
}

export type LegacyAudioBody = AudioFrames | ConfigurationBody;

export type AudioBody = AudioFrames | ConfigurationBody | EndBody | MultichannelBody | UnreadableBody;

/**
 * One frame, packet or syncframe as the codec has it (ERTMP-28), or several (Speex, FLV-18). PCM is unsigned in 8 bits,
 * signed in 16, left before right (FLV-15).
 */
export interface AudioFrames {
  readonly kind: 'frames';
  readonly data: Uint8Array;
}
