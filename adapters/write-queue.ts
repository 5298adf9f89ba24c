/**
 * Bytes that wait to be sent by a call that takes one buffer at a time. Each such call has its price, so small buffers
 * leave joined; large ones leave from where they are, in pieces.
 *
 * 0 <= taken <= pushed, in bytes since the queue was made.
 */
export class WriteQueue {
  readonly #most: number;
  #buffers: Uint8Array[] = [];
  /** The buffer to take from next, and how much of it is gone. */
  #index = 0;
  #offset = 0;

  /** @param most - bytes of the largest piece, above 0 */
  constructor(most: number) {
    this.#most = most;
  }

  get isEmpty(): boolean {
    return this.#index === this.#buffers.length;
  }

  push(buffers: readonly Uint8Array[]): void {
    for (let index = 0; index < buffers.length; index++) {
      const buffer = buffers[index]!;
      if (buffer.length > 0) this.#buffers.push(buffer);
    }
  }

  /** The next bytes, 1 to `most`; `undefined` when there are none. Nobody may change them. */
  take(): Uint8Array | undefined {
    if (this.isEmpty) return undefined;
    const joined = this.#lengthOfJoined();
    if (joined === 0) return this.#takeFromFirst();
    const piece = new Uint8Array(joined);
    for (let length = 0; length < joined; ) {
      const part = this.#takeFromFirst();
      piece.set(part, length);
      length += part.length;
    }
    return piece;
  }

  clear(): void {
    this.#buffers = [];
    this.#index = 0;
    this.#offset = 0;
  }

  /** How many bytes the whole buffers in front have that fit into one piece together; 0 when it is less than two. */
  #lengthOfJoined(): number {
    let length = -this.#offset;
    let end = this.#index;
    for (; end < this.#buffers.length; end++) {
      const longer = length + this.#buffers[end]!.length;
      if (longer > this.#most) break;
      length = longer;
    }
    return end - this.#index < 2 ? 0 : length;
  }

  #takeFromFirst(): Uint8Array {
    const buffer = this.#buffers[this.#index]!;
    const end = Math.min(buffer.length, this.#offset + this.#most);
    const piece = this.#offset === 0 && end === buffer.length ? buffer : buffer.subarray(this.#offset, end);
    if (end < buffer.length) this.#offset = end;
    else this.#dropFirst();
    return piece;
  }

  #dropFirst(): void {
    this.#offset = 0;
    this.#index++;
    if (this.isEmpty) this.clear();
  }
}
