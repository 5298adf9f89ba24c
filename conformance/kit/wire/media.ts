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

const MARK = /RTMPCK ([AV])([0-9a-f]{8})([0-9a-f]{8})([0-9a-f]{8})/;
/** A mark lies within so many bytes of the beginning. */
const MARKED_BYTES = 120;

/** Reads the mark of a frame; `undefined` when there is none, or it is damaged. */
export function readMark(payload: Uint8Array): Mark | undefined {
  // Most messages that are looked at have none: to see that takes no text.
  const beginning = payload.subarray(0, MARKED_BYTES);
  if (!beginning.includes(0x52)) return undefined; // R
  const [all = '', kind, sequence = '', timestamp = '', crc = ''] = MARK.exec(latin1(beginning)) ?? [];
  if (kind === undefined || crc32(utf8(all.slice(0, -8))) !== Number.parseInt(crc, 16)) return undefined;
  return {
    kind: kind === 'A' ? 'audio' : 'video',
    sequence: Number.parseInt(sequence, 16),
    timestamp: Number.parseInt(timestamp, 16),
  };
}

function markOf(kind: 'A' | 'V', sequence: number, timestamp: number): Uint8Array {
  const text = utf8(`RTMPCK ${kind}${toHex(u32(sequence))}${toHex(u32(timestamp))}`);
  return concat(text, utf8(toHex(u32(crc32(text)))));
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** CRC-32 as in zlib and Ethernet. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
