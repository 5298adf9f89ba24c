import { codecName, hasCompositionTime, isKnownFourCc } from './codec-id.ts';
import { COMPOSITION_TIME_BYTES, readCompositionTime } from './composition-time.ts';
import { layoutOf } from './enhanced-layout.ts';
import { problemOfAll, type UnreadableBody } from './message-track.ts';
import { readMetadata } from './metadata-frame.ts';
import { type ModEx, packetTypeBefore, readModEx } from './mod-ex.ts';
import { parseLegacyVideo } from './parse-legacy-video.ts';
import { cutBefore, type PayloadProblem, problem } from './payload-problem.ts';
import type { TagTrack } from './tag-track.ts';
import type { EnhancedVideoCommand, EnhancedVideoPacketType, ParsedVideo, VideoBody } from './video-message.ts';
import {
  isReservedFrameType,
  locateVideo,
  VIDEO_FRAME_TYPES,
  VIDEO_MULTITRACK,
  type VideoTagHeader,
} from './video-tag-header.ts';

/**
 * A video payload as a typed value, legacy or enhanced. Nothing is copied: the value holds views of `payload`.
 *
 * Of a message with several tracks, one that cannot be read comes as an `unreadable` body; the message is a problem
 * when its header is, or when no track can be read (ERTMP-12). Never throws, whatever the bytes.
 */
export function parseVideo(payload: Uint8Array): ParsedVideo {
  const header = locateVideo(payload);
  if ('kind' in header) return header;
  const { isEnhanced, packetType } = header;
  if (isPicture(header) && isReservedFrameType(header.frameType)) {
    return problem('frameTypeReserved', 0, `expected a frame type from 1 to 5, came ${header.frameType}`);
  }
  if (!isEnhanced) return parseLegacyVideo(payload, header);
  return packetType === 'command' ? parseCommand(payload) : parseEnhanced(payload, packetType, header.tracks);
}

/** Only pictures are judged by the frame type (ERTMP-13, ERTMP-18). */
function isPicture({ packetType }: VideoTagHeader): boolean {
  return packetType === 'codedFrames' || packetType === 'codedFramesX';
}

function parseEnhanced(
  payload: Uint8Array,
  packetType: EnhancedVideoPacketType,
  located: readonly TagTrack[],
): ParsedVideo {
  const tracks = located.map((track) => {
    const { trackId, codecId } = track;
    return { trackId, codecId, body: bodyOf(payload, packetType, track) };
  });
  const frameType = VIDEO_FRAME_TYPES[(payload[0]! >>> 4) & 0x07]!;
  const message = { kind: 'enhancedVideo', frameType, packetType, tracks } as const;
  return problemOfAll(tracks) ?? { ...message, ...layoutOf(payload, located, VIDEO_MULTITRACK) };
}

function bodyOf(payload: Uint8Array, packetType: EnhancedVideoPacketType, track: TagTrack): VideoBody {
  const { codecId, start, end } = track;
  const bytes = payload.subarray(start, end);
  if (!isKnownFourCc('video', codecId)) {
    const name = codecName('video', codecId);
    return unreadable(bytes, problem('codecUnknown', start, `expected a video FourCC of the table, came ${name}`));
  }
  switch (packetType) {
    case 'sequenceStart':
      return { kind: 'configuration', record: bytes };
    case 'codedFrames':
      return codedFrames(bytes, codecId, end);
    case 'codedFramesX':
      return { kind: 'frames', compositionTime: 0, data: bytes };
    case 'sequenceEnd':
      return { kind: 'end', trailing: bytes };
    case 'metadata':
      return readMetadata(bytes, start);
    case 'mpeg2TsSequenceStart':
      return { kind: 'tsDescriptor', descriptor: bytes };
  }
}

function codedFrames(bytes: Uint8Array, codecId: number, end: number): VideoBody {
  if (!hasCompositionTime(codecId)) return { kind: 'frames', compositionTime: 0, data: bytes };
  if (bytes.length < COMPOSITION_TIME_BYTES) return unreadable(bytes, cutBefore('a composition time', end));
  const compositionTime = readCompositionTime(bytes, 0);
  return { kind: 'frames', compositionTime, data: bytes.subarray(COMPOSITION_TIME_BYTES) };
}

function parseCommand(payload: Uint8Array): EnhancedVideoCommand | PayloadProblem {
  const modEx: ModEx[] = [];
  const at = readModEx(payload, 1, modEx) as number; // sound: the header reader passed over the same blocks
  if (at >= payload.length) return cutBefore('a video command', at);
  return {
    kind: 'enhancedVideoCommand',
    packetTypeId: packetTypeBefore(payload, at),
    modEx,
    command: payload[at]!,
    trailing: payload.subarray(at + 1),
  };
}

function unreadable(bytes: Uint8Array, problem: PayloadProblem): UnreadableBody {
  return { kind: 'unreadable', problem, bytes };
}
