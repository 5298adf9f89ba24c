import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { agreeOnCiphers, directionKey } from './ciphers.ts';
import { isPublicKey, publicKeyOf, sharedSecretOf } from './diffie-hellman.ts';

const CLIENT_PRIVATE = Uint8Array.from({ length: 128 }, (_, at) => at + 1);
const SERVER_PRIVATE = Uint8Array.from({ length: 128 }, (_, at) => 128 - at);

const CLIENT_PUBLIC = hex(`
  52 89 3c 96 a0 74 92 59 3d 36 d0 03 28 ba 21 10 1c 0a b1 04 71 7c f1 92 8b 38 90 e1 ec bd 76 e8
  27 e7 ba 7d 58 9a 03 ef 64 f8 f5 64 8c ea 2b 07 74 09 31 90 13 d8 32 c4 1a 04 a3 79 3e b4 b7 3c
  a2 a3 63 06 24 1d e1 80 ec 36 f5 cf be f2 07 ba 2e 04 a3 9f 13 84 dc e1 2b 8e be 27 b5 4d bf 04
  9b e0 ab c8 0e bd 48 49 97 69 74 b2 be 95 5c 2c 87 ba 11 71 25 76 88 7f 5b 96 42 7a 1d 8f b2 fd
`);

const SERVER_PUBLIC = hex(`
  82 33 e7 f4 7d b2 d5 a9 95 c4 78 b5 60 2e 68 af c0 97 3d 7e 5c 2b 6d 51 dc 5d d8 c0 54 e2 d6 6d
  6a e1 16 5f 0b 28 ea 00 d2 27 12 db ea f6 96 36 ec 44 57 52 2e 87 20 3b d8 2d 7a 13 de 3c 18 bb
  8d 33 1e 66 ce d1 e9 8b 8c d7 0a f6 23 af 25 0e ef bd 62 0a a6 47 c3 a6 6e 58 81 96 5c 07 65 79
  00 ca a6 b6 2e da cb 5f 0d e5 0f 8e 5b 70 7f ab be c5 81 23 1d 6d a2 61 99 72 59 2c 5e e9 d4 7c
`);

const SECRET = hex(`
  9f b8 86 9e 9d 3e 84 a2 4d 6d 2c e7 b2 52 ad 71 5e ef 52 47 01 fa 92 e5 87 e5 0f 6e 9a f6 6d 87
  4a d6 b3 9b df c9 b3 34 0f 6f 8d 6e 1d 27 42 51 d3 aa 53 99 ee 5e e5 20 51 ce 45 36 bb 68 42 f4
  75 c5 39 fc 30 06 52 14 e4 51 8a dc 7c 93 6c c4 c1 df 25 82 25 04 9c 9f 77 0d 04 e9 e6 02 38 94
  38 b7 f4 73 a3 f1 0f f1 2b 59 50 17 83 9a 8f 95 8a d7 e9 0f b2 fd 71 69 70 2c 6e d2 f6 9c 65 02
`);

const PRIME = hex(`
  ff ff ff ff ff ff ff ff c9 0f da a2 21 68 c2 34 c4 c6 62 8b 80 dc 1c d1 29 02 4e 08 8a 67 cc 74
  02 0b be a6 3b 13 9b 22 51 4a 08 79 8e 34 04 dd ef 95 19 b3 cd 3a 43 1b 30 2b 0a 6d f2 5f 14 37
  4f e1 35 6d 6d 51 c2 45 e4 85 b5 76 62 5e 7e c6 f4 4c 42 e9 a6 37 ed 6b 0b ff 5c b6 f4 06 b7 ed
  ee 38 6b fb 5a 89 9f a5 ae 9f 24 11 7c 4b 1f e6 49 28 66 51 ec e6 53 81 ff ff ff ff ff ff ff ff
`);

/** A small number as a public key. */
function key(number: number): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, at) => (at === 127 ? number : 0));
}

function plus(bytes: Uint8Array, number: number): Uint8Array {
  const sum = bytes.slice();
  sum[127]! += number;
  return sum;
}

describe('Diffie-Hellman over Oakley group 2 (HS-34)', () => {
  it('VEC-HS-11 VEC-HS-12: the public keys', () => {
    expect(publicKeyOf(CLIENT_PRIVATE)).toEqual(CLIENT_PUBLIC);
    expect(publicKeyOf(SERVER_PRIVATE)).toEqual(SERVER_PUBLIC);
  });

  it('VEC-HS-13: the shared secret, the same for both', () => {
    expect(sharedSecretOf(CLIENT_PRIVATE, SERVER_PUBLIC)).toEqual(SECRET);
    expect(sharedSecretOf(SERVER_PRIVATE, CLIENT_PUBLIC)).toEqual(SECRET);
  });

  it('takes a public key of the group', () => {
    for (const publicKey of [CLIENT_PUBLIC, SERVER_PUBLIC, key(2), key(4)]) expect(isPublicKey(publicKey)).toBe(true);
  });

  it('takes none that is out of range, or outside the group', () => {
    const outside = [key(0), key(1), PRIME, plus(PRIME, -1), new Uint8Array(128).fill(0xff)];
    for (const publicKey of outside) expect(isPublicKey(publicKey)).toBe(false);
    expect(isPublicKey(plus(PRIME, -2))).toBe(false); // -2, no square
    for (let number = 2; number < 40; number++) {
      // A prime that is 7 modulo 8 has either a number or its opposite for a square.
      const opposite = plus(PRIME, 0);
      opposite.set([0xff - number], 127);
      expect(isPublicKey(key(number))).toBe(!isPublicKey(opposite));
    }
  });

  it('Q-6: pads on the left: 2^1000 has two zero bytes in front', () => {
    const publicKey = publicKeyOf(hex('03 e8'));
    expect(publicKey).toHaveLength(128);
    expect(publicKey.subarray(0, 4)).toEqual(hex('00 00 01 00'));
    expect(isPublicKey(publicKey)).toBe(true);
    expect(sharedSecretOf(hex('01'), publicKey)).toEqual(publicKey);
  });
});

describe('the ciphers of both sides (HS-35, HS-36)', () => {
  it('VEC-HS-14 VEC-HS-15: the keys of both directions', () => {
    expect(directionKey(SECRET, SERVER_PUBLIC)).toEqual(hex('80 ff 62 03 b4 0a 22 ba d3 18 25 93 08 af 63 a4'));
    expect(directionKey(SECRET, CLIENT_PUBLIC)).toEqual(hex('ca f6 75 86 92 96 0b c2 79 79 75 2e d9 b9 ed 30'));
  });

  it('VEC-HS-16: the key stream from client to server, after the 1536 bytes that are left out', () => {
    const { sending } = agreeOnCiphers(CLIENT_PRIVATE, CLIENT_PUBLIC, SERVER_PUBLIC);
    expect(sending.apply(new Uint8Array(16))).toEqual(hex('da ea 9c fa 9d 9c 12 64 9c 7d 52 18 ae 89 41 93'));
  });

  it('each side decrypts what the other encrypts', () => {
    const client = agreeOnCiphers(CLIENT_PRIVATE, CLIENT_PUBLIC, SERVER_PUBLIC);
    const server = agreeOnCiphers(SERVER_PRIVATE, SERVER_PUBLIC, CLIENT_PUBLIC);
    for (const said of [hex('03 00 00'), hex(''), hex('14')]) {
      expect(server.receiving.apply(client.sending.apply(said))).toEqual(said);
      expect(client.receiving.apply(server.sending.apply(said))).toEqual(said);
    }
  });
});
