/**
 * Judges the first byte of a connection, C0 or S0 (§5.2.2).
 *
 * RTMP is version 3; where it is asked for, encrypted RTMP is 6. The specification lets a server answer 3 to a version
 * that it does not know and also tells it to stop (HS-38); deployed servers stop, and so does this one, because a peer
 * that cannot say 3 has never been seen to go on. What the byte most likely means is told, so that an operator need not
 * guess.
 */
export const RTMP_VERSION = 3;

/** RTMPE with RC4 and plain signatures, of the encrypted versions the one that is spoken here (HS-32). */
export const RTMPE_VERSION = 6;

/** RTMPE whose signatures are encrypted too. A client that asks for it may be answered 6 (HS-32). */
export const RTMPE_SIGNED_VERSION = 8;

const RTMPE_BLOWFISH_VERSION = 9;

export type FirstByteCode = 'looksLikeTls' | 'looksLikeHttp' | 'handshakeVersion' | 'encryptionUnsupported';

/** What is wrong with a first byte: a fault code and one sentence. */
export interface FirstByteTrouble {
  readonly code: FirstByteCode;
  readonly message: string;
}

/**
 * Says what a first byte that is not accepted most likely is.
 *
 * @param expected - the version that should have come
 */
export function explainFirstByte(byte: number, expected: number): FirstByteTrouble {
  const trouble = (code: FirstByteCode, meaning: string): FirstByteTrouble => {
    const got = `0x${byte.toString(16).padStart(2, '0')}`;
    return { code, message: `expected RTMP version ${expected}, got ${got}: ${meaning}` };
  };
  if (isTlsRecord(byte)) return trouble('looksLikeTls', 'the first byte of TLS; is one side speaking rtmps?');
  if (byte === RTMP_VERSION) return trouble('encryptionUnsupported', 'a server that does not encrypt');
  if (isEncrypted(byte)) return trouble('encryptionUnsupported', 'encrypted RTMP of a kind that is not accepted here');
  if (isPrintable(byte)) return trouble('looksLikeHttp', `the text '${String.fromCharCode(byte)}', as HTTP has`);
  return trouble('handshakeVersion', byte < 32 ? 'an unknown version' : 'a forbidden version');
}

/** A handshake record (22) from a client, or the alert (21) of a TLS server that met our C0. */
function isTlsRecord(byte: number): boolean {
  return byte === 0x16 || byte === 0x15;
}

function isEncrypted(byte: number): boolean {
  return byte === RTMPE_VERSION || byte === RTMPE_SIGNED_VERSION || byte === RTMPE_BLOWFISH_VERSION;
}

function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte <= 0x7e;
}
