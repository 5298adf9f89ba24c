import { Histogram, type HistogramCounts } from './histogram.ts';
import { nowUs } from './monotonic.ts';

/** What a process of the generator itself cost, and how late it was. */
export interface SelfUse {
  /** Of one processor, 0 to 1, or a little more: other threads count. */
  readonly cpuShare: number;
  /** By how much timers were late, microseconds. */
  readonly lag: HistogramCounts;
}

const INTERVAL_MS = 10;

/** Watches the process that it runs in. */
export class SelfMeter {
  readonly #cpu = process.cpuUsage();
  readonly #beganUs = nowUs();
  readonly #lag = new Histogram();
  #dueUs = this.#beganUs;
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    this.#arm();
  }

  stop(): SelfUse {
    clearTimeout(this.#timer);
    const { user, system } = process.cpuUsage(this.#cpu);
    return { cpuShare: (user + system) / Math.max(1, nowUs() - this.#beganUs), lag: this.#lag.counts() };
  }

  #arm(): void {
    this.#dueUs = nowUs() + INTERVAL_MS * 1e3;
    this.#timer = setTimeout(() => {
      this.#lag.record(nowUs() - this.#dueUs);
      this.#arm();
    }, INTERVAL_MS);
  }
}
