import { encodeUtf8 } from '../bytes/utf8.ts';

/** Who a side claims to be in the digest handshake. Everybody knows these keys: they prove nothing but good will. */
export interface Identity {
  /** Key of the digest in packet 1. */
  readonly shortKey: Uint8Array;
  /** Key of the key that signs packet 2: the short key and the suffix. */
  readonly fullKey: Uint8Array;
  /** Bytes 4 to 7 of packet 1: a product version. */
  readonly version: readonly [number, number, number, number];
}

const SUFFIX = [
  0xf0, 0xee, 0xc2, 0x4a, 0x80, 0x68, 0xbe, 0xe8, 0x2e, 0x00, 0xd0, 0xd1, 0x02, 0x9e, 0x7e, 0x57, 0x6e, 0xec, 0x5d,
  0x2d, 0x29, 0x80, 0x6f, 0xab, 0x93, 0xb8, 0xe6, 0x36, 0xcf, 0xeb, 0x31, 0xae,
];

/**
 * The client. Version 9.0.124.2 is what FFmpeg says; a first number of 128 would promise an encrypted signature (HS-32),
 * which is not spoken here.
 */
export const PLAYER = identity('Genuine Adobe Flash Player 001', [9, 0, 0x7c, 2]);

/** The server. FFmpeg as a player looks for a digest when the first number is 3 or more (HS-26). */
export const SERVER = identity('Genuine Adobe Flash Media Server 001', [4, 5, 0, 1]);

function identity(name: string, version: Identity['version']): Identity {
  const shortKey = encodeUtf8(name);
  return { shortKey, fullKey: Uint8Array.of(...shortKey, ...SUFFIX), version };
}
