import { type Millis, RtmpUsageError } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import type { Alarm, Clock } from '../transport.ts';
import { Turn } from '../turn.ts';

/** More delay than this is no live stream any more. */
const LONGEST_MERGE_MS: Millis = 1_000;

/**
 * Holds back what the players of one publication get, for a fixed time from the first message on, and then sends it to each
 * in one write: most of what a message costs is the write. So the longest delay is known, and no message waits for another.
 *
 * What is held back counts as unsent, so that slow players are judged by it as well.
 */
export class MergeWindow {
  readonly #ms: Millis;
  readonly #clock: Clock;
  readonly #turn = new Turn();
  #alarm: Alarm | undefined;

  /** @param ms - above 0 */
  constructor(ms: Millis, clock: Clock) {
    this.#ms = ms;
    this.#clock = clock;
  }

  /** Holds back what `driver` sends until the window ends. */
  cork(driver: Driver): void {
    this.#turn.cork(driver);
    this.#alarm ??= this.#clock.wakeAt(this.#clock.now() + this.#ms, () => this.end());
  }

  /** Sends all now. */
  end(): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
    this.#turn.end();
  }
}

/** @throws RtmpUsageError `optionOutOfRange` */
export function checkMergeMs(mergeMs: Millis): void {
  if (mergeMs >= 0 && mergeMs <= LONGEST_MERGE_MS) return;
  throw new RtmpUsageError('optionOutOfRange', `mergeMs must be 0 to ${LONGEST_MERGE_MS}, not ${mergeMs}`);
}
