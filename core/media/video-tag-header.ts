import { VideoCodecId } from './codec-id.ts';
import { packetTypeBefore, readManyTracks, readOnlyTrack, skipModEx } from './enhanced-header.ts';
import type { TagTrack } from './tag-track.ts';

/**
 * The header of a video message (type 8 of FLV E.4.3.1, or the ExVideoTagHeader of E-RTMP): enough to relay it, cache it
 * and decide where a player may begin. Codec data is never looked into.
 */

/** `inter` also stands for the frame type 0 that early OBS betas wrote into enhanced headers. */
export type VideoFrameType = 'key' | 'inter' | 'disposableInter' | 'generatedKey' | 'command' | 'reserved';

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
  /** Never tells what a packet is: a configuration may come with any frame type (ERTMP-13, FLV-24). */
  readonly frameType: VideoFrameType;
  readonly packetType: VideoPacketType;
  /** At least one, in the order of the message; empty for a command only. */
  readonly tracks: readonly TagTrack[];
}

const FRAME_TYPES: readonly VideoFrameType[] = [
  'reserved',
  'key',
  'inter',
  'disposableInter',
  'generatedKey',
  'command',
  'reserved',
  'reserved',
];

const AVC_PACKET_TYPES: readonly VideoPacketType[] = ['sequenceStart', 'codedFrames', 'sequenceEnd'];

const ENHANCED_PACKET_TYPES: readonly VideoPacketType[] = [
  'sequenceStart',
  'codedFrames',
  'sequenceEnd',
  'codedFramesX',
  'metadata',
  'mpeg2TsSequenceStart',
];

const METADATA = 4;
const MULTITRACK = 6;
const COMMAND_FRAME = 5;

/** Bytes before the data in the AVC layout: codec byte, AVCPacketType, composition time (E.4.3.1). */
const AVC_HEADER_BYTES = 5;

/**
 * Reads the header of a video message. Nothing is copied; `payload` is not kept.
 *
 * @returns `undefined` when there is none to read: the payload is empty or cut inside its header, or its packet or
 * multitrack type is unknown. Such a message is to be dropped and counted, never to end a connection (ERTMP-12).
 */
export function readVideoTagHeader(payload: Uint8Array): VideoTagHeader | undefined {
  if (payload.length === 0) return undefined;
  return (payload[0]! & 0x80) === 0 ? readLegacy(payload) : readEnhanced(payload);
}

function readLegacy(payload: Uint8Array): VideoTagHeader | undefined {
  const frameType = FRAME_TYPES[payload[0]! >>> 4]!;
  const codecId = payload[0]! & 0x0f;
  // By E.4.3.1 the command byte stands right after byte 0, for AVC too (FLV-25).
  if (frameType === 'command') return { isEnhanced: false, frameType, packetType: 'command', tracks: [] };
  if (!hasAvcLayout(codecId)) {
    const tracks = [{ trackId: 0, codecId, start: 1, end: payload.length }];
    return { isEnhanced: false, frameType, packetType: 'codedFrames', tracks };
  }
  const packetType = payload.length > 1 ? AVC_PACKET_TYPES[payload[1]!] : undefined;
  if (packetType === undefined) return undefined;
  const start = Math.min(AVC_HEADER_BYTES, payload.length); // some write 17 02 without a composition time
  return { isEnhanced: false, frameType, packetType, tracks: [{ trackId: 0, codecId, start, end: payload.length }] };
}

/** HEVC as 12 and AV1 as 13 are unofficial and laid out like AVC (FLV-26). */
function hasAvcLayout(codecId: number): boolean {
  return codecId === VideoCodecId.avc || codecId === VideoCodecId.hevc || codecId === VideoCodecId.av1;
}

/** The checks come in the order of ERTMP-45. */
function readEnhanced(payload: Uint8Array): VideoTagHeader | undefined {
  const frameTypeId = (payload[0]! >>> 4) & 0x07;
  const position = skipModEx(payload, 1);
  if (position === undefined) return undefined;
  const packetTypeId = packetTypeBefore(payload, position);
  // FFmpeg writes colour metadata with frame type 5, so the packet type is asked first (ERTMP-18).
  if (frameTypeId === COMMAND_FRAME && packetTypeId !== METADATA) {
    return { isEnhanced: true, frameType: 'command', packetType: 'command', tracks: [] };
  }
  const frameType = frameTypeId === 0 ? 'inter' : FRAME_TYPES[frameTypeId]!;
  if (packetTypeId !== MULTITRACK) {
    return assemble(frameType, packetTypeId, readOnlyTrack(payload, position));
  }
  if (position >= payload.length) return undefined;
  return assemble(frameType, packetTypeBefore(payload, position + 1), readManyTracks(payload, position + 1));
}

/** Multitrack or ModEx as the inner packet type is not defined (ERTMP-23, ERTMP-27) and is no entry of the table. */
function assemble(
  frameType: VideoFrameType,
  packetTypeId: number,
  tracks: readonly TagTrack[] | undefined,
): VideoTagHeader | undefined {
  const packetType = ENHANCED_PACKET_TYPES[packetTypeId];
  if (packetType === undefined || tracks === undefined) return undefined;
  return { isEnhanced: true, frameType, packetType, tracks };
}
