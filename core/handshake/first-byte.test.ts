import { describe, expect, it } from 'vitest';
import { explainFirstByte } from './first-byte.ts';

const codeOf = (byte: number, expected = 3) => explainFirstByte(byte, expected).code;

describe('first byte (5.2.2)', () => {
  it('HS-2 HS-38: calls 0 to 2 and the reserved versions unknown', () => {
    for (const byte of [0, 1, 2, 4, 5, 7, 10, 20, 23, 31]) expect(codeOf(byte)).toBe('handshakeVersion');
  });

  it('HS-2: calls what is no text and no version forbidden', () => {
    for (const byte of [0x7f, 0x80, 0xff]) expect(codeOf(byte)).toBe('handshakeVersion');
    expect(explainFirstByte(0x80, 3).message).toBe('expected RTMP version 3, got 0x80: a forbidden version');
    expect(explainFirstByte(0x04, 3).message).toBe('expected RTMP version 3, got 0x04: an unknown version');
  });

  it('HS-39 Q-5: knows the first byte of a TLS ClientHello, and of a TLS alert', () => {
    expect(codeOf(0x16)).toBe('looksLikeTls');
    expect(codeOf(0x15)).toBe('looksLikeTls');
  });

  it('HS-39 Q-5: knows text: GET, POST, OPTIONS, an HTTP answer', () => {
    for (const text of ['G', 'P', 'O', 'H', ' ', '~']) expect(codeOf(text.charCodeAt(0))).toBe('looksLikeHttp');
    expect(explainFirstByte(0x47, 3).message).toBe("expected RTMP version 3, got 0x47: the text 'G', as HTTP has");
  });

  it('HS-40 Q-6: knows the three kinds of encrypted RTMP', () => {
    for (const byte of [6, 8, 9]) expect(codeOf(byte)).toBe('encryptionUnsupported');
    expect(explainFirstByte(9, 3).message).toBe(
      'expected RTMP version 3, got 0x09: encrypted RTMP of a kind that is not accepted here',
    );
  });

  it('HS-40: knows a server that does not encrypt when it is asked to', () => {
    expect(explainFirstByte(3, 6)).toEqual({
      code: 'encryptionUnsupported',
      message: 'expected RTMP version 6, got 0x03: a server that does not encrypt',
    });
  });
});
