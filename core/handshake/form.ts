import type { Ciphers } from './ciphers.ts';
import { RTMP_VERSION, RTMPE_VERSION } from './first-byte.ts';

/** The forms of the handshake: echoes (§5.2), digests (HS-12), digests with a key exchange (HS-32). */
export type FormName = 'simple' | 'digest' | 'encrypted';

/** What a peer's packet 1 lacks of the form that was wanted. */
export type Lack = 'digestMissing' | 'publicKeyInvalid';

/**
 * What one side puts into its packets and looks for in the peer's, in one form. A server hears the peer's packet 1 before
 * it writes its own, a client the other way round; the rest is the same for both.
 */
export interface Form {
  readonly name: FormName;
  /** Looks in the peer's packet 1 for what this form needs. */
  hear(packet1: Uint8Array): Lack | undefined;
  /** Fills in what this form needs in our packet 1, whose time and arbitrary bytes are in place. */
  writePacket1(packet1: Uint8Array): void;
  /** Fills our packet 2, the answer to the peer's packet 1, which was heard. */
  writePacket2(packet2: Uint8Array, theirPacket1: Uint8Array): void;
  /** Whether the peer's packet 2 answers our packet 1, other than by repeating it. */
  isAnswer(packet2: Uint8Array): boolean;
  /** Begins the encryption of what follows, where there is one. To be called once, when both packets 1 were exchanged. */
  agreeOnCiphers(): Ciphers | undefined;
}

/** The version that we say, in C0 or S0, for a form. */
export function versionOfForm(name: FormName): number {
  return name === 'encrypted' ? RTMPE_VERSION : RTMP_VERSION;
}
