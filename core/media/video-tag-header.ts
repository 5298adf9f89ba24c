import { VideoCodecId } from './codec-id.ts';
import { readManyTracks, readOnlyTrack, unknownPacketType } from './enhanced-header.ts';
import { packetTypeBefore, readModEx } from './mod-ex.ts';
import { cutBefore, type PayloadProblem, problem } from './payload-problem.ts';
import type { TagTrack } from './tag-track.ts';

/**
 * The header of a video message (type 8 of FLV E.4.3.1, or the ExVideoTagHeader of E-RTMP): enough to relay it, cache it
 * and decide where a player may begin. Codec data is never looked into.
 */

/** VideoFrameType, by its number (ERTMP-13, FLV-19). */
export const VIDEO_FRAME_TYPES = [
  'reserved0',
  'key',
  'inter',
  'disposableInter',
  'generatedKey',
  'command',
  'reserved6',
  'reserved7',
] as const;

export type VideoFrameType = (typeof VIDEO_FRAME_TYPES)[number];

/** Pictures of such a type are for nobody (ERTMP-12). */
export function isReservedFrameType(frameType: VideoFrameType): boolean {
  return frameType === 'reserved0' || frameType === 'reserved6' || frameType === 'reserved7';
}

/**
 * `command`: a client seek mark instead of a picture (ERTMP-20, FLV-25); it has no tracks. `codedFramesX`: coded frames
 * whose composition time is 0 and left out (ERTMP-16).
 */
export type VideoPacketType =
  | 'sequenceStart'
  | 'codedFrames'
  | 'sequenceEnd'
  | 'codedFramesX'
  | 'metadata'
  | 'mpeg2TsSequenceStart'
  | 'command';

export interface VideoTagHeader {
  readonly isEnhanced: boolean;
  /**
   * Never tells what a packet is: a configuration may come with any frame type (ERTMP-13, FLV-24). `inter` also stands
   * for the frame type 0 that early OBS betas wrote into enhanced headers.
   */
  readonly frameType: VideoFrameType;
  readonly packetType: VideoPacketType;
  /** At least one, in the order of the message; empty for a command only. */
  readonly tracks: readonly TagTrack[];
}

/** AVCPacketType, by its number. */
export const AVC_PACKET_TYPES = ['sequenceStart', 'codedFrames', 'sequenceEnd'] as const satisfies VideoPacketType[];

/** VideoPacketType, by its number; 6 is Multitrack, 7 ModEx, the others are reserved. */
export const VIDEO_PACKET_TYPES = [
  ...AVC_PACKET_TYPES,
  'codedFramesX',
  'metadata',
  'mpeg2TsSequenceStart',
] as const satisfies VideoPacketType[];

/** The packet type of a multitrack message; audio has another number. */
export const VIDEO_MULTITRACK = 6;

const METADATA = 4;

/** Bytes before the data in the AVC layout: codec byte, AVCPacketType, composition time (E.4.3.1). */
const AVC_HEADER_BYTES = 5;

/**
 * Reads the header of a video message. Nothing is copied; `payload` is not kept.
 *
 * @returns `undefined` when there is none to read: the payload is empty or cut inside its header, or its packet or
 * multitrack type is unknown. Such a message is to be dropped and counted, never to end a connection (ERTMP-12).
 */
export function readVideoTagHeader(payload: Uint8Array): VideoTagHeader | undefined {
  const header = locateVideo(payload);
  return 'kind' in header ? undefined : header;
}

/** The same, for those who want to know why there is none. */
export function locateVideo(payload: Uint8Array): VideoTagHeader | PayloadProblem {
  if (payload.length === 0) return problem('empty', 0, 'expected a video header, came an empty message');
  return (payload[0]! & 0x80) === 0 ? locateLegacy(payload) : locateEnhanced(payload);
}

/** HEVC as 12 and AV1 as 13 are unofficial and laid out like AVC (FLV-26). */
export function hasAvcLayout(codecId: number): boolean {
  return codecId === VideoCodecId.avc || codecId === VideoCodecId.hevc || codecId === VideoCodecId.av1;
}

function locateLegacy(payload: Uint8Array): VideoTagHeader | PayloadProblem {
  const frameType = VIDEO_FRAME_TYPES[payload[0]! >>> 4]!;
  const codecId = payload[0]! & 0x0f;
  // By E.4.3.1 the command byte stands right after byte 0, for AVC too (FLV-25).
  if (frameType === 'command') return { isEnhanced: false, frameType, packetType: 'command', tracks: [] };
  if (!hasAvcLayout(codecId)) {
    const tracks = [{ trackId: 0, codecId, start: 1, end: payload.length }];
    return { isEnhanced: false, frameType, packetType: 'codedFrames', tracks };
  }
  if (payload.length < 2) return cutBefore('an AVCPacketType', 1);
  const packetType = AVC_PACKET_TYPES[payload[1]!];
  if (packetType === undefined) {
    return problem('packetTypeUnknown', 1, `expected AVCPacketType 0, 1 or 2, came ${payload[1]}`);
  }
  const start = Math.min(AVC_HEADER_BYTES, payload.length); // some write 17 02 without a composition time
  return { isEnhanced: false, frameType, packetType, tracks: [{ trackId: 0, codecId, start, end: payload.length }] };
}

/** The checks come in the order of ERTMP-45. */
function locateEnhanced(payload: Uint8Array): VideoTagHeader | PayloadProblem {
  const frameType = enhancedFrameType(payload);
  const position = readModEx(payload, 1);
  if (typeof position !== 'number') return position;
  const outerType = packetTypeBefore(payload, position);
  // FFmpeg writes colour metadata with frame type 5, so the packet type is asked first (ERTMP-18).
  if (frameType === 'command' && outerType !== METADATA) {
    return { isEnhanced: true, frameType, packetType: 'command', tracks: [] };
  }
  const isMultitrack = outerType === VIDEO_MULTITRACK;
  if (isMultitrack && position >= payload.length) return cutBefore('a multitrack type', position);
  const after = isMultitrack ? position + 1 : position;
  const packetType = VIDEO_PACKET_TYPES[packetTypeBefore(payload, after)];
  if (packetType === undefined) return unknownPacketType(payload, after);
  const tracks = isMultitrack ? readManyTracks(payload, after) : readOnlyTrack(payload, after);
  return 'kind' in tracks ? tracks : { isEnhanced: true, frameType, packetType, tracks };
}

function enhancedFrameType(payload: Uint8Array): VideoFrameType {
  const frameType = VIDEO_FRAME_TYPES[(payload[0]! >>> 4) & 0x07]!;
  return frameType === 'reserved0' ? 'inter' : frameType;
}
