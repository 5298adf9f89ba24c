import type { ConfigurationBody, EndBody, EnhancedMessage, MessageTrack, UnreadableBody } from './message-track.ts';
import type { MetadataBody } from './metadata-frame.ts';
import type { ModEx } from './mod-ex.ts';
import type { PayloadProblem } from './payload-problem.ts';
import type { VideoFrameType, VideoPacketType } from './video-tag-header.ts';

/**
 * A video message as a typed value: what `parseVideo` makes of a payload and `writeVideo` of it the same payload again,
 * byte for byte. All bytes in it are views of the payload.
 */
export type VideoMessage = LegacyVideo | EnhancedVideo | LegacyVideoCommand | EnhancedVideoCommand;

export type ParsedVideo = VideoMessage | PayloadProblem;

/** VideoTagHeader of FLV E.4.3.1. */
export interface LegacyVideo {
  readonly kind: 'legacyVideo';
  readonly frameType: VideoFrameType;
  /** Codecs other than 7 (AVC), and 12 and 13 which are laid out like it (FLV-26), know coded frames only. */
  readonly packetType: 'sequenceStart' | 'codedFrames' | 'sequenceEnd';
  /** Always one, of id 0. */
  readonly tracks: readonly [MessageTrack<LegacyVideoBody>];
}

/** ExVideoTagHeader of E-RTMP. */
export interface EnhancedVideo extends EnhancedMessage<EnhancedVideoPacketType, VideoBody> {
  readonly kind: 'enhancedVideo';
  readonly frameType: VideoFrameType;
}

export type EnhancedVideoPacketType = Exclude<VideoPacketType, 'command'>;

/** A mark of client-side seeking instead of a picture; only servers send it (FLV-25). */
export interface LegacyVideoCommand {
  readonly kind: 'legacyVideoCommand';
  /** 0 to 15; says nothing. */
  readonly codecId: number;
  /** See `VideoCommand`; other values are reserved and to be ignored. */
  readonly command: number;
  readonly trailing: Uint8Array;
}

/** The same with an enhanced header (ERTMP-20). */
export interface EnhancedVideoCommand {
  readonly kind: 'enhancedVideoCommand';
  /** The nibble of byte 0, or of the last ModEx: neither 4 (Metadata) nor 7; says nothing. */
  readonly packetTypeId: number;
  readonly modEx: readonly ModEx[];
  readonly command: number;
  readonly trailing: Uint8Array;
}

export const VideoCommand = { startSeek: 0, endSeek: 1 } as const;

export type VideoBody = VideoFrames | ConfigurationBody | EndBody | MetadataBody | TsDescriptorBody | UnreadableBody;

export type LegacyVideoBody = VideoFrames | LegacyConfiguration | EndBody;

/** One access unit, temporal unit or frame. */
export interface VideoFrames {
  readonly kind: 'frames';
  /** Milliseconds from decoding (the message's timestamp) to presentation, signed 24 bits (ERTMP-15, FLV-23). 0 where no field says so. */
  readonly compositionTime: number;
  readonly data: Uint8Array;
  /** In front of the data of the legacy codecs 4 and 5 only. */
  readonly vp6?: Vp6Adjustment;
}

/** How VP6 pictures are cropped, and where the alpha picture begins (E.4.3.1, FLV section 3). */
export interface Vp6Adjustment {
  /** Pixels, 0 to 15, to take off the coded width and height. */
  readonly horizontal: number;
  readonly vertical: number;
  /** Bytes, of codec 5 only. */
  readonly alphaOffset: number | undefined;
}

/** In the AVC layout a composition time stands in front of the record too and should be 0 (FLV-22). */
export interface LegacyConfiguration extends ConfigurationBody {
  readonly ignoredCompositionTime: number;
}

/** MPEG2TSSequenceStart: an AV1VideoDescriptor of MPEG-TS carriage, which nobody sends (ERTMP-19). */
export interface TsDescriptorBody {
  readonly kind: 'tsDescriptor';
  readonly descriptor: Uint8Array;
}
