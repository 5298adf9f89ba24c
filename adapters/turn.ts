import type { Driver } from './driver.ts';
import { JoinedWrites } from './joined-writes.ts';

/**
 * One write per player and turn: while the messages of one read of a publisher are handled, what goes to a
 * player is held back, and sent in one write when the turn ends.
 *
 * Nothing waits for time to pass: a turn ends in the same call of the transport in which it began.
 */
export class Turn {
  readonly #corked = new Set<Driver>();

  /** Holds back what `driver` sends until the turn ends. */
  cork(driver: Driver): void {
    if (this.#corked.has(driver)) return;
    this.#corked.add(driver);
    driver.cork();
  }

  /** Sends all. A write may end other turns before it returns, so each driver is taken off before it writes. */
  end(): void {
    if (this.#corked.size === 0) return;
    const joined = new JoinedWrites();
    for (const driver of this.#corked) {
      this.#corked.delete(driver);
      driver.uncork(joined);
    }
  }
}

/** Something that holds back what drivers send: a turn, or a window of time. */
export type Corks = Pick<Turn, 'cork'>;
