import { agreeOnCiphers, type Ciphers } from './ciphers.ts';
import { isPublicKey, PUBLIC_KEY_LENGTH, publicKeyOf } from './diffie-hellman.ts';
import { publicKeyOffset } from './digest.ts';
import { DigestForm, type FormNeeds } from './digest-form.ts';
import type { FormName, Lack } from './form.ts';
import type { Identity } from './identity.ts';

/** 256 bits: twice and more what the group is strong, and four times faster than a number as long as the prime. */
const PRIVATE_KEY_LENGTH = 32;

/**
 * The digest form with a Diffie-Hellman public key in each packet 1; what follows the handshake is encrypted with RC4
 * (HS-32 to HS-37). Nobody is authenticated: who wants to be safe from more than a passive listener uses TLS.
 *
 * Left out are signatures that are encrypted once more (HS-37): no rule gives the tables. A client that asks for them, by
 * version 8, is answered 6 (HS-32); one that asks for Blowfish, by 9, is refused.
 */
export class EncryptedForm extends DigestForm {
  override readonly name: FormName = 'encrypted';
  readonly #privateKey = new Uint8Array(PRIVATE_KEY_LENGTH);
  #ourPublicKey: Uint8Array = new Uint8Array();
  #theirPublicKey: Uint8Array = new Uint8Array();

  /** Clients put the digest second (HS-33). */
  constructor(us: Identity, them: Identity, needs: FormNeeds) {
    super(us, them, needs, 'digestSecond');
  }

  override hear(packet1: Uint8Array): Lack | undefined {
    const lack = super.hear(packet1);
    if (lack !== undefined) return lack;
    const at = publicKeyOffset(packet1, this.layout);
    this.#theirPublicKey = packet1.slice(at, at + PUBLIC_KEY_LENGTH);
    return isPublicKey(this.#theirPublicKey) ? undefined : 'publicKeyInvalid';
  }

  /** Makes the keys only now: a server then has seen a C1 that is worth the time. */
  override writePacket1(packet1: Uint8Array): void {
    this.random(this.#privateKey);
    this.#privateKey[0]! |= 0x80; // never 0, whatever the random bytes: its public key would be refused
    this.#ourPublicKey = publicKeyOf(this.#privateKey);
    packet1.set(this.#ourPublicKey, publicKeyOffset(packet1, this.layout));
    super.writePacket1(packet1);
  }

  override agreeOnCiphers(): Ciphers {
    return agreeOnCiphers(this.#privateKey, this.#ourPublicKey, this.#theirPublicKey);
  }
}
