import type { Millis } from '../../../../core/index.ts';

/** A decoded picture: memory of the decoder, to be given back. */
export interface Picture {
  close(): void;
}

interface Waiting<P> {
  readonly time: Millis;
  readonly picture: P;
}

/** A quarter of a second at 60 pictures per second. Decoders have not many more to lend. */
const ENOUGH_PICTURES = 16;
/** What a decoder was given may come out after there were enough. */
const MOST_PICTURES = 32;

/** Decoded pictures that wait for their time, in the order of their times. Each one is closed here unless it was taken. */
export class PictureQueue<P extends Picture> {
  #waiting: Waiting<P>[] = [];
  #late = 0;

  /** Pictures that were never shown because the next one was due too. */
  get late(): number {
    return this.#late;
  }

  get isFull(): boolean {
    return this.#waiting.length >= ENOUGH_PICTURES;
  }

  /** @param time - media time at which it is to be seen */
  push(time: Millis, picture: P): void {
    const after = this.#waiting.findIndex((other) => other.time > time);
    this.#waiting.splice(after < 0 ? this.#waiting.length : after, 0, { time, picture });
    if (this.#waiting.length > MOST_PICTURES) this.#dropFirst();
  }

  /** The newest picture that is due, now the caller's; those before it are dropped. */
  take(position: Millis): P | undefined {
    const isDue = (index: number) => (this.#waiting[index]?.time ?? Number.POSITIVE_INFINITY) <= position;
    while (isDue(1)) this.#dropFirst();
    return isDue(0) ? this.#waiting.shift()?.picture : undefined;
  }

  clear(): void {
    for (const { picture } of this.#waiting) picture.close();
    this.#waiting = [];
  }

  #dropFirst(): void {
    this.#waiting.shift()?.picture.close();
    this.#late += 1;
  }
}
