import type { Millis } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import type { Alarm } from '../transport.ts';

/** What one request is worth: 20 a second may go on for ever. A player that is dragged through a recording sends about as many. */
const COST_MS: Millis = 50;
/** What may be spent at once after a while of rest: 60 requests. */
const SAVINGS_MS: Millis = 3_000;

/**
 * How fast one client may ask for what costs work in files. Nothing is refused: a client that asks faster is read from more
 * slowly, until its requests are paid for.
 */
export class RequestPace {
  readonly #driver: Driver;
  /** When all requests are paid for: `now - SAVINGS_MS <= #paidAt`, at the last request. */
  #paidAt: Millis;
  /** There while the client is not read from. */
  #alarm: Alarm | undefined;

  constructor(driver: Driver) {
    this.#driver = driver;
    this.#paidAt = driver.now() - SAVINGS_MS;
  }

  /** One more request came. */
  spend(): void {
    const now = this.#driver.now();
    this.#paidAt = Math.max(this.#paidAt, now - SAVINGS_MS) + COST_MS;
    if (this.#paidAt <= now || this.#alarm !== undefined) return;
    this.#driver.holdReading();
    this.#wait();
  }

  /** The client has left. */
  end(): void {
    this.#alarm?.cancel();
  }

  /** What one read brought has been spent before the reading stopped, so there may be more to pay for than at first. */
  #wait(): void {
    const { clock } = this.#driver;
    this.#alarm = clock.wakeAt(this.#paidAt, () => {
      if (clock.now() < this.#paidAt) return this.#wait();
      this.#alarm = undefined;
      this.#driver.releaseReading();
    });
  }
}
