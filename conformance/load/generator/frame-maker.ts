import { crc32 } from 'node:zlib';
import { MARK_END, MARKED_NUMBERS, writeChecksum, writeMark } from './mark.ts';
import { LONGEST_SLICE, sliceOf } from './picture.ts';

/** NAL units of this type mean nothing to a decoder and hold what they like (ITU-T H.264, Table 7-1: unspecified). */
const UNSPECIFIED = 30;
const LENGTH_BYTES = 4;
const SLICE_AT = MARK_END + 1;
/** Behind the longest slice there must be room for the length, the header byte and one more. */
export const SHORTEST_FRAME = SLICE_AT + LENGTH_BYTES + LONGEST_SLICE + LENGTH_BYTES + 2;
/** The longest message that RTMP has. */
export const LONGEST_FRAME = 0xffffff;

/** Frames with neighbouring numbers share no byte at the same place: a prime, so that it takes long to come round. */
const SHIFT = 251;
const SHIFTS = 241;

export interface FrameOptions {
  /** Of the whole video message, bytes: `SHORTEST_FRAME` to `LONGEST_FRAME`. */
  readonly frameBytes: number;
  /** From one key frame to the next. */
  readonly keyFrameEvery: number;
}

/**
 * Makes the frames of any number of like streams: a picture that can be decoded, marked, and filled up to the size that is wanted. The
 * filling differs from frame to frame, so that a piece of one in the place of another is seen.
 */
export class FrameMaker {
  readonly #options: FrameOptions;
  readonly #filling: Uint8Array;

  constructor(options: FrameOptions) {
    this.#options = options;
    this.#filling = noise(options.frameBytes + SHIFT * SHIFTS);
  }

  /**
   * Makes a frame.
   *
   * @param sequence - its number, from 0
   * @param sentAtUs - microseconds of the machine's monotonic clock
   * @returns the payload of a video message, fresh memory
   */
  make(sequence: number, sentAtUs: number): Uint8Array {
    const { frameBytes, keyFrameEvery } = this.#options;
    const place = sequence % keyFrameEvery;
    const frame = new Uint8Array(frameBytes);
    writeMark(frame, { isKeyFrame: place === 0, sequence, sentAtUs });
    const slice = sliceOf(Math.floor(sequence / keyFrameEvery), place);
    const fillingAt = writeNalUnit(frame, SLICE_AT, slice);
    writeLength(frame, fillingAt, frameBytes - fillingAt - LENGTH_BYTES);
    frame[fillingAt + LENGTH_BYTES] = UNSPECIFIED;
    const from = fillingAt + LENGTH_BYTES + 1;
    const shift = (sequence % SHIFTS) * SHIFT;
    frame.set(this.#filling.subarray(shift, shift + frameBytes - from), from);
    const numbers = crc32(frame.subarray(MARKED_NUMBERS.from, MARKED_NUMBERS.to));
    writeChecksum(frame, crc32(frame.subarray(MARK_END), numbers));
    return frame;
  }
}

function writeNalUnit(frame: Uint8Array, at: number, nal: Uint8Array): number {
  writeLength(frame, at, nal.length);
  frame.set(nal, at + LENGTH_BYTES);
  return at + LENGTH_BYTES + nal.length;
}

function writeLength(frame: Uint8Array, at: number, length: number): void {
  for (let byte = 0; byte < LENGTH_BYTES; byte++) frame[at + byte] = (length >>> (24 - 8 * byte)) & 0xff;
}

/** Bytes that look random, the same every time, none of them below 4: nothing in them can look like a start code. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 1;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // the generator of Numerical Recipes
    bytes[index] = 4 + ((state >>> 24) % 252);
  }
  return bytes;
}
