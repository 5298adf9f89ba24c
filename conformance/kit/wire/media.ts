import { amf0EcmaArray } from './amf0.ts';
import { concat, fill, hex, toHex, u24, u32, utf8 } from './bytes.ts';
import { type MessageSpec, TYPE } from './message.ts';
import { data, message, type Placing } from './messages.ts';

// Self-checking media: each frame says its kind, its number and its timestamp, and a CRC of that. Loss, repetition, order,
// damage and shifted time are each seen at the receiver without decoding. The slices decode to nothing.

/** AVC decoder configuration: 64x64, baseline; its parameter sets are valid. */
export const AVC_HEADER: Uint8Array = hex('17 00 000000 0142c00affe100076742c00ada109901000468ce3880');
/** Another one, for changes of header in mid-stream: level 1.1. */
export const AVC_HEADER_OTHER: Uint8Array = hex('17 00 000000 0142c00bffe100076742c00bda109901000468ce3880');
/** AudioSpecificConfig: AAC-LC, 44.1 kHz, stereo. */
export const AAC_HEADER: Uint8Array = hex('af 00 1210');

/** The UUID of our SEI message: `RTMPCK-conformit`. */
const UUID = hex('52544d50434b2d636f6e666f726d6974');

export interface FrameSpec {
  /** Counts per track. */
  readonly sequence: number;
  readonly timestamp: number;
  /** Video: a key frame. Default true. */
  readonly key?: boolean;
  /** Composition time offset, signed milliseconds (video). */
  readonly composition?: number;
  /** Pads the payload to so many bytes. */
  readonly size?: number;
}

export function videoPayload({ sequence, timestamp, key = true, composition = 0, size }: FrameSpec): Uint8Array {
  const text = markOf('V', sequence, timestamp);
  const sei = concat(Uint8Array.of(0x06, 0x05, UUID.length + text.length), UUID, text, Uint8Array.of(0x80));
  const head = concat(Uint8Array.of(key ? 0x17 : 0x27, 1), u24(composition), u32(sei.length), sei);
  const slice = fill(Math.max(18, (size ?? 0) - head.length - 4), 0xaa);
  slice.set(key ? [0x65, 0x88] : [0x41, 0x9a]);
  return concat(head, u32(slice.length), slice);
}

export function audioPayload({ sequence, timestamp, size }: FrameSpec): Uint8Array {
  const payload = concat(hex('af 01'), markOf('A', sequence, timestamp));
  return concat(payload, fill(Math.max(0, (size ?? 0) - payload.length), 0x55));
}

/** A video message on the message stream of the connection, chunk stream 6. */
export const video = (frame: FrameSpec, placing?: Placing): MessageSpec =>
  media(
    TYPE.video,
    videoPayload(frame),
    frame.timestamp,
    placing,
    `${frame.key === false ? 'inter' : 'key'} frame ${frame.sequence}`,
  );

/** An audio message on the message stream of the connection, chunk stream 4. */
export const audio = (frame: FrameSpec, placing?: Placing): MessageSpec =>
  media(TYPE.audio, audioPayload(frame), frame.timestamp, placing, `audio frame ${frame.sequence}`);

/** Any payload as audio or video. */
export function media(
  type: number,
  payload: Uint8Array,
  timestamp = 0,
  placing: Placing = {},
  text = `media of type ${type}`,
): MessageSpec {
  const chunkStreamId = type === TYPE.audio ? 4 : 6;
  return message(
    type,
    payload,
    { chunkStreamId, messageStreamId: 'stream', timestamp, ...placing },
    `${text}, timestamp ${timestamp}`,
  );
}

export const avcHeader = (timestamp = 0, payload = AVC_HEADER): MessageSpec =>
  media(TYPE.video, payload, timestamp, {}, 'AVC header');
export const aacHeader = (timestamp = 0): MessageSpec => media(TYPE.audio, AAC_HEADER, timestamp, {}, 'AAC header');

export const METADATA: Uint8Array = amf0EcmaArray(4, [
  ['width', 64],
  ['height', 64],
  ['videocodecid', 7],
  ['audiocodecid', 10],
]);

export const metadata = (): MessageSpec => data(['@setDataFrame', 'onMetaData', METADATA]);

/** What a frame says of itself. */
export interface Mark {
  readonly kind: 'audio' | 'video';
  readonly sequence: number;
  readonly timestamp: number;
}

const PREFIX = utf8('RTMPCK ');
/** Behind the prefix: the kind, and three numbers of eight digits each, the last of which is a CRC of all before. */
const DIGITS = 8;
const MARK_LENGTH = PREFIX.length + 1 + 3 * DIGITS;
/** A mark lies within so many bytes of the beginning. */
const MARKED_BYTES = 120;

/** Reads the mark of a frame; `undefined` when there is none, or it is damaged. */
export function readMark(payload: Uint8Array): Mark | undefined {
  const last = Math.min(payload.length, MARKED_BYTES) - MARK_LENGTH;
  for (let at = 0; at <= last; at += 1) {
    if (PREFIX.every((byte, index) => byte === payload[at + index])) return markAt(payload, at);
  }
  return undefined;
}

function markAt(payload: Uint8Array, start: number): Mark | undefined {
  const at = start + PREFIX.length;
  const kind = payload[at];
  const sequence = hexNumber(payload, at + 1);
  const timestamp = hexNumber(payload, at + 1 + DIGITS);
  const crcAt = at + 1 + 2 * DIGITS;
  // A digit that is none makes a number that is no CRC.
  if ((kind !== 0x41 && kind !== 0x56) || hexNumber(payload, crcAt) !== crc32(payload.subarray(start, crcAt))) {
    return undefined;
  }
  return { kind: kind === 0x41 ? 'audio' : 'video', sequence, timestamp };
}

/** Eight lower case digits; NaN where one is none. */
function hexNumber(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let index = at; index < at + DIGITS; index += 1) value = value * 16 + digit(bytes[index] ?? 0);
  return value;
}

function digit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  return byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : Number.NaN;
}

function markOf(kind: 'A' | 'V', sequence: number, timestamp: number): Uint8Array {
  const text = utf8(`RTMPCK ${kind}${toHex(u32(sequence))}${toHex(u32(timestamp))}`);
  return concat(text, utf8(toHex(u32(crc32(text)))));
}

/** CRC-32 as in zlib and Ethernet. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) {
    crc ^= bytes[at] ?? 0;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
