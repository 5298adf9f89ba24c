import type { ByteWriter } from '../bytes/writer.ts';
import { cutBefore, type PayloadProblem, problem } from './payload-problem.ts';
import { requireRange } from './payload-usage-error.ts';

/**
 * ModEx blocks (ERTMP-21): between byte 0 of an enhanced header and the packet type that counts, any number of blocks of
 * a type and 1 to 65536 bytes of data. They apply to every track of the message (ERTMP-23).
 *
 * All positions are those right after a byte whose low nibble is a packet type; that is what byte 0, the byte that ends
 * a block, and the multitrack byte have in common.
 */

/** The packet type that announces a block: the same number in audio and video. */
export const MOD_EX = 7;

/** Nobody chains more; a bound keeps a hostile message cheap. */
const MOST_BLOCKS = 16;

const TIMESTAMP_OFFSET_NANO = 0;
const MOST_NANOSECONDS = 999_999;

export interface ModEx {
  /** 0 is TimestampOffsetNano; 1 to 15 are not defined and are carried along. */
  readonly type: number;
  /** 1 to 65536 bytes, a view of the payload. */
  readonly data: Uint8Array;
  /** The size came in 16 bits though 8 would do: legal, and written back the same way. */
  readonly hasWideSize: boolean;
}

/** The block that shifts the presentation time of a message by nanoseconds, 0 to 999999 (ERTMP-22). */
export function timestampOffsetNano(nanoseconds: number): ModEx {
  requireRange('nanoseconds', nanoseconds, 0, MOST_NANOSECONDS);
  const data = Uint8Array.of(nanoseconds >>> 16, nanoseconds >>> 8, nanoseconds);
  return { type: TIMESTAMP_OFFSET_NANO, data, hasWideSize: false };
}

/**
 * Nanoseconds, 0 to 999999, that the blocks of a message add to its presentation time, and to nothing else: the RTMP
 * timestamp stays (ERTMP-22). Larger values count as 999999; of several blocks the last holds.
 */
export function presentationOffsetNano(blocks: readonly ModEx[]): number {
  let nanoseconds = 0;
  for (const { type, data } of blocks) {
    if (type !== TIMESTAMP_OFFSET_NANO || data.length < 3) continue;
    nanoseconds = Math.min((data[0]! << 16) | (data[1]! << 8) | data[2]!, MOST_NANOSECONDS);
  }
  return nanoseconds;
}

/** The packet type in the low nibble of the byte before `position`. */
export function packetTypeBefore(payload: Uint8Array, position: number): number {
  return payload[position - 1]! & 0x0f;
}

/**
 * Passes over the ModEx blocks of an enhanced header: the position after the byte that holds the packet type.
 *
 * @param into - where the blocks go, for those who want more than to pass
 */
export function readModEx(payload: Uint8Array, position: number, into?: ModEx[]): number | PayloadProblem {
  let at = position;
  for (let count = 0; packetTypeBefore(payload, at) === MOD_EX; count += 1) {
    if (count === MOST_BLOCKS) return problem('tooManyModEx', at, `expected at most ${MOST_BLOCKS} ModEx, came more`);
    if (at >= payload.length) return cutBefore('the size of a ModEx', at);
    const hasLongSize = payload[at] === 0xff;
    const start = at + (hasLongSize ? 3 : 1);
    if (start > payload.length) return cutBefore('the long size of a ModEx', payload.length);
    const size = (hasLongSize ? (payload[at + 1]! << 8) | payload[at + 2]! : payload[at]!) + 1;
    at = start + size + 1; // the data, then the byte with its type and the next packet type
    if (at > payload.length) return cutBefore(`${size} bytes of ModEx and the next packet type`, payload.length);
    into?.push(blockOf(payload, start, size, hasLongSize));
  }
  return at;
}

/** Byte 0 of an enhanced header with its packet type, then the blocks, each telling what comes next. */
export function writeModEx(
  writer: ByteWriter,
  highNibble: number,
  blocks: readonly ModEx[],
  packetTypeId: number,
): void {
  requireRange('ModEx blocks', blocks.length, 0, MOST_BLOCKS);
  let high = highNibble;
  for (const block of blocks) {
    requireRange('the ModEx type', block.type, 0, 15);
    writer.u8((high << 4) | MOD_EX);
    writeData(writer, block);
    high = block.type;
  }
  writer.u8((high << 4) | packetTypeId);
}

function blockOf(payload: Uint8Array, start: number, size: number, hasLongSize: boolean): ModEx {
  const end = start + size;
  return {
    type: payload[end]! >>> 4,
    data: payload.subarray(start, end),
    hasWideSize: hasLongSize && size < 256,
  };
}

function writeData(writer: ByteWriter, { data, hasWideSize }: ModEx): void {
  requireRange('bytes of ModEx data', data.length, 1, 65_536);
  if (data.length < 256 && !hasWideSize) {
    writer.u8(data.length - 1);
  } else {
    writer.u8(0xff);
    writer.u16(data.length - 1);
  }
  writer.bytes(data);
}
