import type { Alarm, Clock } from '../transport.ts';

/** Too many steps: two peers answer each other without end, or the work is larger than the bound. */
export class TooManySteps extends Error {
  override readonly name = 'TooManySteps';
}

/** Steps of one call before it counts as endless: far above what a test of minutes needs. */
const DEFAULT_MAX_STEPS = 1_000_000;

class Entry implements Alarm {
  readonly instant: number;
  /** Order of scheduling, which decides between equal instants. */
  readonly sequence: number;
  /** Something is under way: `runUntilIdle` waits for it. An alarm is not. */
  readonly isDelivery: boolean;
  callback: (() => void) | undefined;

  constructor(instant: number, sequence: number, isDelivery: boolean, callback: () => void) {
    this.instant = instant;
    this.sequence = sequence;
    this.isDelivery = isDelivery;
    this.callback = callback;
  }

  cancel(): void {
    this.callback = undefined;
  }
}

/**
 * A clock that stands still until it is told to run, and then jumps from one thing to do to the next.
 *
 * Things due at one instant happen in the order in which they were scheduled. There are two kinds: deliveries (bytes under
 * way) and alarms (deadlines). Connections that keep each other alive always have a next alarm, so "idle" means that no
 * delivery is under way.
 */
export class VirtualClock implements Clock {
  #now = 0;
  #sequence = 0;
  #deliveryCount = 0;
  /** A binary heap, the earliest first. */
  readonly #heap: Entry[] = [];
  /** Virtual milliseconds since the clock was made. */
  readonly now = (): number => this.#now;

  /** `wake` runs once when virtual time reaches `instant`; an instant that has passed means now. */
  wakeAt(instant: number, wake: () => void): Alarm {
    return this.#schedule(instant, false, wake);
  }

  /** As `wakeAt`, for something under way that `runUntilIdle` must wait for. It cannot be cancelled. */
  deliverAt(instant: number, deliver: () => void): void {
    this.#deliveryCount++;
    this.#schedule(instant, true, deliver);
  }

  /** Nothing is under way. */
  get isIdle(): boolean {
    return this.#deliveryCount === 0;
  }

  /** Does the next thing, jumping to its instant. @returns false when there was none up to `until` */
  step(until = Number.POSITIVE_INFINITY): boolean {
    for (;;) {
      const entry = this.#heap[0];
      if (entry === undefined || entry.instant > until) return false;
      this.#removeFirst();
      if (entry.isDelivery) this.#deliveryCount--;
      const { callback } = entry;
      if (callback === undefined) continue;
      entry.callback = undefined;
      this.#now = entry.instant;
      callback();
      return true;
    }
  }

  /** Runs until nothing is under way; alarms on the way go off. @throws TooManySteps */
  runUntilIdle(maxSteps = DEFAULT_MAX_STEPS): void {
    this.#run(() => !this.isIdle && this.step(), maxSteps);
  }

  /** Runs everything due within the next `ms` and stands at its end. @throws TooManySteps */
  advance(ms: number, maxSteps = DEFAULT_MAX_STEPS): void {
    const until = this.#now + ms;
    this.#run(() => this.step(until), maxSteps);
    this.#now = until;
  }

  /** Runs until `done` answers true. @returns false when nothing was left to do before that. @throws TooManySteps */
  runUntil(done: () => boolean, maxSteps = DEFAULT_MAX_STEPS): boolean {
    this.#run(() => !done() && this.step(), maxSteps);
    return done();
  }

  #run(stepped: () => boolean, maxSteps: number): void {
    for (let steps = 0; stepped(); steps++) {
      if (steps >= maxSteps) throw new TooManySteps(`Still busy after ${maxSteps} steps, at ${this.#now} ms.`);
    }
  }

  #schedule(instant: number, isDelivery: boolean, callback: () => void): Entry {
    const entry = new Entry(Math.max(instant, this.#now), this.#sequence++, isDelivery, callback);
    this.#add(entry);
    return entry;
  }

  #add(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const above = (index - 1) >> 1;
      if (isBefore(heap[above]!, entry)) break;
      heap[index] = heap[above]!;
      index = above;
    }
    heap[index] = entry;
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1]!, heap[below]!)) below++;
      if (isBefore(last, heap[below]!)) break;
      heap[index] = heap[below]!;
      index = below;
    }
    heap[index] = last;
  }
}

function isBefore(left: Entry, right: Entry): boolean {
  return left.instant < right.instant || (left.instant === right.instant && left.sequence < right.sequence);
}
