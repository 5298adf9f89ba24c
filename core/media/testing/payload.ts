import fc from 'fast-check';

/** Payloads that look enough like messages to get past the first byte: random bytes behind plausible ones. */
export function payloadsBeginningWith(...firstBytes: number[]): fc.Arbitrary<Uint8Array> {
  const fourCc = fc.constantFrom('av01', 'vp09', 'hvc1', 'avc1', 'mp4a', 'Opus', 'ac-3', 'xyz1');
  const piece = fc.oneof(
    fourCc.map((text) => Array.from(text, (character) => character.charCodeAt(0))),
    fc.constantFrom([0x00], [0x01], [0x10], [0x20], [0x00, 0x00, 0x01], [0x02, 0x07, 0xa1, 0x20], [0xff, 0x00, 0x01]),
    fc.array(fc.nat(255), { maxLength: 6 }),
  );
  return fc
    .tuple(fc.constantFrom(...firstBytes), fc.array(piece, { maxLength: 12 }))
    .map(([first, pieces]) => Uint8Array.of(first, ...pieces.flat()));
}
