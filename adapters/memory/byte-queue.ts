/** Bytes in order of arrival, held as the buffers they came in and copied out once. */
export class ByteQueue {
  #segments: Uint8Array[] = [];
  /** Index of the first segment not read to its end, and the bytes of it that are. */
  #first = 0;
  #offset = 0;

  push(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#segments.push(bytes);
  }

  /** Moves the next `into.length` bytes; the caller knows that so many are there. */
  read(into: Uint8Array): void {
    let filled = 0;
    while (filled < into.length) {
      const segment = this.#segments[this.#first]!;
      const count = Math.min(segment.length - this.#offset, into.length - filled);
      into.set(segment.subarray(this.#offset, this.#offset + count), filled);
      filled += count;
      this.#offset += count;
      if (this.#offset === segment.length) this.#dropFirst();
    }
  }

  clear(): void {
    this.#segments = [];
    this.#first = 0;
    this.#offset = 0;
  }

  /** Read segments are cut off in batches, so that each costs constant time. */
  #dropFirst(): void {
    this.#offset = 0;
    this.#first++;
    if (this.#first < 64 && this.#first < this.#segments.length) return;
    this.#segments.splice(0, this.#first);
    this.#first = 0;
  }
}
