import type { SplitPlan } from '../case.ts';

/** Bytes as the pieces that are to arrive one by one; at least one byte each. */
export function pieces(bytes: Uint8Array, split: SplitPlan): Uint8Array[] {
  if (split === 'whole') return bytes.length === 0 ? [] : [bytes];
  const sizes = typeof split === 'number' ? [split] : split;
  const found: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = Math.max(1, sizes[found.length % sizes.length] ?? bytes.length);
    found.push(bytes.subarray(at, at + size));
    at += size;
  }
  return found;
}
