const NONE = new Uint8Array(0);

/**
 * Bytes that wait, in order, while the application decides: copies, since what is received is only borrowed.
 *
 * ```
 * memory   taken | held (start to end) | room        memory.length <= min(allowed, 2 * held) when it grows
 * ```
 *
 * Each byte is moved a constant number of times, however small the pieces it came in and however many decisions it takes
 * to read what is held.
 */
export class HeldBytes {
  /** Bytes that may be held at one time. */
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
    const length = this.length + bytes.length;
    if (length > this.allowed) return false;
    if (this.#end + bytes.length > this.#memory.length) this.#grow(length);
    this.#memory.set(bytes, this.#end);
    this.#end += bytes.length;
    return true;
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
    const memory = new Uint8Array(Math.min(this.allowed, 2 * length));
    memory.set(this.#memory.subarray(this.#start, this.#end));
    this.#end -= this.#start;
    this.#start = 0;
    this.#memory = memory;
  }
}
