/** How often a clock is looked at while nothing else happens, milliseconds. */
const BEAT_MS = 20;
/** What passes at most between two looks. */
const MOST_STEP_MS = 2 * BEAT_MS;

/**
 * The time of one run. It stands still while the kit itself is not running, because the machine has too much to do: what came
 * meanwhile has not been read yet, and a deadline that passed would be held against the peer.
 */
export class RunClock {
  readonly #real: () => number;
  readonly #beat: NodeJS.Timeout;
  #lookedAt: number;
  #passed = 0;
  /** By the real clock. */
  #heldUntil = Number.NEGATIVE_INFINITY;

  /** @param real - monotonic milliseconds */
  constructor(real: () => number = () => performance.now()) {
    this.#real = real;
    this.#lookedAt = real();
    this.#beat = setInterval(() => this.now(), BEAT_MS);
  }

  /** Whole milliseconds since the run began. */
  now(): number {
    const real = this.#real();
    if (real >= this.#heldUntil) this.#passed += Math.min(real - this.#lookedAt, MOST_STEP_MS);
    this.#lookedAt = real;
    return Math.floor(this.#passed);
  }

  /**
   * Does something when that instant is reached.
   *
   * @returns gives it up
   */
  at(instant: number, act: () => void): () => void {
    let timer: NodeJS.Timeout;
    // What has come meanwhile is read before the clock is looked at again.
    const wait = () => {
      timer = setTimeout(() => (this.now() < instant ? wait() : act()), Math.max(0, instant - this.now()));
    };
    wait();
    return () => clearTimeout(timer);
  }

  /** No time passes until `goOn`, but for so many milliseconds at most. */
  hold(mostMs: number): void {
    this.now();
    this.#heldUntil = this.#lookedAt + mostMs;
  }

  goOn(): void {
    this.now();
    this.#heldUntil = Number.NEGATIVE_INFINITY;
  }

  stop(): void {
    clearInterval(this.#beat);
  }
}
