import { ByteWriter } from '../bytes/writer.ts';
import { isFourCc } from './codec-id.ts';
import { MULTITRACK_TYPES, type MultitrackType, multitrackTypeBefore } from './enhanced-header.ts';
import { type EnhancedMessage, type MessageTrack, NO_BYTES } from './message-track.ts';
import { type ModEx, packetTypeBefore, readModEx, writeModEx } from './mod-ex.ts';
import { requireRange, requireRepresentable } from './payload-usage-error.ts';
import type { TagTrack } from './tag-track.ts';

/** How an enhanced message lays out its tracks, in either media: read for those who want to write it back. */

export interface EnhancedLayout {
  readonly modEx: readonly ModEx[];
  readonly multitrack: MultitrackType | undefined;
  readonly trailing: Uint8Array;
}

/** What byte 0 holds of an enhanced header, and the numbers of the media it is for. */
export interface EnhancedNumbers {
  /** The high four bits of byte 0. */
  readonly highNibble: number;
  readonly packetTypeId: number;
  /** The packet type that says Multitrack. */
  readonly multitrackId: number;
}

/** @param located - the tracks that the header reader found in `payload`, whose header is known to be sound */
export function layoutOf(payload: Uint8Array, located: readonly TagTrack[], multitrackId: number): EnhancedLayout {
  const modEx: ModEx[] = [];
  const position = readModEx(payload, 1, modEx) as number; // sound: the header reader passed over the same blocks
  const isMultitrack = packetTypeBefore(payload, position) === multitrackId;
  const multitrack = isMultitrack ? multitrackTypeBefore(payload, position + 1) : undefined;
  const end = located.at(-1)!.end; // a header has at least one track
  return { modEx, multitrack, trailing: end === payload.length ? NO_BYTES : payload.subarray(end) };
}

/** The whole payload of an enhanced message. @throws PayloadUsageError of either code */
export function writeEnhanced<Body>(
  message: EnhancedMessage<string, Body>,
  { highNibble, packetTypeId, multitrackId }: EnhancedNumbers,
  writeBody: (writer: ByteWriter, track: MessageTrack<Body>) => void,
): Uint8Array {
  const { modEx, multitrack, tracks, trailing } = message;
  const first = tracks[0];
  requireRepresentable(first !== undefined, 'expected at least one track, came none');
  for (const track of tracks) requireNames(track);
  const writer = new ByteWriter();
  if (multitrack === undefined) {
    requireRepresentable(tracks.length === 1 && first.trackId === 0, 'expected track 0 alone without multitrack');
    writeModEx(writer, highNibble, modEx, packetTypeId);
    writer.u32(first.codecId);
    writeBody(writer, first);
  } else {
    writeModEx(writer, highNibble, modEx, multitrackId);
    writer.u8((MULTITRACK_TYPES.indexOf(multitrack) << 4) | packetTypeId);
    if (multitrack === 'oneTrack') writeOneTrack(writer, tracks, writeBody);
    else writeSizedTracks(writer, tracks, multitrack, writeBody);
  }
  writer.bytes(trailing);
  return writer.finish();
}

type WriteBody<Body> = (writer: ByteWriter, track: MessageTrack<Body>) => void;

function requireNames({ trackId, codecId }: MessageTrack<unknown>): void {
  requireRange('the track id', trackId, 0, 255);
  requireRepresentable(isFourCc(codecId), `expected a FourCC in an enhanced message, came codec id ${codecId}`);
}

function writeOneTrack<Body>(
  writer: ByteWriter,
  tracks: readonly MessageTrack<Body>[],
  writeBody: WriteBody<Body>,
): void {
  requireRepresentable(tracks.length === 1, `expected one track in OneTrack, came ${tracks.length}`);
  for (const track of tracks) {
    writer.u32(track.codecId);
    writer.u8(track.trackId);
    writeBody(writer, track);
  }
}

/** A size counts what follows it, the composition time included (ERTMP-25). */
function writeSizedTracks<Body>(
  writer: ByteWriter,
  tracks: readonly MessageTrack<Body>[],
  multitrack: MultitrackType,
  writeBody: WriteBody<Body>,
): void {
  const sharedCodecId = multitrack === 'manyTracks' ? tracks[0]?.codecId : undefined;
  if (sharedCodecId !== undefined) writer.u32(sharedCodecId);
  for (const track of tracks) {
    if (sharedCodecId === undefined) writer.u32(track.codecId);
    else requireRepresentable(track.codecId === sharedCodecId, 'expected tracks of one codec in ManyTracks');
    const body = new ByteWriter();
    writeBody(body, track);
    requireRange('the bytes of a track', body.length, 0, 0xffffff);
    writer.u8(track.trackId);
    writer.u24(body.length);
    writer.bytes(body.finish());
  }
}
