/**
 * How the times of a recording are written (FLV-4): the low 31 bits of each timestamp as it came, or moved as a whole.
 * Distances never change, and nothing is sorted (FLV-7).
 *
 * Time counts from the first frame, not from headers and script data before it, which may be hours older (FLV-6). It is
 * unwrapped, so that the 32 bits of RTMP may turn over in the middle.
 */
export class Timeline {
  /** Where the first frame goes, milliseconds; `undefined` leaves it where it is. */
  readonly #origin: number | undefined;
  /** The timestamp before, uint32, once there was a frame. */
  #last: number | undefined;
  /** Milliseconds since the first frame: of the timestamp before, and of the latest frame. */
  #elapsed = 0;
  #greatest = 0;

  constructor(origin: number | undefined) {
    this.#origin = origin;
  }

  /** Milliseconds from the first frame to the last. */
  get durationMs(): number {
    return this.#greatest;
  }

  /**
   * The time to write, 31 bits. Where times are moved, what comes before the first frame goes to the origin, and so does a
   * frame that is older than the first: below it there may be no time to write.
   *
   * @param timestamp - uint32
   * @param isFrame - sound or a picture, and no header
   */
  place(timestamp: number, isFrame: boolean): number {
    if (isFrame || this.#last !== undefined) this.#advance(timestamp);
    if (isFrame) this.#greatest = Math.max(this.#greatest, this.#elapsed);
    if (this.#origin === undefined) return timestamp & MASK;
    return (this.#origin + Math.max(0, this.#elapsed)) & MASK;
  }

  #advance(timestamp: number): void {
    // The shorter way round, so that both a turn over and a step back are what they seem.
    if (this.#last !== undefined) this.#elapsed += (timestamp - this.#last) | 0;
    this.#last = timestamp;
  }
}

const MASK = 0x7fffffff;
