import type { Millis } from '../../core/index.ts';
import { StreamTime } from './stream-time.ts';

/**
 * When each frame of a file is due, so that a server gets it as from an encoder: the first at once, every other as much
 * later as its timestamp says. What is late makes nothing else late: the rest is due when it would have been.
 */
export class Pacer {
  readonly #time = new StreamTime();
  #startedAt: Millis | undefined;

  /** How far into the stream the latest frame is, milliseconds. */
  get elapsed(): Millis {
    return this.#time.elapsed;
  }

  /** The instant at which a frame is due; it may have passed. @param timestamp - uint32 */
  dueAt(timestamp: number, now: Millis): Millis {
    this.#startedAt ??= now;
    return this.#startedAt + this.#time.note(timestamp);
  }
}
