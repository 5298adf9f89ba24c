import { bench, describe } from 'vitest';
import { Rc4 } from './rc4.ts';
import { openClient, openServer } from './testing/side.ts';

/** What one connection costs to open on one side, whichever form its peer asks for. */
const CLIENT = { simple: openClient({ offer: 'simple' }), digest: openClient({ offer: 'digest' }) };
const ENCRYPTED = openClient({ offer: 'encrypted' });

const C0_TO_C2 = {
  simple: opening(CLIENT.simple.opening),
  digest: opening(CLIENT.digest.opening),
  encrypted: opening(ENCRYPTED.opening),
};

/** What a client says first, and any C2. */
function opening(c0c1: Uint8Array | undefined): Uint8Array {
  const bytes = new Uint8Array(3073);
  if (c0c1 !== undefined) bytes.set(c0c1);
  return bytes;
}

describe('a handshake, server side', () => {
  bench('simple (looked through for a digest all the same)', () => {
    openServer().handshake.receive(C0_TO_C2.simple, 0);
  });

  bench('digest', () => {
    openServer().handshake.receive(C0_TO_C2.digest, 0);
  });

  bench('encrypted', () => {
    const { handshake } = openServer({ rtmpe: true });
    handshake.receive(C0_TO_C2.encrypted, 0);
    handshake.agreeOnCiphers();
  });
});

describe('what an encrypted connection costs for each 64 KiB', () => {
  const cipher = new Rc4(Uint8Array.of(1, 2, 3, 4, 5));
  const bytes = new Uint8Array(65_536);

  bench('RC4', () => {
    cipher.apply(bytes);
  });

  bench('a copy', () => {
    bytes.slice();
  });
});
