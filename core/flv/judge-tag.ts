import type { ByteWindow } from './byte-window.ts';
import { FILTER_BIT, isFlvTagType, TAG_HEADER_LENGTH, TAG_TRAILER_LENGTH, TYPE_BITS } from './flv-tag.ts';

/**
 * - `agrees`: a tag, and its PreviousTagSize says so, too.
 * - `passes`: a tag, without a PreviousTagSize that agrees.
 * - `no`: none.
 * - `tooLong`: none that is read: it looks like one that is longer than the limit.
 * - `cut`: what looks like a tag and is not whole before the end.
 * - `more`: it takes more bytes to say.
 */
export type TagVerdict = 'agrees' | 'passes' | 'no' | 'tooLong' | 'cut' | 'more';

export interface Circumstances {
  /** No more bytes will come. */
  readonly hasEnded: boolean;
  /** Bytes. */
  readonly longestData: number;
  /**
   * What has to be right for a tag to be believed. `size`: its PreviousTagSize, whatever its type, or its looks and those
   * of what follows it. `looks`: its looks, and its PreviousTagSize or what follows. `both`: its looks and its
   * PreviousTagSize, whole: bytes of a tag that is cut may look like another one that just ends with the file.
   */
  readonly proof: 'size' | 'looks' | 'both';
}

/**
 * Whether the unread bytes begin with a tag. As long as bytes may come it looks at the same ones however they were pushed.
 */
export function judgeTag(window: ByteWindow, { hasEnded, longestData, proof }: Circumstances): TagVerdict {
  if (!window.has(TAG_HEADER_LENGTH)) {
    if (!hasEnded || window.length === 0) return 'more';
    return looksLikeTag(window, 0) ? 'cut' : 'no';
  }
  const looksRight = looksLikeTag(window, 0);
  if (!looksRight && proof !== 'size') return 'no';
  const dataLength = window.u24(1);
  if (dataLength > longestData) return looksRight ? 'tooLong' : 'no';
  const end = TAG_HEADER_LENGTH + dataLength;
  const next = end + TAG_TRAILER_LENGTH;
  if (window.has(next)) {
    if (window.u32(end) === end) return 'agrees';
    if (!looksRight || proof === 'both') return 'no';
    return judgeByWhatFollows(window, next, hasEnded);
  }
  if (!hasEnded) return 'more';
  if (!looksRight) return 'no';
  return window.has(end) && proof !== 'both' ? 'passes' : 'cut';
}

function judgeByWhatFollows(window: ByteWindow, next: number, hasEnded: boolean): TagVerdict {
  if (!window.has(next + TAG_HEADER_LENGTH) && !hasEnded) return 'more';
  return looksLikeTag(window, next) ? 'passes' : 'no';
}

/** Whether the bytes from `start` on, as far as they are there, can be the header of a tag of a known type. */
function looksLikeTag(window: ByteWindow, start: number): boolean {
  const end = Math.min(start + TAG_HEADER_LENGTH, window.length);
  window.has(end); // in one run, to be looked at
  if (start < end && TAG_MARKS[window.u8(start)] === 0) return false;
  for (let index = start + STREAM_ID_INDEX; index < end; index++) if (window.u8(index) !== 0) return false;
  return true;
}

/** 1 for each byte that a tag of a known type can begin with, filtered or not: its reserved bits are 0. */
export const TAG_MARKS = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte & ~(TYPE_BITS | FILTER_BIT)) === 0 && isFlvTagType(byte & TYPE_BITS) ? 1 : 0,
);

const STREAM_ID_INDEX = 8;
