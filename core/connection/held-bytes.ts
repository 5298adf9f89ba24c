const NONE = new Uint8Array(0);

/**
 * Bytes that wait, in order, while the application decides: copies, since what is received is only borrowed.
 *
 * ```
 * memory   taken | held (start to end) | room        memory.length <= max(held, min(allowed, 2 * held)) when it grows
 * ```
 *
 * Each byte is moved a constant number of times, however small the pieces it came in and however many decisions it takes
 * to read what is held.
 */
export class HeldBytes {
  /** Bytes that may be held at one time, beside the rest of the read in which the request came. */
  readonly allowed: number;
  #memory = NONE;
  #start = 0;
  #end = 0;

  constructor(allowed: number) {
    this.allowed = allowed;
  }

  get length(): number {
    return this.#end - this.#start;
  }

  get memoryBytes(): number {
    return this.#memory.length;
  }

  /** Holds a copy. False, and nothing of it is held, when it would be too much. */
  add(bytes: Uint8Array): boolean {
    if (this.length + bytes.length > this.allowed) return false;
    this.keep(bytes);
    return true;
  }

  /** Holds a copy of the rest of one read, however long: whoever reads has bounded it already. */
  keep(bytes: Uint8Array): void {
    const length = this.length + bytes.length;
    if (this.#end + bytes.length > this.#memory.length) this.#grow(length);
    this.#memory.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Gives up all that is held, as a view. To be followed by `giveBack`, before anything is added. */
  take(): Uint8Array {
    const taken = this.#memory.subarray(this.#start, this.#end);
    this.#start = this.#end;
    return taken;
  }

  /** Holds the last so many bytes of what was taken again; of none, the memory goes. */
  giveBack(byteCount: number): void {
    this.#start -= byteCount;
    if (byteCount > 0) return;
    this.#memory = NONE;
    this.#start = 0;
    this.#end = 0;
  }

  #grow(length: number): void {
    const memory = new Uint8Array(Math.max(length, Math.min(this.allowed, 2 * length)));
    memory.set(this.#memory.subarray(this.#start, this.#end));
    this.#end -= this.#start;
    this.#start = 0;
    this.#memory = memory;
  }
}
