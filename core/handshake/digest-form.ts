import type { Ciphers } from './ciphers.ts';
import { findDigest, isSigned, type Layout, sign, writeDigest } from './digest.ts';
import type { Form, FormName, Lack } from './form.ts';
import type { Sha256 } from './hmac.ts';
import type { Identity } from './identity.ts';

const NONE = new Uint8Array(0);
const VERSION_AT = 4;

/** What a form needs of its connection. */
export interface FormNeeds {
  /** Fills the arbitrary parts of our packets (HS-46), and the private key of an encrypted handshake. */
  readonly random: (into: Uint8Array) => void;
  readonly sha256: Sha256;
}

/** Packet 1 holds a digest, packet 2 is signed as the answer to it (HS-12 to HS-22). */
export class DigestForm implements Form {
  readonly name: FormName = 'digest';
  /** Draws the arbitrary part of packet 2. */
  protected readonly random: (into: Uint8Array) => void;
  /** Ours, unless the peer spoke first: then we answer in the layout that we were asked in (HS-19). */
  protected layout: Layout;
  readonly #sha256: Sha256;
  readonly #us: Identity;
  readonly #them: Identity;
  #ourDigest: Uint8Array = NONE;
  #theirDigest: Uint8Array = NONE;

  constructor(us: Identity, them: Identity, { random, sha256 }: FormNeeds, layout: Layout = 'digestFirst') {
    this.#us = us;
    this.#them = them;
    this.random = random;
    this.#sha256 = sha256;
    this.layout = layout;
  }

  hear(packet1: Uint8Array): Lack | undefined {
    const found = findDigest(packet1, this.#them.shortKey, this.#sha256);
    if (found === undefined) return 'digestMissing';
    this.layout = found.layout;
    this.#theirDigest = found.digest;
    return undefined;
  }

  writePacket1(packet1: Uint8Array): void {
    packet1.set(this.#us.version, VERSION_AT);
    this.#ourDigest = writeDigest(packet1, this.layout, this.#us.shortKey, this.#sha256);
  }

  writePacket2(packet2: Uint8Array): void {
    this.random(packet2);
    sign(packet2, this.#us.fullKey, this.#theirDigest, this.#sha256);
  }

  isAnswer(packet2: Uint8Array): boolean {
    return isSigned(packet2, this.#them.fullKey, this.#ourDigest, this.#sha256);
  }

  agreeOnCiphers(): Ciphers | undefined {
    return undefined;
  }
}
