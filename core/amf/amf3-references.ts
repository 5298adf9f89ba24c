/**
 * One of the three tables of AMF3 (AMF3-4), for a writer: what was written already, by the order in which it came.
 *
 * Strings are found by content, everything else by identity.
 */
export class ReferenceTable<Entry> {
  readonly #indexes = new Map<Entry, number>();
  #count = 0;
  /** Entries before this index are not referred to again. */
  #floor = 0;

  /** The index by which to refer to `entry`; `undefined` when it must be written, and has its index from now on. */
  refer(entry: Entry): number | undefined {
    const index = this.#indexes.get(entry);
    if (index !== undefined && index >= this.#floor) return index;
    this.#indexes.set(entry, this.#count);
    this.#count += 1;
    return undefined;
  }

  /** Everything is written anew from here on. Indexes go on counting, as the reader's do. */
  forget(): void {
    this.#floor = this.#count;
  }
}
