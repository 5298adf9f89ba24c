/** Local time, milliseconds. */
type Millis = number;

/**
 * When each frame of a file is to be presented: the first one now, the others as much later as their times say.
 *
 * Times of the file are not trusted further than a player would: where they leap, as in files that were put together, the
 * schedule goes on as if they had not, so that nobody waits for hours nor gets hours at once.
 */
export class Pacing {
  /** The instant at which a frame at `#elapsed` 0 is presented, once there was a first frame. */
  #begunAt: Millis | undefined;
  /** Milliseconds of the file from the first frame to the last one placed, leaps left out. */
  #elapsed = 0;
  #last = 0;
  #pausedAt: Millis | undefined;

  /** Where the last frame was placed. */
  get elapsed(): number {
    return this.#elapsed;
  }

  get isPaused(): boolean {
    return this.#pausedAt !== undefined;
  }

  /** The next frame is a first one: after a seek. */
  restart(): void {
    this.#begunAt = undefined;
    this.#elapsed = 0;
  }

  /**
   * Places the next frame of the file.
   *
   * @param timestamp - uint32 or signed milliseconds: 32 bits turn over where they do
   * @returns milliseconds since the first frame, leaps left out: what `instantOf` takes
   */
  place(timestamp: number, now: Millis): number {
    if (this.#begunAt === undefined) this.#begunAt = now;
    else {
      const step = (timestamp - this.#last) | 0;
      if (step >= -LONGEST_STEP_BACK && step <= LONGEST_STEP) this.#elapsed += step;
    }
    this.#last = timestamp;
    return this.#elapsed;
  }

  /** When what was placed there is presented; before the first frame that is at once. Of no use while paused. */
  instantOf(elapsed: number): Millis {
    return this.#begunAt === undefined ? Number.NEGATIVE_INFINITY : this.#begunAt + elapsed;
  }

  pause(now: Millis): void {
    this.#pausedAt ??= now;
  }

  /** What is to come is presented later by as long as the pause was. */
  resume(now: Millis): void {
    if (this.#pausedAt === undefined) return;
    if (this.#begunAt !== undefined) this.#begunAt += now - this.#pausedAt;
    this.#pausedAt = undefined;
  }
}

/** Frames of a still picture come every ten seconds; a minute without any frame is a gap that nobody watches. */
const LONGEST_STEP = 60_000;

/** Sound and pictures are interleaved loosely (FLV-7); further back another recording begins. */
const LONGEST_STEP_BACK = 1_000;
