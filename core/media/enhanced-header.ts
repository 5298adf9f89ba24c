import type { TagTrack } from './tag-track.ts';

/**
 * What the enhanced audio and video headers share (E-RTMP, ExVideoTagHeader and ExAudioTagHeader): ModEx blocks, the
 * multitrack byte, FourCCs and the three ways to put tracks into one message.
 *
 * All functions take the position right after a byte whose low nibble is a packet type; that is what byte 0, the byte
 * that ends a ModEx block, and the multitrack byte have in common.
 */

/** ModEx has the same number in both media; Multitrack has not (5 in audio, 6 in video). */
const MOD_EX = 7;

/** Nobody chains more; a bound keeps a hostile message cheap (ERTMP-21). */
const MOST_MOD_EX_BLOCKS = 16;

/** Track ids have eight bits, so a message that names more tracks than this repeats itself; the rest is dropped. */
const MOST_TRACKS = 256;

const MULTITRACK = { oneTrack: 0, manyTracks: 1, manyTracksManyCodecs: 2 } as const;

/**
 * Skips the ModEx blocks of an enhanced header (ERTMP-21): the position after the byte that holds the packet type, or
 * `undefined` when the blocks run past the payload or are too many.
 */
export function skipModEx(payload: Uint8Array, position: number): number | undefined {
  let at = position;
  for (let block = 0; packetTypeBefore(payload, at) === MOD_EX; block += 1) {
    if (block === MOST_MOD_EX_BLOCKS || at >= payload.length) return undefined;
    let size = payload[at]! + 1;
    at += 1;
    if (size === 256) {
      if (at + 2 > payload.length) return undefined;
      size = ((payload[at]! << 8) | payload[at + 1]!) + 1;
      at += 2;
    }
    at += size + 1; // the data, then the byte with the next packet type
    if (at > payload.length) return undefined;
  }
  return at;
}

/** The packet type in the low nibble of the byte before `position`. */
export function packetTypeBefore(payload: Uint8Array, position: number): number {
  return payload[position - 1]! & 0x0f;
}

/** A header without multitrack: FourCC, then a body to the end. `undefined` when the FourCC is cut off. */
export function readOnlyTrack(payload: Uint8Array, position: number): readonly TagTrack[] | undefined {
  if (position + 4 > payload.length) return undefined;
  return [{ trackId: 0, codecId: readFourCc(payload, position), start: position + 4, end: payload.length }];
}

/**
 * The tracks of a multitrack message, in their order (ERTMP-24 to ERTMP-27). `position` is after the multitrack byte. A
 * track whose size runs past the message ends the list; `undefined` when not even one track is whole, or when the
 * multitrack type is reserved.
 */
export function readManyTracks(payload: Uint8Array, position: number): readonly TagTrack[] | undefined {
  const multitrackType = payload[position - 1]! >>> 4;
  if (multitrackType === MULTITRACK.oneTrack) return readOneTrack(payload, position);
  if (multitrackType > MULTITRACK.manyTracksManyCodecs) return undefined;
  const tracks: TagTrack[] = [];
  const codecPerTrack = multitrackType === MULTITRACK.manyTracksManyCodecs;
  const sharedCodecId = codecPerTrack ? 0 : readFourCc(payload, position);
  let at = codecPerTrack ? position : position + 4;
  while (tracks.length < MOST_TRACKS) {
    const track = readSizedTrack(payload, at, codecPerTrack, sharedCodecId);
    if (track === undefined) break;
    tracks.push(track);
    at = track.end;
  }
  return tracks.length === 0 ? undefined : tracks;
}

function readOneTrack(payload: Uint8Array, position: number): readonly TagTrack[] | undefined {
  if (position + 5 > payload.length) return undefined;
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
