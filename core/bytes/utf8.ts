/**
 * UTF-8 as the WHATWG Encoding Standard reads and writes it, without the byte order mark rule: a leading U+FEFF stays.
 *
 * Decoding never fails. Each maximal part of a sequence that can no longer become a character turns into one U+FFFD;
 * overlong forms, surrogates and code points above U+10FFFF are such parts. Encoding never fails either: a lone surrogate
 * is written as U+FFFD.
 */

const REPLACEMENT = 0xfffd;

/** Code units turned into a string at a time: far below any engine's limit on arguments. */
const UNITS_AT_ONCE = 1024;

/** The bytes `start` to `end` as text, malformed parts replaced by U+FFFD. Linear in the number of bytes. */
export function decodeUtf8(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = '';
  let units: number[] = [];
  let at = start;
  while (at < end) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      units.push(lead);
      at += 1;
    } else {
      const length = sequenceLength(bytes, at, end);
      pushCodePoint(units, length > 0 ? codePoint(bytes, at, length) : REPLACEMENT);
      at += Math.abs(length);
    }
    if (units.length >= UNITS_AT_ONCE) {
      text += String.fromCharCode(...units);
      units = [];
    }
  }
  return text + String.fromCharCode(...units);
}

/** Whether `decodeUtf8` would replace nothing. */
export function isWellFormedUtf8(bytes: Uint8Array, start = 0, end = bytes.length): boolean {
  let at = start;
  while (at < end) {
    if (bytes[at]! < 0x80) {
      at += 1;
    } else {
      const length = sequenceLength(bytes, at, end);
      if (length < 0) return false;
      at += length;
    }
  }
  return true;
}

/** How many bytes `text` takes as UTF-8. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    length += unit < 0x800 ? 1 : 2;
    // A pair is 2 units and 4 bytes, so its second half adds nothing.
    if (isSurrogatePair(text, at)) at += 1;
  }
  return length;
}

/** `text` as UTF-8 in fresh memory. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  writeUtf8(text, bytes, 0);
  return bytes;
}

/** Writes `text` into `into` from index `at` on, where `utf8Length(text)` bytes are free. */
export function writeUtf8(text: string, into: Uint8Array, at: number): void {
  let to = at;
  for (let from = 0; from < text.length; from++) {
    const unit = text.charCodeAt(from);
    if (unit < 0x80) {
      into[to++] = unit;
    } else if (unit < 0x800) {
      into[to++] = 0xc0 | (unit >> 6);
      into[to++] = 0x80 | (unit & 0x3f);
    } else if (isSurrogatePair(text, from)) {
      const code = 0x10000 + ((unit - 0xd800) << 10) + (text.charCodeAt(from + 1) - 0xdc00);
      from += 1;
      into[to++] = 0xf0 | (code >> 18);
      into[to++] = 0x80 | ((code >> 12) & 0x3f);
      into[to++] = 0x80 | ((code >> 6) & 0x3f);
      into[to++] = 0x80 | (code & 0x3f);
    } else {
      const code = isSurrogate(unit) ? REPLACEMENT : unit;
      into[to++] = 0xe0 | (code >> 12);
      into[to++] = 0x80 | ((code >> 6) & 0x3f);
      into[to++] = 0x80 | (code & 0x3f);
    }
  }
}

function isSurrogate(unit: number): boolean {
  return (unit & 0xf800) === 0xd800;
}

function isSurrogatePair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
}

/**
 * Length of the sequence that begins at `at` with a byte above 7f: 2 to 4 when it is a character, otherwise minus the
 * length, 1 to 3, of the part that one U+FFFD stands for.
 */
function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at]!;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  // The second byte alone decides about overlong forms, surrogates and code points above U+10FFFF.
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  for (let taken = 1; taken < length; taken++) {
    if (at + taken === end) return -taken;
    const next = bytes[at + taken]!;
    const fits = taken === 1 ? next >= lowest && next <= highest : (next & 0xc0) === 0x80;
    if (!fits) return -taken;
  }
  return length;
}

function codePoint(bytes: Uint8Array, at: number, length: number): number {
  let code = bytes[at]! & (0xff >> (length + 1));
  for (let taken = 1; taken < length; taken++) code = (code << 6) | (bytes[at + taken]! & 0x3f);
  return code;
}

function pushCodePoint(units: number[], code: number): void {
  if (code < 0x10000) units.push(code);
  else units.push(0xd7c0 + (code >> 10), 0xdc00 | (code & 0x3ff));
}
