import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from './testing/hex.ts';
import { decodeUtf8, encodeUtf8, isWellFormedUtf8, utf8Length } from './utf8.ts';

/** The platform's own reading, which is what the WHATWG standard describes. */
const standard = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes near the decisions of the decoder, where plain random bytes seldom come. */
const trickyByte = fc.oneof(
  fc.constantFrom(0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf),
  fc.constantFrom(0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff),
);
const trickyBytes = fc.array(trickyByte, { maxLength: 24 }).map((bytes) => Uint8Array.from(bytes));
/** Any UTF-16, lone surrogates included. */
const anyText = fc.array(fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff })), { maxLength: 24 });

describe('decodeUtf8', () => {
  it.each([
    ['', ''],
    ['63 6f 6e 6e 65 63 74', 'connect'],
    ['68 c3 a9 c3 a9 e2 82 ac f0 9f 98 80', 'héé€😀'],
    ['61 00 62', 'a\0b'],
    ['ef bb bf 61', '\ufeffa'],
    ['f4 8f bf bf', '\u{10ffff}'],
  ])('reads %s', (bytes, text) => {
    expect(decodeUtf8(hex(bytes))).toBe(text);
    expect(isWellFormedUtf8(hex(bytes))).toBe(true);
  });

  it.each([
    ['ff fe', '\ufffd\ufffd', 'bytes that never occur'],
    ['80', '\ufffd', 'a continuation without a lead'],
    ['e2 82', '\ufffd', 'a truncated sequence as one part'],
    ['e2 82 41', '\ufffdA', 'an interrupted sequence as one part'],
    ['c0 80', '\ufffd\ufffd', 'an overlong NUL'],
    ['e0 9f bf', '\ufffd\ufffd\ufffd', 'an overlong form of three bytes'],
    ['f0 8f bf bf', '\ufffd\ufffd\ufffd\ufffd', 'an overlong form of four bytes'],
    ['ed a0 bd ed b8 80', '\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd', 'surrogates written one by one'],
    ['f4 90 80 80', '\ufffd\ufffd\ufffd\ufffd', 'a code point above U+10FFFF'],
    ['f0 9f 98', '\ufffd', 'three of four bytes'],
  ])('replaces %s by %s: %s', (bytes, text) => {
    expect(decodeUtf8(hex(bytes))).toBe(text);
    expect(isWellFormedUtf8(hex(bytes))).toBe(false);
  });

  it('reads only its range, and does not complete a sequence beyond it', () => {
    expect(decodeUtf8(hex('61 62 63 64'), 1, 3)).toBe('bc');
    expect(decodeUtf8(hex('61 c3 a9'), 0, 2)).toBe('a\ufffd');
    expect(isWellFormedUtf8(hex('c3 a9 61 c3'), 0, 3)).toBe(true);
  });

  it('reads long text, with characters across the pieces it is joined from', () => {
    const text = `${'a'.repeat(1023)}😀${'€'.repeat(5000)}`;
    expect(decodeUtf8(encodeUtf8(text))).toBe(text);
  });

  it('agrees with the platform on any bytes, and knows when nothing was replaced', () => {
    fc.assert(
      fc.property(fc.oneof(trickyBytes, fc.uint8Array({ maxLength: 40 })), (bytes) => {
        const text = standard.decode(bytes);
        expect(decodeUtf8(bytes)).toBe(text);
        expect(isWellFormedUtf8(bytes)).toBe(toHex(encodeUtf8(text)) === toHex(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('encodeUtf8', () => {
  it('writes U+FFFD for a lone surrogate, whichever half', () => {
    expect(toHex(encodeUtf8('a\ud800'))).toBe('61 ef bf bd');
    expect(toHex(encodeUtf8('\udc00\ud800\udc00'))).toBe('ef bf bd f0 90 80 80');
  });

  it('agrees with the platform on any text, and with its own length', () => {
    fc.assert(
      fc.property(anyText, (units) => {
        const text = String.fromCharCode(...units);
        const bytes = encodeUtf8(text);
        expect(bytes).toEqual(new Uint8Array(new TextEncoder().encode(text)));
        expect(utf8Length(text)).toBe(bytes.length);
      }),
      { numRuns: 2000 },
    );
  });
});
