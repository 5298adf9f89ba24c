import { sharedSecretOf } from './diffie-hellman.ts';
import { hmacSha256 } from './hmac.ts';
import { Rc4 } from './rc4.ts';

/** The encryption of everything after the handshake, one key stream for each direction. */
export interface Ciphers {
  /** Decrypts what the peer sends. */
  readonly receiving: Rc4;
  /** Encrypts what we send. */
  readonly sending: Rc4;
}

const KEY_LENGTH = 16;
const SKIPPED_BYTES = 1536; // HS-36

/**
 * What both sides make of the key exchange (HS-35): each direction has a key of its own, made of the public key of the
 * side that reads it.
 */
export function agreeOnCiphers(privateKey: Uint8Array, ourKey: Uint8Array, theirKey: Uint8Array): Ciphers {
  const secret = sharedSecretOf(privateKey, theirKey);
  return { receiving: keyStream(secret, ourKey), sending: keyStream(secret, theirKey) };
}

/** @returns the key of the direction that the owner of `readersKey` reads, 16 bytes */
export function directionKey(secret: Uint8Array, readersKey: Uint8Array): Uint8Array {
  return hmacSha256(secret, [readersKey]).subarray(0, KEY_LENGTH);
}

function keyStream(secret: Uint8Array, readersKey: Uint8Array): Rc4 {
  const cipher = new Rc4(directionKey(secret, readersKey));
  cipher.skip(SKIPPED_BYTES);
  return cipher;
}
