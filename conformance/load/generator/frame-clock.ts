import { nowUs } from './monotonic.ts';

export interface FrameClockOptions {
  readonly fps: number;
  /** Streams whose frames are spread evenly over the time of one frame. */
  readonly streamCount: number;
  /** Microseconds by which everything is later, so that processes do not send at the same instants. */
  readonly shiftUs: number;
  /** Called for each frame that is due, one stream after the other. @param lateUs - since it was due */
  readonly onDue: (stream: number, lateUs: number) => void;
}

/**
 * Says when each frame is due. What is late makes nothing else late: the frames behind it stay due when they were, and come at
 * once if that has passed.
 */
export class FrameClock {
  readonly #options: FrameClockOptions;
  readonly #stepUs: number;
  readonly #startUs: number;
  #next = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Begins now. */
  constructor(options: FrameClockOptions) {
    this.#options = options;
    this.#stepUs = 1e6 / options.fps / options.streamCount;
    this.#startUs = nowUs() + options.shiftUs;
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #arm(): void {
    this.#timer = setTimeout(() => this.#run(), Math.max(0, this.#dueUs() - nowUs()) / 1e3);
  }

  /** What becomes due meanwhile waits for the next turn: others have to be heard, however far behind this is. */
  #run(): void {
    const { streamCount, onDue } = this.#options;
    const until = nowUs();
    for (let due = this.#dueUs(); due <= until; due = this.#dueUs()) {
      onDue(this.#next % streamCount, nowUs() - due);
      this.#next++;
    }
    this.#arm();
  }

  #dueUs(): number {
    return this.#startUs + this.#next * this.#stepUs;
  }
}
