import type { Millis } from '../../core/index.ts';

/**
 * How far a stream is, from its first frame on. Time is unwrapped, so that the 32 bits of RTMP may turn over. A step of more
 * than a minute, either way, is a break in the stream and takes no time.
 */
export class StreamTime {
  #last: number | undefined;
  #elapsed: Millis = 0;

  get elapsed(): Millis {
    return this.#elapsed;
  }

  /**
   * Takes notice of a frame.
   *
   * @param timestamp - uint32; of sound or a picture: headers and data go with what follows them
   * @returns milliseconds since the first frame; below 0 for one that is older
   */
  note(timestamp: number): Millis {
    const step = this.#last === undefined ? 0 : (timestamp - this.#last) | 0;
    this.#last = timestamp;
    if (Math.abs(step) <= LONGEST_STEP_MS) this.#elapsed += step;
    return this.#elapsed;
  }
}

/** Longer than any two frames lie apart: encoders send a still picture every 10 s. */
const LONGEST_STEP_MS = 60_000;
