/** How an FLV file begins: with its name (E.2). */
const SIGNATURE: readonly number[] = [0x46, 0x4c, 0x56];

export const FLV_SIGNATURE_LENGTH = SIGNATURE.length;

/** @param start - the first bytes of a file, at least `FLV_SIGNATURE_LENGTH` unless it is shorter */
export function beginsAsFlv(start: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => start[index] === byte);
}
