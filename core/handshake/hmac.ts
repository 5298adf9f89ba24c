import { sha256 as inJavaScript } from '@noble/hashes/sha2.js';

/** SHA-256 that answers at once, in memory of its own: 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** For who brings no other. */
export const SHA_256: Sha256 = (bytes) => inJavaScript(bytes);

/** What SHA-256 takes at a time, bytes. */
const BLOCK_LENGTH = 64;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/** HMAC-SHA256 (RFC 2104) of a message that comes in parts. */
export function hmacSha256(key: Uint8Array, message: readonly Uint8Array[], sha256 = SHA_256): Uint8Array {
  const short = key.length > BLOCK_LENGTH ? sha256(key) : key;
  const inner = sha256(keyed(short, INNER_PAD, message));
  return sha256(keyed(short, OUTER_PAD, [inner]));
}

/** A block of the key, each byte changed by `pad`, and the message behind it. */
function keyed(key: Uint8Array, pad: number, message: readonly Uint8Array[]): Uint8Array {
  const length = message.reduce((sum, part) => sum + part.length, BLOCK_LENGTH);
  const bytes = new Uint8Array(length).fill(pad, 0, BLOCK_LENGTH);
  for (let at = 0; at < key.length; at++) bytes[at]! ^= key[at]!;
  let at = BLOCK_LENGTH;
  for (const part of message) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
