import type { BitReader } from '../bit-reader.ts';

/** The lists of variable length in a sequence parameter set of HEVC, which are in the way of its timing (CFG-14). */

const MOST_SHORT_TERM_SETS = 64;
const MOST_LONG_TERM_PICTURES = 32;

/** Reference pictures of one set; more is an overrun. */
const MOST_PICTURES = 16;

/** scaling_list_data (H.265 7.3.4). */
export function skipScalingLists(reader: BitReader): void {
  for (let size = 0; size < 4; size += 1) {
    const coefficients = Math.min(64, 1 << (4 + 2 * size));
    for (let matrix = 0; matrix < (size === 3 ? 2 : 6); matrix += 1) skipScalingList(reader, size, coefficients);
  }
}

function skipScalingList(reader: BitReader, size: number, coefficients: number): void {
  if (!reader.flag()) {
    reader.ue(); // copied from another
    return;
  }
  if (size > 1) reader.se();
  for (let left = coefficients; left > 0; left -= 1) reader.se();
}

/** All st_ref_pic_set of the parameter set (H.265 7.3.7); each may be told by the one before. */
export function skipShortTermReferences(reader: BitReader): void {
  const sets = bounded(reader, MOST_SHORT_TERM_SETS);
  let pictures = 0;
  for (let index = 0; index < sets && !reader.isOverrun; index += 1) {
    const isPredicted = index > 0 && reader.flag();
    pictures = isPredicted ? skipPredictedSet(reader, pictures) : skipPlainSet(reader);
  }
}

/** @returns how many pictures the set has */
function skipPlainSet(reader: BitReader): number {
  const pictures = bounded(reader, MOST_PICTURES) + bounded(reader, MOST_PICTURES);
  for (let left = pictures; left > 0; left -= 1) {
    reader.ue();
    reader.skip(1);
  }
  return pictures;
}

/** @param before - pictures of the set that this one is told by */
function skipPredictedSet(reader: BitReader, before: number): number {
  reader.skip(1); // sign
  reader.ue();
  let pictures = 0;
  for (let index = 0; index <= before; index += 1) {
    const isUsed = reader.flag();
    if (isUsed || reader.flag()) pictures += 1;
  }
  return pictures;
}

export function skipLongTermReferences(reader: BitReader, pictureOrderBits: number): void {
  const pictures = bounded(reader, MOST_LONG_TERM_PICTURES);
  for (let left = pictures; left > 0; left -= 1) reader.skip(pictureOrderBits + 1);
}

/** A count; one that no stream has ends the reading. */
function bounded(reader: BitReader, most: number): number {
  const count = reader.ue();
  if (count <= most) return count;
  reader.skip(reader.remaining + 1);
  return 0;
}
