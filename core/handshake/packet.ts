import { type Form, versionOfForm } from './form.ts';

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
const ARBITRARY_AT = 8;

/**
 * Composes what a side says first: the version and its packet 1, and for a server also packet 2, since it has C1 by then.
 *
 * @param time - any epoch, milliseconds; its low 32 bits are written and mean nothing afterwards (HS-47)
 * @param random - fills the arbitrary part, so that a connection looped back onto itself can be told (HS-46)
 * @param theirPacket1 - C1 at a server, which the form has heard; empty at a client, which has heard nothing yet
 */
export function composeOpening(
  form: Form,
  time: number,
  random: (into: Uint8Array) => void,
  theirPacket1: Uint8Array,
): Uint8Array {
  const packet2At = 1 + PACKET_LENGTH;
  const bytes = new Uint8Array(packet2At + theirPacket1.length);
  const packet1 = bytes.subarray(1, packet2At);
  bytes[0] = versionOfForm(form.name);
  new DataView(bytes.buffer).setUint32(1, time);
  random(packet1.subarray(ARBITRARY_AT));
  form.writePacket1(packet1);
  if (theirPacket1.length > 0) form.writePacket2(bytes.subarray(packet2At), theirPacket1);
  return bytes;
}

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
