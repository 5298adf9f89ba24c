import { MessageType } from './message-type.ts';

/** One of the messages that an aggregate carries. Its stream is the aggregate's, whatever is written inside (MSG-14). */
export interface AggregatePart {
  /** Audio, Video or one of the two data types. */
  readonly messageTypeId: number;
  /** uint32 milliseconds. */
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

/** What an aggregate held. */
export interface SplitAggregate {
  readonly parts: readonly AggregatePart[];
  /** Payloads of the parts that may not be inside: they mean nothing (MSG-16). */
  readonly dropped: readonly Uint8Array[];
  /** Behind the last whole part, where one is cut off (MSG-17); empty when all was read. */
  readonly unread: Uint8Array;
  /** What ended the reading early, in one sentence; `undefined` when all was read. */
  readonly flaw: string | undefined;
}

/** Type, size, timestamp and stream id: the header of an FLV tag (MSG-13). */
const HEADER_BYTES = 11;
/** The size of the part before it, header included. */
const BACK_POINTER_BYTES = 4;

const CARRIED: ReadonlySet<number> = new Set([
  MessageType.Audio,
  MessageType.Video,
  MessageType.DataAmf0,
  MessageType.DataAmf3,
]);

/**
 * Takes an aggregate message apart (§7.1.6). Times are rebased so that the first part has the time of the aggregate
 * (MSG-15); parts of any other type are dropped (MSG-16); back pointers are not looked at, and the last may be missing
 * (MSG-17).
 *
 * @param timestamp - of the aggregate, uint32 milliseconds
 * @param payload - of the aggregate; the parts are views of it
 */
export function splitAggregate(timestamp: number, payload: Uint8Array): SplitAggregate {
  const parts: AggregatePart[] = [];
  const dropped: Uint8Array[] = [];
  const stopped = (at: number, flaw?: string) => ({ parts, dropped, unread: payload.subarray(at), flaw });
  let offset: number | undefined;
  for (let at = 0; at < payload.length; ) {
    const left = payload.length - at;
    if (left < HEADER_BYTES) return stopped(at, `expected a header of ${HEADER_BYTES} bytes, got ${left}`);
    const size = readU24(payload, at + 1);
    const start = at + HEADER_BYTES;
    const end = start + size;
    if (end > payload.length) return stopped(at, `expected a part of ${size} bytes, got ${payload.length - start}`);
    const own = readTimestamp(payload, at + 4);
    offset ??= timestamp - own;
    const messageTypeId = payload[at]!; // at is below the length
    const inside = payload.subarray(start, end);
    if (CARRIED.has(messageTypeId)) {
      parts.push({ messageTypeId, timestamp: (own + offset) >>> 0, payload: inside });
    } else dropped.push(inside);
    at = end + BACK_POINTER_BYTES;
  }
  return stopped(payload.length);
}

/**
 * Writes the payload of an aggregate message. Its timestamp has to be that of the first part.
 *
 * @param parts - in order; types and times as given, payloads up to 0xFFFFFF bytes
 */
export function encodeAggregate(parts: readonly AggregatePart[]): Uint8Array {
  const bytes = new Uint8Array(lengthOfAggregate(parts));
  let at = 0;
  for (const { messageTypeId, timestamp, payload } of parts) {
    const size = payload.length;
    bytes[at] = messageTypeId;
    writeU24(bytes, at + 1, size);
    writeU24(bytes, at + 4, timestamp);
    bytes[at + 7] = timestamp >>> 24;
    bytes.set(payload, at + HEADER_BYTES);
    at += HEADER_BYTES + size + BACK_POINTER_BYTES;
    bytes[at - 4] = (HEADER_BYTES + size) >>> 24;
    writeU24(bytes, at - 3, HEADER_BYTES + size);
  }
  return bytes;
}

/** Bytes of the payload that `encodeAggregate` writes. */
export function lengthOfAggregate(parts: readonly Pick<AggregatePart, 'payload'>[]): number {
  const around = HEADER_BYTES + BACK_POINTER_BYTES;
  return parts.reduce((length, { payload }) => length + payload.length + around, 0);
}

/** The low 24 bits, then the high 8: FLV's order, which peers use (MSG-13). */
function readTimestamp(bytes: Uint8Array, at: number): number {
  return ((bytes[at + 3]! << 24) | readU24(bytes, at)) >>> 0; // callers have checked that the header is there
}

function readU24(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
}

function writeU24(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 16;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value;
}
