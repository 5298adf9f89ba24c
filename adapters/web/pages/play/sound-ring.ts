import type { Millis } from '../../../../core/index.ts';

/** Decoded sound, one array per channel, all of one length. */
export interface SoundBlock {
  /** Media time of its first sample. */
  readonly time: Millis;
  readonly channels: readonly Float32Array[];
}

/** What does not fit is the oldest. */
const MOST_MS: Millis = 5_000;
/** How far sound may be off before it is moved: less is not noticed, and moving is heard. */
const TOLERANCE_MS: Millis = 40;

/** Decoded sound that waits for its time. It goes on without a break for as long as it is where the clock wants it. */
export class SoundRing {
  readonly #sampleRate: number;
  readonly #blocks: SoundBlock[] = [];
  /** Samples of the first block that have been played. */
  #taken = 0;
  /** Samples of all blocks. */
  #held = 0;
  #isPlaying = false;
  #played = 0;
  #breaks = 0;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  /** Samples that were heard. */
  get played(): number {
    return this.#played;
  }

  /** How often sound stopped or was moved. */
  get breaks(): number {
    return this.#breaks;
  }

  push(block: SoundBlock): void {
    const length = block.channels[0]?.length ?? 0;
    if (length === 0) return;
    this.#blocks.push(block);
    this.#held += length;
    // Sound of another time, before it or far behind it, is of a stream that is over.
    while (Math.abs(block.time - this.#blocks[0]!.time) > MOST_MS) this.#dropFirst();
    while (this.#lengthOf(this.#held) > MOST_MS && this.#blocks.length > 1) this.#dropFirst();
  }

  clear(): void {
    this.#blocks.length = 0;
    this.#held = 0;
    this.#taken = 0;
    this.#isPlaying = false;
  }

  /**
   * Fills `into`, one array per channel, with what is to be heard from `position` on; silence where there is nothing.
   *
   * @returns whether there was sound
   */
  pull(into: readonly Float32Array[], position: Millis): boolean {
    for (const channel of into) channel.fill(0);
    if (!this.#seek(position)) {
      if (this.#isPlaying) this.#breaks += 1;
      this.#isPlaying = false;
      return false;
    }
    this.#isPlaying = true;
    this.#copy(into);
    return true;
  }

  /** Whether the next sample is the one for `position`, or near enough; what is too old is dropped. */
  #seek(position: Millis): boolean {
    for (let [first] = this.#blocks; first !== undefined; [first] = this.#blocks) {
      const early = first.time + this.#lengthOf(this.#taken) - position;
      if (early > (this.#isPlaying ? TOLERANCE_MS : 0)) return false;
      if (early >= (this.#isPlaying ? -TOLERANCE_MS : -this.#lengthOf(1))) return true;
      if (this.#isPlaying) this.#breaks += 1;
      this.#isPlaying = false;
      this.#skip(first, Math.round((-early * this.#sampleRate) / 1_000));
    }
    return false;
  }

  #skip(first: SoundBlock, samples: number): void {
    this.#taken += Math.max(1, samples);
    if (this.#taken >= first.channels[0]!.length) this.#dropFirst();
  }

  #copy(into: readonly Float32Array[]): void {
    const wanted = into[0]?.length ?? 0;
    let filled = 0;
    while (filled < wanted && this.#blocks.length > 0) {
      const { channels } = this.#blocks[0]!;
      const count = Math.min(wanted - filled, channels[0]!.length - this.#taken);
      const [from, to] = [this.#taken, this.#taken + count];
      into.forEach((target, index) => {
        target.set((channels[index] ?? channels[0]!).subarray(from, to), filled);
      });
      filled += count;
      this.#taken = to;
      if (to >= channels[0]!.length) this.#dropFirst();
    }
    this.#played += filled;
  }

  #dropFirst(): void {
    this.#held -= this.#blocks.shift()?.channels[0]?.length ?? 0;
    this.#taken = 0;
  }

  #lengthOf(samples: number): Millis {
    return (samples * 1_000) / this.#sampleRate;
  }
}
