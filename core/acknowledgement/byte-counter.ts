/**
 * Counts bytes and says when a mark is reached: the whole of what flow control does for each read or write. Machines
 * hear only of the crossing.
 *
 * `total` is exact to 2^53, eight petabytes; the 32 bits of the wire are cut from it where a number is sent.
 */
export class ByteCounter {
  #total: number;
  /** `undefined`: never reached. */
  #mark: number | undefined;

  /** @param total - bytes counted so far */
  constructor(total: number) {
    this.#total = total;
  }

  get total(): number {
    return this.#total;
  }

  /** Adds, and says whether the mark is reached; it stays so until the mark is moved. */
  add(byteCount: number): boolean {
    this.#total += byteCount;
    return this.#mark !== undefined && this.#total >= this.#mark;
  }

  /** Moves the mark to a total; without one it is never reached. */
  setMark(total: number | undefined): void {
    this.#mark = total;
  }
}
