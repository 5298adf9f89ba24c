import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bench, keep, type Limit } from '../testing/bench.ts';
import { Rc4 } from './rc4.ts';
import { openClient, openServer } from './testing/side.ts';

const packet = new Uint8Array(1504);
const key = new Uint8Array(36).fill(7);

/** The hashing that no server gets around; digests lie over 1504 of the 1536 bytes of a packet. */
function digests(count: number): Limit {
  const work = (): void => {
    for (let made = 0; made < count; made++) keep(hmac(sha256, key, packet));
  };
  return { name: `${count} HMAC-SHA-256 of 1504 bytes`, work };
}

/** What a client says first, and any C2. */
function opening(offer: 'simple' | 'digest' | 'encrypted'): Uint8Array {
  const bytes = new Uint8Array(3073);
  bytes.set(openClient({ offer }).opening ?? []);
  return bytes;
}

const simple = opening('simple');
const digest = opening('digest');
const encrypted = opening('encrypted');

const cipher = new Rc4(Uint8Array.of(1, 2, 3, 4, 5));
const bytes = new Uint8Array(65_536);

/** What one connection costs to open at the server, and what encryption costs from then on. */
export const benches: readonly Bench[] = [
  {
    name: 'simple handshake (looked through for a digest)',
    limit: digests(2),
    work: () => void openServer().handshake.receive(simple, 0),
    recorded: 0.65,
  },
  {
    name: 'digest handshake',
    limit: digests(4),
    work: () => void openServer().handshake.receive(digest, 0),
    recorded: 0.6,
  },
  {
    name: 'encrypted handshake (Diffie-Hellman)',
    limit: digests(4),
    work: () => {
      const { handshake } = openServer({ rtmpe: true });
      handshake.receive(encrypted, 0);
      handshake.agreeOnCiphers();
    },
    recorded: 0.015,
  },
  {
    name: 'RC4 of 64 KiB',
    limit: { name: 'a copy', work: () => keep(bytes.slice()) },
    work: () => keep(cipher.apply(bytes)),
    recorded: 0.035,
  },
];
