/**
 * A small seeded generator: the same seed gives the same numbers on every runtime, so that a failing run can be repeated.
 *
 * The algorithm is sfc32 ("small fast counter", Chris Doty-Humphrey, PractRand): 96 bits of state and a 32-bit counter,
 * hence no period below 2^32. It is not for secrets.
 */
export class SeededRandom {
  #a = 0;
  #b: number;
  #c = 0;
  #counter = 1;

  /** @param seed - any number; its low 32 bits count */
  constructor(seed: number) {
    this.#b = seed >>> 0;
    // The first outputs of nearby seeds resemble each other; a dozen rounds part them.
    for (let round = 0; round < 12; round++) this.uint32();
  }

  /** 0 to 2^32 - 1. */
  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** An integer from `low` to `high`, both included, at most 2^32 apart; the bias of the scaling is below 2^-20 for spans under 4096. */
  between(low: number, high: number): number {
    return low + Math.floor((this.uint32() / 0x1_0000_0000) * (high - low + 1));
  }

  /** Fills a buffer: fits `ConnectionOptions.random`. */
  readonly fill = (into: Uint8Array): void => {
    for (let index = 0; index < into.length; index++) into[index] = this.uint32() & 0xff;
  };
}
