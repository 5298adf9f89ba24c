/**
 * Room in front of a payload: who passes a message on writes the header of its one chunk there, and the payload stays where it
 * is. So a server that relays has each message once in memory, and copies it once.
 *
 * The room is part of the payload's buffer and goes with it to whoever keeps the payload. It is zero until it is used, and no
 * header of such a payload is, as it tells the length: what goes two ways has its header from the first, and is copied by the
 * second.
 */

/** The longest header of a type 0 chunk with a chunk stream id below 64 (§5.3.1): extended timestamp and all. */
const HEADROOM = 16;

/** What is shorter is copied for less than the room costs: V8 keeps arrays of up to 64 bytes without a buffer of their own. */
const LEAST_WITH_ROOM = 65;

/** Fresh memory for a payload of `length` bytes. */
export function payloadMemory(length: number): Uint8Array {
  const memoryBytes = payloadMemoryBytes(length);
  return memoryBytes === length ? new Uint8Array(length) : new Uint8Array(new ArrayBuffer(memoryBytes), HEADROOM);
}

/** How much that is, bytes: with the room in front. */
export function payloadMemoryBytes(length: number): number {
  return length < LEAST_WITH_ROOM ? length : HEADROOM + length;
}

/**
 * The payload with `headerLength` bytes in front of it to be written, in the memory in which it is.
 *
 * @returns `undefined` where there is no room, too little, or where it was used
 */
export function withHeadroom(payload: Uint8Array, headerLength: number): Uint8Array | undefined {
  const { buffer, byteOffset, length } = payload;
  if (headerLength > HEADROOM) return undefined;
  if (byteOffset !== HEADROOM || buffer.byteLength !== HEADROOM + length || length < LEAST_WITH_ROOM) return undefined;
  const room = new Uint8Array(buffer, 0, HEADROOM);
  for (let at = 0; at < HEADROOM; at++) if (room[at] !== 0) return undefined;
  return new Uint8Array(buffer, HEADROOM - headerLength);
}
