import { crc32 } from 'node:zlib';
import { MARK_END, MARKED_NUMBERS, type Mark, readMark } from './mark.ts';

/** What a video message was: a frame as it was sent; a damaged one; or none, such as a sequence header. */
export type Frame = Mark | 'damaged' | undefined;

/** AVCPacketType: 1 is a coded picture, 0 the sequence header and 2 the end of the sequence, which are no frames. */
const PACKET_TYPE_AT = 1;
const CODED_PICTURE = 1;

/**
 * Reads one video message after the other, in whatever pieces it comes, and keeps none of them: the mark is gathered, the rest
 * runs through a checksum where one is wanted.
 */
export class FrameCheck {
  readonly #frameBytes: number;
  readonly #isChecked: (sequence: number) => boolean;
  readonly #head = new Uint8Array(MARK_END);
  #received = 0;
  #mark: Mark | undefined;
  #isChecking = false;
  #checksum = 0;

  /**
   * @param frameBytes - as long as every frame was made
   * @param isChecked - of which frames the checksum is computed; of all others the mark and the length are looked at
   */
  constructor(frameBytes: number, isChecked: (sequence: number) => boolean) {
    this.#frameBytes = frameBytes;
    this.#isChecked = isChecked;
  }

  /** The next piece of the message: `bytes` from `from` to `to`, borrowed. */
  take(bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    if (this.#received < MARK_END) {
      at = Math.min(to, from + MARK_END - this.#received);
      this.#head.set(bytes.subarray(from, at), this.#received);
      if (this.#received + at - from === MARK_END) this.#beginCheck();
    }
    this.#received += to - from;
    if (this.#isChecking && at < to) this.#checksum = crc32(bytes.subarray(at, to), this.#checksum);
  }

  /** The message is whole. */
  finish(): Frame {
    const mark = this.#mark;
    const isFrame = this.#received > PACKET_TYPE_AT && this.#head[PACKET_TYPE_AT] === CODED_PICTURE;
    const isIntact =
      mark !== undefined &&
      this.#received === this.#frameBytes &&
      (!this.#isChecking || this.#checksum === mark.checksum);
    this.#received = 0;
    this.#mark = undefined;
    this.#isChecking = false;
    if (isIntact) return mark;
    return isFrame ? 'damaged' : undefined;
  }

  #beginCheck(): void {
    this.#mark = readMark(this.#head);
    this.#isChecking = this.#mark !== undefined && this.#isChecked(this.#mark.sequence);
    if (this.#isChecking) this.#checksum = crc32(this.#head.subarray(MARKED_NUMBERS.from, MARKED_NUMBERS.to));
  }
}
