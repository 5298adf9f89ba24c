import type { Millis } from '../../../../core/index.ts';

/**
 * The timestamps of one stream, which turn over after 49 days, as milliseconds that go on. Sound and pictures share one, so
 * that they stay aligned.
 */
export class MediaTime {
  #last: number | undefined;
  #time: Millis = 0;

  /** @param timestamp - uint32 milliseconds */
  of(timestamp: number): Millis {
    this.#time = this.#last === undefined ? timestamp : this.#time + ((timestamp - this.#last) | 0);
    this.#last = timestamp;
    return this.#time;
  }
}
