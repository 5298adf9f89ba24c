import type { SeededRandom } from './random.ts';

/**
 * In which pieces bytes arrive. A piece never joins what was not there yet, so a size is an upper bound.
 *
 * - `whole`: all that has arrived, at most 64 KiB, as a socket gives it
 * - `bytes`: one at a time
 * - a list: these sizes in turn, from the front again after the last
 * - `{ random: most }`: 1 to `most`, from the seed
 */
export type Split = 'whole' | 'bytes' | readonly number[] | { readonly random: number };

/** The most bytes of one piece: what Node reads from a socket at once. */
export const LARGEST_PIECE = 65_536;

/**
 * Answers the size of each next piece.
 *
 * @throws RangeError when a size is not an integer from 1 to 65536, or the list is empty
 */
export function pieceSizes(split: Split, random: SeededRandom): () => number {
  if (split === 'whole') return () => LARGEST_PIECE;
  if (split === 'bytes') return () => 1;
  if ('random' in split) {
    const most = checked(split.random);
    return () => random.between(1, most);
  }
  if (split.length === 0) throw new RangeError('A list of piece sizes needs at least one size.');
  const sizes = split.map(checked);
  let next = 0;
  return () => {
    const size = sizes[next]!;
    next = (next + 1) % sizes.length;
    return size;
  };
}

function checked(size: number): number {
  if (Number.isInteger(size) && size >= 1 && size <= LARGEST_PIECE) return size;
  throw new RangeError(`A piece size is an integer from 1 to ${LARGEST_PIECE}, not ${size}.`);
}
