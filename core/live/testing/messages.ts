import { audioFrame, videoFrame } from '../frame.ts';
import type { PublishedData, PublishedMedia } from '../live.ts';
import type { SharedFrame } from '../shared-frame.ts';

/** Published messages for tests. `mark` goes into the payload, so that every message can be told from every other. */

type Track = { readonly trackId?: number };

function media(kind: 'audio' | 'video', timestamp: number, ...bytes: number[]): PublishedMedia {
  return { media: kind, timestamp, payload: Uint8Array.from(bytes) };
}

function markBytes(mark: number): number[] {
  return [mark >>> 24, (mark >>> 16) & 0xff, (mark >>> 8) & 0xff, mark & 0xff];
}

const AVC1 = [0x61, 0x76, 0x63, 0x31];
const MP4A = [0x6d, 0x70, 0x34, 0x61];

/** Legacy AVC for track 0, a OneTrack message for the others: as OBS does it (ERTMP-24). */
function video(
  legacy: readonly number[],
  frameType: number,
  packetType: number,
  at: number,
  mark: number,
  track: Track,
) {
  const trackId = track.trackId ?? 0;
  if (trackId === 0) return media('video', at, ...legacy, 0, 0, 0, ...markBytes(mark));
  return media('video', at, 0x86 | (frameType << 4), packetType, ...AVC1, trackId, ...markBytes(mark));
}

export function videoHeader(mark: number, timestamp = 0, track: Track = {}): PublishedMedia {
  return video([0x17, 0], 1, 0, timestamp, mark, track);
}

export function keyFrame(mark: number, timestamp = mark, track: Track = {}): PublishedMedia {
  return video([0x17, 1], 1, 1, timestamp, mark, track);
}

export function interFrame(mark: number, timestamp = mark, track: Track = {}): PublishedMedia {
  return video([0x27, 1], 2, 1, timestamp, mark, track);
}

export function audioHeader(mark: number, timestamp = 0, track: Track = {}): PublishedMedia {
  if (track.trackId === undefined) return media('audio', timestamp, 0xaf, 0, ...markBytes(mark));
  return media('audio', timestamp, 0x95, 0, ...MP4A, track.trackId, ...markBytes(mark));
}

export function sound(mark: number, timestamp = mark): PublishedMedia {
  return media('audio', timestamp, 0xaf, 1, ...markBytes(mark));
}

/** Not AMF0: the broadcast never looks into it. */
export function data(mark: number, handler: string, retain: PublishedData['retain'] = 'no'): PublishedData {
  return { timestamp: mark, handler, retain, payload: Uint8Array.of(2, handler.length, ...markBytes(mark)) };
}

/** The message as a frame. */
export function frameOf({ media: kind, timestamp, payload }: PublishedMedia): SharedFrame {
  const frame = kind === 'audio' ? audioFrame(timestamp, payload) : videoFrame(timestamp, payload);
  if (frame === undefined) throw new Error('a test sends what no player gets');
  return frame;
}

/** The mark of a message made here. */
export function markOf(payload: Uint8Array): number {
  return new DataView(payload.buffer, payload.byteOffset).getUint32(payload.length - 4);
}

/** A message with `byteCount` more bytes, the mark still last. */
export function padded(message: PublishedMedia, byteCount: number): PublishedMedia {
  const { payload } = message;
  const grown = new Uint8Array(payload.length + byteCount);
  grown.set(payload.subarray(0, -4));
  grown.set(payload.subarray(-4), grown.length - 4);
  return { ...message, payload: grown };
}
