/**
 * Judges the first byte of a connection, C0 or S0 (§5.2.2).
 *
 * RTMP is version 3 and nothing else is spoken here. The specification lets a server answer 3 to a version that it does
 * not know and also tells it to stop (HS-38); deployed servers stop, and so does this one, because a peer that cannot say
 * 3 has never been seen to go on. What the byte most likely means is told, so that an operator need not guess.
 */
export const RTMP_VERSION = 3;

export type FirstByteCode = 'looksLikeTls' | 'looksLikeHttp' | 'handshakeVersion' | 'encryptionUnsupported';

/** What is wrong with a first byte: a fault code and one sentence. */
export interface FirstByteTrouble {
  readonly code: FirstByteCode;
  readonly message: string;
}

/** Says what a first byte other than 3 most likely is. */
export function explainFirstByte(byte: number): FirstByteTrouble {
  if (isTlsRecord(byte)) return trouble('looksLikeTls', byte, 'the first byte of TLS; is one side speaking rtmps?');
  if (isEncrypted(byte)) return trouble('encryptionUnsupported', byte, 'encrypted RTMP, which is not spoken here');
  if (isPrintable(byte)) return trouble('looksLikeHttp', byte, `the text '${String.fromCharCode(byte)}', as HTTP has`);
  return trouble('handshakeVersion', byte, byte < 32 ? 'an unknown version' : 'a forbidden version');
}

function trouble(code: FirstByteCode, byte: number, meaning: string): FirstByteTrouble {
  return { code, message: `expected RTMP version 3, got 0x${byte.toString(16).padStart(2, '0')}: ${meaning}` };
}

/** A handshake record (22) from a client, or the alert (21) of a TLS server that met our C0. */
function isTlsRecord(byte: number): boolean {
  return byte === 0x16 || byte === 0x15;
}

/** RTMPE: RC4, XTEA-signed, Blowfish (HS-32). Never answered in kind (HS-38). */
function isEncrypted(byte: number): boolean {
  return byte === 6 || byte === 8 || byte === 9;
}

function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte <= 0x7e;
}
