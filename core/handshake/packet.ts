import { RTMP_VERSION } from './first-byte.ts';

/**
 * The packets of the simple handshake (§5.2.3, §5.2.4): packet 1 is C1 or S1, packet 2 is C2 or S2.
 *
 * ```
 * packet 1   time u32 | zero u32 | 1528 arbitrary bytes
 * packet 2   the peer's packet 1
 * ```
 */

/** Length of C1, S1, C2 and S2, bytes (HS-1). */
export const PACKET_LENGTH = 1536;

const ZERO_AT = 4;
const ARBITRARY_AT = 8;

/**
 * Composes what a side says first: the version and its packet 1, and for a server also packet 2, since it has C1 by then.
 *
 * Bytes 4 to 7 of packet 1 are zero: FFmpeg as a player takes 3 or more in the fourth for the promise of a digest and
 * gives up when it finds none (HS-26). Packet 2 repeats C1 byte for byte, its bytes 4 to 7 too, where the specification
 * has a time: librtmp and OBS warn about anything else, and nginx-rtmp does the same (HS-5, HS-24).
 *
 * @param time - any epoch, milliseconds; its low 32 bits are written and mean nothing afterwards (HS-47)
 * @param random - fills the arbitrary part, so that a connection looped back onto itself can be told (HS-46)
 * @param theirPacket1 - C1 at a server; empty at a client, which has heard nothing yet
 */
export function composeOpening(time: number, random: (into: Uint8Array) => void, theirPacket1: Uint8Array): Uint8Array {
  const packet2At = 1 + PACKET_LENGTH;
  const bytes = new Uint8Array(packet2At + theirPacket1.length);
  bytes[0] = RTMP_VERSION;
  new DataView(bytes.buffer).setUint32(1, time);
  random(bytes.subarray(1 + ARBITRARY_AT, packet2At));
  bytes.set(theirPacket1, packet2At);
  return bytes;
}

/** Bytes 4 to 7 of a packet 1 as one number: zero for the simple handshake, else a product version (HS-10). */
export function versionOf(packet1: Uint8Array): number {
  return new DataView(packet1.buffer, packet1.byteOffset).getUint32(ZERO_AT);
}

/**
 * Whether a piece of packet 2 repeats what we sent, as far as it has to.
 *
 * Bytes 4 to 7 may hold the time at which our packet was read, what we sent, or zero (HS-4, HS-5, HS-27), so they count
 * for nothing.
 *
 * @param piece - the bytes of packet 2 from `at` on
 * @param packet1 - our packet 1, whole
 */
export function echoes(piece: Uint8Array, at: number, packet1: Uint8Array): boolean {
  for (let index = 0; index < piece.length; index += 1) {
    const position = at + index;
    if (position >= ZERO_AT && position < ARBITRARY_AT) continue;
    if (piece[index] !== packet1[position]) return false;
  }
  return true;
}
