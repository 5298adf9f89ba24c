/**
 * How the times of a recording are written (FLV-4): as they came, all 32 bits of them or the low 31, or moved as a whole.
 * Distances never change, and nothing is sorted (FLV-7).
 *
 * Time counts from the first frame, not from headers and script data before it, which may be hours older (FLV-6). It is
 * unwrapped, so that it may turn over in the middle: at the 32 bits of RTMP, or at 31, which is all that FFmpeg keeps.
 */
export class Timeline {
  readonly #origin: number | 'low31' | 'kept';
  /** The timestamp before, uint32, once there was a frame. */
  #last: number | undefined;
  /** Milliseconds since the first frame: of the timestamp before, and of the latest frame. */
  #elapsed = 0;
  #greatest = 0;

  /** @param origin - where the first frame goes, milliseconds; or what is kept of times that are not moved */
  constructor(origin: number | 'low31' | 'kept') {
    this.#origin = origin;
  }

  /** Milliseconds from the first frame to the last. */
  get durationMs(): number {
    return this.#greatest;
  }

  /**
   * The time to write, uint32. Where times are moved, what comes before the first frame goes to the origin, and so does a
   * frame that is a little older than the first: below it there may be no time to write. One that is far older is of a clock
   * that begins again, and follows the latest frame.
   *
   * @param timestamp - uint32
   * @param isFrame - sound or a picture, and no header
   */
  place(timestamp: number, isFrame: boolean): number {
    if (isFrame || this.#last !== undefined) this.#advance(timestamp);
    if (isFrame) this.#greatest = Math.max(this.#greatest, this.#elapsed);
    if (this.#origin === 'kept') return timestamp;
    if (this.#origin === 'low31') return timestamp & MASK;
    if (isFrame && this.#elapsed < -LONGEST_LEAD_MS) this.#elapsed = this.#greatest += 1;
    return (this.#origin + Math.max(0, this.#elapsed)) & MASK;
  }

  #advance(timestamp: number): void {
    // The shorter way round 31 bits, so that both a turn over and a step back are what they seem.
    if (this.#last !== undefined) this.#elapsed += ((timestamp - this.#last) << 1) >> 1;
    this.#last = timestamp;
  }
}

const MASK = 0x7fffffff;

/** How much sound and pictures that belong together may lie apart where they begin. */
const LONGEST_LEAD_MS = 10_000;
