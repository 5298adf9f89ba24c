/** Bytes of a block: two pictures of a usual stream. What the last block of a stream leaves empty is lost to it. */
export const BLOCK_BYTES = 16_384;

/**
 * Memory in blocks of `BLOCK_BYTES` that is used again and again.
 *
 * The messages since the last key frame outlive what a garbage collector takes for young, and then only a look at the whole
 * heap would find that they are gone: as fast as media comes, and for nothing. So the blocks that hold them are given back by
 * hand. Free ones are kept for as long as they are needed now and then: each time that the pool was gone through twice, those
 * go that were free throughout; and when a user is gone for good, no more stay than are in use.
 */
export class BlockPool {
  readonly #free: Uint8Array[] = [];
  #inUse = 0;
  /** The fewest that were free at a time, over the last `#taken` takes. */
  #leastFree = 0;
  #taken = 0;

  /** Bytes that are free now. */
  get freeBytes(): number {
    return this.#free.length * BLOCK_BYTES;
  }

  /** A block with whatever was in it. Until it is given back it is the caller's alone. */
  take(): Uint8Array {
    const block = this.#free.pop() ?? new Uint8Array(BLOCK_BYTES);
    this.#inUse += 1;
    this.#taken += 1;
    this.#leastFree = Math.min(this.#leastFree, this.#free.length);
    if (this.#taken >= 2 * (this.#inUse + this.#free.length)) this.#trim(this.#free.length - this.#leastFree);
    return block;
  }

  /** Takes blocks back that `take` gave: who gives them must not look at them any more. */
  giveBack(blocks: readonly Uint8Array[]): void {
    for (const block of blocks) this.#free.push(block);
    this.#inUse -= blocks.length;
  }

  /** Somebody will take no more. */
  retire(): void {
    this.#trim(this.#inUse);
  }

  #trim(most: number): void {
    this.#free.splice(0, this.#free.length - most); // the others were used last
    this.#leastFree = this.#free.length;
    this.#taken = 0;
  }
}
