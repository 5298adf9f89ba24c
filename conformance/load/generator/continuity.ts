/** What became of the frames of one stream on their way to one player. */
export interface ContinuityCounts {
  /** Frames that came, each once. */
  readonly received: number;
  readonly lost: number;
  /** Came after one that was sent later. */
  readonly outOfOrder: number;
  readonly doubled: number;
}

/** Gaps that are remembered, in case what is missing still comes; past that it counts as lost. */
const MOST_MISSING = 10_000;

/**
 * Holds the sequence numbers of one player's frames to each other. A player that joins late begins where the server lets it
 * begin; from there on every frame counts.
 */
export class Continuity {
  #first: number | undefined;
  #highest = -1;
  #received = 0;
  #outOfOrder = 0;
  #doubled = 0;
  readonly #missing = new Set<number>();

  get highest(): number {
    return this.#highest;
  }

  take(sequence: number): void {
    this.#first ??= sequence;
    if (sequence > this.#highest) this.#advance(sequence, this.#first);
    else if (this.#missing.delete(sequence)) this.#takeLate();
    else if (sequence < this.#first) this.#outOfOrder++;
    else this.#doubled++;
  }

  /** @param sentCount - how many frames were sent, numbered from 0 */
  counts(sentCount: number): ContinuityCounts {
    const first = this.#first ?? sentCount;
    const due = Math.max(0, sentCount - first);
    const received = this.#received;
    return { received, lost: Math.max(0, due - received), outOfOrder: this.#outOfOrder, doubled: this.#doubled };
  }

  #advance(sequence: number, first: number): void {
    const from = Math.max(this.#highest + 1, first);
    for (let missing = from; missing < sequence && this.#missing.size < MOST_MISSING; missing++) {
      this.#missing.add(missing);
    }
    this.#highest = sequence;
    this.#received++;
  }

  #takeLate(): void {
    this.#outOfOrder++;
    this.#received++;
  }
}
