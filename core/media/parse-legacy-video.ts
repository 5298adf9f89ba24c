import { ByteCursor } from '../bytes/cursor.ts';
import { VideoCodecId } from './codec-id.ts';
import { readCompositionTime } from './composition-time.ts';
import { cutBefore, type PayloadProblem } from './payload-problem.ts';
import type { LegacyVideo, LegacyVideoBody, LegacyVideoCommand, VideoFrames } from './video-message.ts';
import { AVC_PACKET_TYPES, hasAvcLayout, type VideoTagHeader } from './video-tag-header.ts';

/** A video payload whose top bit is 0, after its header was found sound (FLV E.4.3.1). */
export function parseLegacyVideo(
  payload: Uint8Array,
  { frameType, packetType }: VideoTagHeader,
): LegacyVideo | LegacyVideoCommand | PayloadProblem {
  const codecId = payload[0]! & 0x0f;
  if (packetType === 'command') return parseCommand(payload, codecId);
  const avcPacketType = hasAvcLayout(codecId) ? AVC_PACKET_TYPES[payload[1]!]! : undefined;
  const body = avcPacketType === undefined ? framesOf(payload, codecId) : avcBody(payload, avcPacketType);
  if (body.kind === 'problem') return body;
  const tracks = [{ trackId: 0, codecId, body }] as const;
  return { kind: 'legacyVideo', frameType, packetType: avcPacketType ?? 'codedFrames', tracks };
}

function parseCommand(payload: Uint8Array, codecId: number): LegacyVideoCommand | PayloadProblem {
  if (payload.length < 2) return cutBefore('a video command', 1);
  return { kind: 'legacyVideoCommand', codecId, command: payload[1]!, trailing: payload.subarray(2) };
}

/** FFmpeg writes a composition time after an end of sequence, others do not: it is part of what is ignored. */
function avcBody(payload: Uint8Array, packetType: LegacyVideo['packetType']): LegacyVideoBody | PayloadProblem {
  if (packetType === 'sequenceEnd') return { kind: 'end', trailing: payload.subarray(2) };
  if (payload.length < 5) return cutBefore('a composition time', payload.length);
  const compositionTime = readCompositionTime(payload, 2);
  const data = payload.subarray(5);
  return packetType === 'codedFrames'
    ? { kind: 'frames', compositionTime, data }
    : { kind: 'configuration', record: data, ignoredCompositionTime: compositionTime };
}

function framesOf(payload: Uint8Array, codecId: number): VideoFrames | PayloadProblem {
  const hasAlpha = codecId === VideoCodecId.vp6Alpha;
  if (!hasAlpha && codecId !== VideoCodecId.vp6) {
    return { kind: 'frames', compositionTime: 0, data: payload.subarray(1) };
  }
  const cursor = new ByteCursor(payload, 1);
  if (cursor.remaining < (hasAlpha ? 4 : 1)) return cutBefore('a VP6 adjustment', payload.length);
  const adjustment = cursor.u8();
  const vp6 = {
    horizontal: adjustment >>> 4,
    vertical: adjustment & 0x0f,
    alphaOffset: hasAlpha ? cursor.u24() : undefined,
  };
  return { kind: 'frames', compositionTime: 0, data: cursor.take(cursor.remaining), vp6 };
}
