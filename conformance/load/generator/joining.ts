import { ClientError } from '../../../adapters/client/index.ts';
import { Histogram } from './histogram.ts';

/** How long a connection may take to join, once it was begun. */
const PATIENCE_MS = 20_000;
/** So many may be under way at one time: enough to keep a server busy, and few enough that none waits for all the others. */
const MOST_UNDER_WAY = 64;

/** Lets many connections join, spread over time, and waits until all have. */
export class Joining {
  /** What each took, microseconds. */
  readonly times = new Histogram();
  readonly #count: number;
  #begun = 0;
  #error: ClientError | undefined;
  #progressAt = performance.now();

  constructor(count: number) {
    this.#count = count;
  }

  joined(joinUs: number): void {
    this.times.record(joinUs);
    this.#progressAt = performance.now();
  }

  failed(error: ClientError): void {
    this.#error ??= error;
  }

  /**
   * Begins one after the other and answers when all have joined.
   *
   * @param begin - is told the place of the connection, from 0
   * @param dueMs - when the one at a place is begun at the earliest, from now on
   * @throws ClientError of the first that failed, or `lost` when none joined for 20 s
   */
  async run(begin: (place: number) => void, dueMs: (place: number) => number): Promise<void> {
    const start = performance.now();
    while (this.times.total < this.#count) {
      while (this.#mayBegin() && performance.now() - start >= dueMs(this.#begun)) begin(this.#begun++);
      if (this.#error !== undefined) throw this.#error;
      if (this.#isUnderWay()) this.#checkPatience();
      else this.#progressAt = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  #isUnderWay(): boolean {
    return this.#begun > this.times.total;
  }

  #mayBegin(): boolean {
    return this.#begun < this.#count && this.#begun - this.times.total < MOST_UNDER_WAY;
  }

  #checkPatience(): void {
    if (performance.now() - this.#progressAt < PATIENCE_MS) return;
    const missing = this.#begun - this.times.total;
    throw new ClientError('lost', `${missing} connections got no answer, or no key frame, within 20 s`);
  }
}
