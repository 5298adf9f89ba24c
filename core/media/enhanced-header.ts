import { packetTypeBefore } from './mod-ex.ts';
import { cutBefore, type PayloadProblem, problem } from './payload-problem.ts';
import type { TagTrack } from './tag-track.ts';

/**
 * What the enhanced audio and video headers share after their ModEx blocks (E-RTMP, ExVideoTagHeader and
 * ExAudioTagHeader; nothing below the payload knows of it, ERTMP-1): FourCCs and the three ways to put tracks into one message.
 */

/** Track ids have eight bits, so a message that names more tracks than this repeats itself; the rest is dropped. */
const MOST_TRACKS = 256;

/** AvMultitrackType, by its number; 3 to 15 are reserved. */
export const MULTITRACK_TYPES = ['oneTrack', 'manyTracks', 'manyTracksManyCodecs'] as const;

export type MultitrackType = (typeof MULTITRACK_TYPES)[number];

/** The multitrack type in the high nibble of the byte before `position`. */
export function multitrackTypeBefore(payload: Uint8Array, position: number): MultitrackType | undefined {
  return MULTITRACK_TYPES[payload[position - 1]! >>> 4];
}

/** A header without multitrack: FourCC, then a body to the end. */
export function readOnlyTrack(payload: Uint8Array, position: number): readonly TagTrack[] | PayloadProblem {
  if (position + 4 > payload.length) return cutBefore('a FourCC', payload.length);
  return [{ trackId: 0, codecId: readFourCc(payload, position), start: position + 4, end: payload.length }];
}

/**
 * The tracks of a multitrack message, in their order (ERTMP-24 to ERTMP-27). `position` is after the multitrack byte. A
 * track whose size runs past the message ends the list; it is a problem only when not even one track is whole.
 */
export function readManyTracks(payload: Uint8Array, position: number): readonly TagTrack[] | PayloadProblem {
  const multitrackType = multitrackTypeBefore(payload, position);
  if (multitrackType === undefined) return unknownMultitrackType(payload, position);
  if (multitrackType === 'oneTrack') return readOneTrack(payload, position);
  const tracks: TagTrack[] = [];
  const codecPerTrack = multitrackType === 'manyTracksManyCodecs';
  const sharedCodecId = codecPerTrack ? 0 : readFourCc(payload, position);
  let at = codecPerTrack ? position : position + 4;
  while (tracks.length < MOST_TRACKS) {
    const track = readSizedTrack(payload, at, codecPerTrack, sharedCodecId);
    if (track === undefined) break;
    tracks.push(track);
    at = track.end;
  }
  return tracks.length === 0 ? cutBefore('a whole track', payload.length) : tracks;
}

/** Multitrack or ModEx as the inner packet type is not defined (ERTMP-23, ERTMP-27), and reserved ones are not either. */
export function unknownPacketType(payload: Uint8Array, position: number): PayloadProblem {
  const packetTypeId = packetTypeBefore(payload, position);
  return problem('packetTypeUnknown', position - 1, `expected a defined packet type, came ${packetTypeId}`);
}

function unknownMultitrackType(payload: Uint8Array, position: number): PayloadProblem {
  const got = payload[position - 1]! >>> 4;
  return problem('multitrackTypeUnknown', position - 1, `expected a multitrack type from 0 to 2, came ${got}`);
}

function readOneTrack(payload: Uint8Array, position: number): readonly TagTrack[] | PayloadProblem {
  if (position + 5 > payload.length) return cutBefore('a FourCC and a track id', payload.length);
  const codecId = readFourCc(payload, position);
  return [{ trackId: payload[position + 4]!, codecId, start: position + 5, end: payload.length }];
}

function readSizedTrack(payload: Uint8Array, position: number, hasCodec: boolean, codec: number): TagTrack | undefined {
  const at = hasCodec ? position + 4 : position;
  const start = at + 4;
  if (start > payload.length) return undefined;
  const end = start + ((payload[at + 1]! << 16) | (payload[at + 2]! << 8) | payload[at + 3]!);
  if (end > payload.length) return undefined;
  return { trackId: payload[at]!, codecId: hasCodec ? readFourCc(payload, position) : codec, start, end };
}

/** Bytes past the end read as 0; the caller has checked, or will find no room for a track. */
function readFourCc(payload: Uint8Array, position: number): number {
  const high = (payload[position]! << 24) | (payload[position + 1]! << 16);
  return (high | (payload[position + 2]! << 8) | payload[position + 3]!) >>> 0;
}
