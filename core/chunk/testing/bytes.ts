import { hex } from '../../bytes/testing/hex.ts';

/** Bytes of several parts: text is spaced hex. */
export function bytes(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const all = parts.map((part) => (typeof part === 'string' ? hex(part) : part));
  return Uint8Array.from(all.flatMap((part) => [...part]));
}

/** A payload in which each byte tells where it stands: 00 01 02 …, from `first` on. */
export function counting(length: number, first = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => first + i);
}
