import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, equal, fill, hex, u8, u32, utf8 } from './bytes.ts';

/** Bytes of C1, C2, S1 and S2. */
export const PACKET = 1536;

/** A packet 1 of the simple handshake: time, four zero bytes, and 1528 others (HS-3). */
export function packet1(random: Uint8Array, time = 0, version = 0): Uint8Array {
  return concat(u32(time), u32(version), random.subarray(0, PACKET - 8));
}

/** Packet 2: an echo, with the time at which packet 1 was read (HS-4). */
export function echoOf(packet: Uint8Array, time2 = 0): Uint8Array {
  return concat(packet.subarray(0, 4), u32(time2), packet.subarray(8));
}

/** C0 or S0 in front of packet 1. */
export const opening = (packet: Uint8Array, version = 3): Uint8Array => concat(u8(version), packet);

/** Where the digest is: schema 1 has its pointer at 8, schema 0 at 772. */
export type Schema = 0 | 1;

const PLAYER_KEY = utf8('Genuine Adobe Flash Player 001');
const SERVER_KEY = utf8('Genuine Adobe Flash Media Server 001');
const SUFFIX = hex('f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae');

/** The first of the digest's 32 bytes (HS-15). */
export function digestOffset(packet: Uint8Array, schema: Schema): number {
  const pointer = schema === 1 ? 8 : 772;
  const sum = packet.subarray(pointer, pointer + 4).reduce((total, byte) => total + byte, 0);
  return pointer + 4 + (sum % 728);
}

/** Writes the digest of its sender into a packet 1 (HS-16, HS-17). */
export function withDigest(packet: Uint8Array, schema: Schema, sender: 'client' | 'server'): Uint8Array {
  const signed = packet.slice();
  signed.set(digestOf(packet, schema, sender), digestOffset(packet, schema));
  return signed;
}

/** What stands in a packet 1 as its digest, when it is the right one in one of the schemas. */
export function findDigest(packet: Uint8Array, sender: 'client' | 'server'): Uint8Array | undefined {
  for (const schema of [1, 0] as const) {
    const offset = digestOffset(packet, schema);
    const found = packet.subarray(offset, offset + 32);
    if (equal(found, digestOf(packet, schema, sender))) return found;
  }
  return undefined;
}

/** Whether the last 32 bytes of a packet 2 sign the rest, in answer to a digest (HS-20, HS-21). */
export function isSigned(packet2: Uint8Array, answered: Uint8Array, sender: 'client' | 'server'): boolean {
  return equal(packet2.subarray(PACKET - 32), signatureOf(packet2.subarray(0, PACKET - 32), answered, sender));
}

/** A packet 2 that answers a digest. */
export function signedPacket2(random: Uint8Array, answered: Uint8Array, sender: 'client' | 'server'): Uint8Array {
  const body = random.subarray(0, PACKET - 32);
  return concat(body, signatureOf(body, answered, sender));
}

/** The key that signs packet 2. */
export function packet2Key(answered: Uint8Array, sender: 'client' | 'server'): Uint8Array {
  return hmac(sha256, concat(keyOf(sender), SUFFIX), answered);
}

function signatureOf(body: Uint8Array, answered: Uint8Array, sender: 'client' | 'server'): Uint8Array {
  return hmac(sha256, packet2Key(answered, sender), body);
}

function digestOf(packet: Uint8Array, schema: Schema, sender: 'client' | 'server'): Uint8Array {
  const offset = digestOffset(packet, schema);
  return hmac(sha256, keyOf(sender), concat(packet.subarray(0, offset), packet.subarray(offset + 32)));
}

const keyOf = (sender: 'client' | 'server'): Uint8Array => (sender === 'client' ? PLAYER_KEY : SERVER_KEY);

/** Sets the four pointer bytes of a schema so that they sum to `sum`, 0 to 1020. */
export function withPointer(packet: Uint8Array, schema: Schema, sum: number): Uint8Array {
  const bytes = packet.slice();
  const pointer = schema === 1 ? 8 : 772;
  bytes.set(fill(4), pointer);
  for (let index = 0, left = sum; left > 0; index += 1, left -= 255) bytes[pointer + index] = Math.min(255, left);
  return bytes;
}

/** A packet 1 for known answers: byte i is `(i * 7 + 3) & 255`, but for the time, 0, and a version that promises a digest. */
export const KNOWN_PACKET1: Uint8Array = (() => {
  const bytes = Uint8Array.from({ length: PACKET }, (_, index) => (index * 7 + 3) & 0xff);
  bytes.set(hex('00000000 80000702'));
  return bytes;
})();
