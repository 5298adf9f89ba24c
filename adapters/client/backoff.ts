import type { Millis } from '../../core/index.ts';

/** The first wait is about a second; the longest about half a minute: an operator who mends a server does not wait longer. */
const FIRST_MS = 1_000;
const MOST_MS = 30_000;

/**
 * How long to wait before each next attempt: twice as long each time, up to a bound, and never the same for two who lost the
 * same server, so that they do not come back all at once.
 */
export class Backoff {
  readonly #random: (into: Uint8Array) => void;
  #mean: Millis = FIRST_MS;

  constructor(random: (into: Uint8Array) => void) {
    this.#random = random;
  }

  /** Milliseconds: half to one and a half of the mean. */
  next(): Millis {
    const byte = new Uint8Array(1);
    this.#random(byte);
    const wait = Math.round(this.#mean * (0.5 + (byte[0] ?? 0) / 255));
    this.#mean = Math.min(this.#mean * 2, MOST_MS);
    return wait;
  }

  /** What was attempted has worked for long enough: the next failure is another one. */
  reset(): void {
    this.#mean = FIRST_MS;
  }
}
