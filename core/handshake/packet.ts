/**
 * The packets of the handshake (§5.2.3, §5.2.4): packet 1 is C1 or S1, packet 2 is C2 or S2.
 *
 * ```
 * packet 1   time u32 | version u32 | 1528 arbitrary bytes
 * packet 2   an answer to the peer's packet 1: the same bytes in the simple form
 * ```
 */

/** Length of C1, S1, C2 and S2, bytes (HS-1). */
export const PACKET_LENGTH = 1536;

const VERSION_AT = 4;
/** Where the arbitrary bytes of a packet 1 begin. */
export const ARBITRARY_AT = 8;

/** Bytes 4 to 7 of a packet 1 as one number: zero for the simple handshake, else a product version (HS-10). */
export function versionOf(packet1: Uint8Array): number {
  return new DataView(packet1.buffer, packet1.byteOffset).getUint32(VERSION_AT);
}

/**
 * Whether a packet 2 repeats our packet 1, as far as it has to.
 *
 * Bytes 4 to 7 may hold the time at which our packet was read, what we sent, or zero (HS-4, HS-5, HS-27), so they count
 * for nothing.
 */
export function echoes(packet2: Uint8Array, packet1: Uint8Array): boolean {
  for (let at = 0; at < packet2.length; at += 1) {
    if (packet2[at] !== packet1[at] && (at < VERSION_AT || at >= ARBITRARY_AT)) return false;
  }
  return true;
}
