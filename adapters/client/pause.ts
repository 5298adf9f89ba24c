import type { Millis } from '../../core/index.ts';
import type { Clock } from '../transport.ts';

/**
 * Where one loop waits: for a word, for time to pass, or for the next of a source. `halt` ends every wait, for good. A wait
 * may end early: who waits for something looks whether it is there.
 */
export class Pause {
  #isHalted = false;
  #resume: (() => void) | undefined;

  get isHalted(): boolean {
    return this.#isHalted;
  }

  /** Ends the wait there is; without effect where there is none. */
  go(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  halt(): void {
    this.#isHalted = true;
    this.go();
  }

  /** Waits for `go` or `halt`. */
  wait(): Promise<void> {
    if (this.#isHalted) return Promise.resolve();
    return new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  async sleep(clock: Clock, until: Millis): Promise<void> {
    while (clock.now() < until && !this.#isHalted) {
      const alarm = clock.wakeAt(until, () => this.go());
      await this.wait();
      alarm.cancel();
    }
  }

  /** The next of a source; `undefined` at its end, or when halted. Rejects as the source does. */
  async next<Value>(source: AsyncIterator<Value>): Promise<Value | undefined> {
    const settled: { answer?: IteratorResult<Value>; failure?: { readonly error: unknown } } = {};
    source.next().then(
      (answer) => {
        settled.answer = answer;
        this.go();
      },
      (error: unknown) => {
        settled.failure = { error };
        this.go();
      },
    );
    while (settled.answer === undefined && settled.failure === undefined && !this.#isHalted) await this.wait();
    if (settled.failure !== undefined) throw settled.failure.error;
    return settled.answer?.done === false ? settled.answer.value : undefined;
  }
}
