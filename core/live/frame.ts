import { AUDIO_MULTITRACK, type AudioTagHeader, readAudioTagHeader } from '../media/audio-tag-header.ts';
import type { TagTrack } from '../media/tag-track.ts';
import {
  isReservedFrameType,
  readVideoTagHeader,
  VIDEO_MULTITRACK,
  type VideoTagHeader,
} from '../media/video-tag-header.ts';
import { MessageType } from '../message/message-type.ts';
import { type FrameHeader, type FrameRole, SharedFrame } from './shared-frame.ts';

/** Messages become frames: what each of them is to a player, read from its tag header and nothing deeper. */

/** Any constant choice works for a peer (CHK-50); these are the usual ones. */
const CHUNK_STREAM = { audio: 4, data: 5, video: 6 } as const;

/** Places for headers, one of each kind for every track: the kind times 256, plus the track id (ERTMP-45). */
const SLOTS = { videoSequence: 0, videoMetadata: 256, audioSequence: 512, audioMultichannel: 768 } as const;

const NO_TRACKS: readonly TagTrack[] = [];
const NO_SLOTS: readonly number[] = [];

/**
 * An audio message as a frame; `undefined` when it has a header that cannot be read (ERTMP-12). An empty message is the
 * silence message and means something (ERTMP-30).
 */
export function audioFrame(timestamp: number, payload: Uint8Array): SharedFrame | undefined {
  const header = readAudioTagHeader(payload);
  if (header === undefined && payload.length > 0) return undefined;
  const role = header === undefined ? 'sound' : AUDIO_ROLES[header.packetType];
  const facts = {
    media: 'audio',
    role,
    timestamp,
    messageTypeId: MessageType.Audio,
    chunkStreamId: CHUNK_STREAM.audio,
    tracks: header === undefined ? NO_TRACKS : header.tracks,
    header: headerOf(header, payload, AUDIO_MULTITRACK),
    slots: header === undefined ? NO_SLOTS : audioSlots(header, role),
  } as const;
  return new SharedFrame(facts, payload);
}

/**
 * A video message as a frame; `undefined` for what nobody should get: an empty message, a header that cannot be read,
 * a reserved frame type (ERTMP-12), and command frames, which are for servers to send (FLV-25).
 */
export function videoFrame(timestamp: number, payload: Uint8Array): SharedFrame | undefined {
  const header = readVideoTagHeader(payload);
  const role = header === undefined ? undefined : videoRole(header);
  if (header === undefined || role === undefined) return undefined;
  const facts = {
    media: 'video',
    role,
    timestamp,
    messageTypeId: MessageType.Video,
    chunkStreamId: CHUNK_STREAM.video,
    tracks: header.tracks,
    header: headerOf(header, payload, VIDEO_MULTITRACK),
    slots: videoSlots(header, role),
  } as const;
  return new SharedFrame(facts, payload);
}

/** A data message as a frame. `payload` is AMF0: handler and values. */
export function dataFrame(timestamp: number, payload: Uint8Array): SharedFrame {
  const messageTypeId = MessageType.DataAmf0;
  const chunkStreamId = CHUNK_STREAM.data;
  const facts = {
    media: 'data',
    role: 'data',
    timestamp,
    messageTypeId,
    chunkStreamId,
    tracks: NO_TRACKS,
    header: 'legacy',
    slots: NO_SLOTS,
  } as const;
  return new SharedFrame(facts, payload);
}

/** @param multitrack - the packet type of the multitrack header; that of ModEx, the one after it, is 7 in both media */
function headerOf(
  header: { readonly isEnhanced: boolean } | undefined,
  payload: Uint8Array,
  multitrack: number,
): FrameHeader {
  if (header?.isEnhanced !== true) return 'legacy';
  return (payload[0]! & 0x0f) < multitrack ? 'plain' : 'extended';
}

const AUDIO_ROLES = {
  sequenceStart: 'sequenceHeader',
  multichannelConfig: 'sequenceHeader',
  sequenceEnd: 'sequenceEnd',
  codedFrames: 'sound',
} as const satisfies Record<AudioTagHeader['packetType'], FrameRole>;

/** The packet type first, then the frame type: configurations come with any frame type (ERTMP-13). */
function videoRole({ packetType, frameType }: VideoTagHeader): FrameRole | undefined {
  switch (packetType) {
    case 'sequenceStart':
    case 'mpeg2TsSequenceStart':
    case 'metadata':
      return 'sequenceHeader';
    case 'sequenceEnd':
      return 'sequenceEnd';
    case 'command':
      return undefined;
    case 'codedFrames':
    case 'codedFramesX':
      if (isReservedFrameType(frameType)) return undefined;
      return frameType === 'key' || frameType === 'generatedKey' ? 'keyFrame' : 'interFrame';
  }
}

function videoSlots({ packetType, tracks }: VideoTagHeader, role: FrameRole): readonly number[] {
  if (role === 'sequenceEnd') return tracks.map(({ trackId }) => SLOTS.videoSequence + trackId);
  if (role !== 'sequenceHeader') return NO_SLOTS;
  return filledSlots(packetType === 'metadata' ? SLOTS.videoMetadata : SLOTS.videoSequence, tracks);
}

function audioSlots({ packetType, tracks }: AudioTagHeader, role: FrameRole): readonly number[] {
  if (role === 'sequenceEnd') {
    return tracks.flatMap(({ trackId }) => [SLOTS.audioSequence + trackId, SLOTS.audioMultichannel + trackId]);
  }
  if (role !== 'sequenceHeader') return NO_SLOTS;
  return filledSlots(packetType === 'multichannelConfig' ? SLOTS.audioMultichannel : SLOTS.audioSequence, tracks);
}

/** FFmpeg may write an empty header first and the real one later: an empty one fills no place (ERTMP-14, FLV-17). */
function filledSlots(kind: number, tracks: readonly TagTrack[]): readonly number[] {
  return tracks.filter(({ start, end }) => start < end).map(({ trackId }) => kind + trackId);
}
