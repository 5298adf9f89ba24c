import { hmacSha256, SHA_256, type Sha256 } from './hmac.ts';
import { PACKET_LENGTH } from './packet.ts';

/**
 * HMAC-SHA256 digests in the handshake packets (HS-12 to HS-21).
 *
 * ```
 * packet 1   time u32 | version u32 | block of 764 bytes | block of 764 bytes
 * packet 2   1504 arbitrary bytes | signature
 * ```
 *
 * One block of packet 1 holds the digest, the other the Diffie-Hellman public key of the encrypted form. Each block also
 * holds a pointer, four bytes whose sum says where in the block the value lies; so pointer, digest and key never overlap
 * (HS-18). Which block comes first is the layout, and peers use either.
 */
export type Layout = 'digestFirst' | 'digestSecond';

/** Where to look in each layout: the pointers, and the first place that a sum of 0 means. */
const PLACES = {
  digestFirst: { digestPointer: 8, digests: 12, keyPointer: 1532, keys: 772 },
  digestSecond: { digestPointer: 772, digests: 776, keyPointer: 768, keys: 8 },
} as const;

/** By where the digest lies: in the first block, or in the second. */
const LAYOUTS = ['digestFirst', 'digestSecond'] as const;

const DIGEST_LENGTH = 32;
const DIGEST_PLACES = 728; // 764 - 4 - 32
const KEY_PLACES = 632; // 764 - 4 - 128
const SIGNATURE_AT = PACKET_LENGTH - DIGEST_LENGTH;

/** A digest that was found, with the layout it was found in. */
export interface FoundDigest {
  readonly layout: Layout;
  /** A copy. */
  readonly digest: Uint8Array;
}

/** Looks for a valid digest in both layouts. One by chance has a probability of 2^-255 (HS-14). */
export function findDigest(packet1: Uint8Array, shortKey: Uint8Array, sha256 = SHA_256): FoundDigest | undefined {
  for (const layout of LAYOUTS) {
    const at = digestOffset(packet1, layout);
    const digest = digestOf(packet1, at, shortKey, sha256);
    if (areEqual(digest, packet1.subarray(at, at + DIGEST_LENGTH))) return { layout, digest };
  }
  return undefined;
}

/**
 * Puts the digest into a packet 1 in which everything else is in place (HS-16, HS-17).
 *
 * @returns a copy of it
 */
export function writeDigest(packet1: Uint8Array, layout: Layout, shortKey: Uint8Array, sha256 = SHA_256): Uint8Array {
  const at = digestOffset(packet1, layout);
  const digest = digestOf(packet1, at, shortKey, sha256);
  packet1.set(digest, at);
  return digest;
}

/** Where the digest lies, from the first byte of packet 1. */
export function digestOffset(packet1: Uint8Array, layout: Layout): number {
  const { digestPointer, digests } = PLACES[layout];
  return digests + (pointerSum(packet1, digestPointer) % DIGEST_PLACES);
}

/** Where the 128 bytes of a public key lie, from the first byte of packet 1. */
export function publicKeyOffset(packet1: Uint8Array, layout: Layout): number {
  const { keyPointer, keys } = PLACES[layout];
  return keys + (pointerSum(packet1, keyPointer) % KEY_PLACES);
}

/** Signs a packet 2 in place, as an answer to the packet 1 with this digest (HS-20, HS-21). */
export function sign(packet2: Uint8Array, fullKey: Uint8Array, theirDigest: Uint8Array, sha256 = SHA_256): void {
  packet2.set(signatureOf(packet2, fullKey, theirDigest, sha256), SIGNATURE_AT);
}

/** Whether a packet 2 is signed as an answer to our packet 1. */
export function isSigned(
  packet2: Uint8Array,
  theirFullKey: Uint8Array,
  ourDigest: Uint8Array,
  sha256 = SHA_256,
): boolean {
  return areEqual(packet2.subarray(SIGNATURE_AT), signatureOf(packet2, theirFullKey, ourDigest, sha256));
}

function signatureOf(packet2: Uint8Array, fullKey: Uint8Array, digest: Uint8Array, sha256: Sha256): Uint8Array {
  return hmacSha256(hmacSha256(fullKey, [digest], sha256), [packet2.subarray(0, SIGNATURE_AT)], sha256);
}

/** Over the 1504 bytes that are not the digest. */
function digestOf(packet1: Uint8Array, at: number, shortKey: Uint8Array, sha256: Sha256): Uint8Array {
  return hmacSha256(shortKey, [packet1.subarray(0, at), packet1.subarray(at + DIGEST_LENGTH)], sha256);
}

/** The plain sum of four bytes, 0 to 1020: no 32-bit number (HS-15). */
function pointerSum(packet1: Uint8Array, at: number): number {
  return packet1.subarray(at, at + 4).reduce((sum, byte) => sum + byte, 0);
}

/** In no constant time: the keys are public. */
function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((byte, index) => byte === b[index]);
}
