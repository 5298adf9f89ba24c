import type { FirstByteTrouble } from './first-byte.ts';
import type { Lack } from './form.ts';
import type { HandshakeFailure } from './handshake-effect.ts';
import { PACKET_1_END, VERSION_END } from './packet-reader.ts';

/** Why a handshake failed. `at`: bytes received before the unit at fault. */
export interface HandshakeTrouble {
  readonly code: FirstByteTrouble['code'] | HandshakeFailure | Lack;
  readonly at: number;
  readonly message: string;
}

/** What the peer did differently from the specification, accepted. */
export interface HandshakeDeviation {
  readonly code: 'echoMismatch' | 'digestMissing';
  readonly at: number;
  readonly message: string;
}

/** What one call of `receive` led to. */
export interface HandshakeProgress {
  /** Bytes used, from the first on. What is left belongs to the chunk layer, in the same call (HS-42). */
  readonly consumed: number;
  /** To be written; owned by the caller, but never written to until the handshake is over. */
  readonly transmit: Uint8Array | undefined;
}

/** Packet 2 is no answer to our packet 1. */
export const ECHO_MISMATCH: HandshakeDeviation = {
  code: 'echoMismatch',
  at: PACKET_1_END,
  message: 'expected packet 2 to repeat our packet 1 or to be signed for it, got other bytes',
};

/** A server has no digest for the one that we offered (HS-31). */
export const DIGEST_MISSING: HandshakeDeviation = {
  code: 'digestMissing',
  at: VERSION_END,
  message: 'expected a digest in packet 1, got none that is valid',
};

/** What to say when packet 1 lacks what must be there. */
export const LACKS: Readonly<Record<Lack, HandshakeTrouble>> = {
  digestMissing: DIGEST_MISSING,
  publicKeyInvalid: {
    code: 'publicKeyInvalid',
    at: VERSION_END,
    message: 'expected a public key of Oakley group 2 in packet 1, got a number that is none',
  },
};
