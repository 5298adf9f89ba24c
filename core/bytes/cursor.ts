/**
 * A place in a borrowed buffer, moved on by each read. Integers are big-endian unless the name says otherwise.
 *
 * Invariant: `0 <= position <= end <= bytes.length`. The caller checks `remaining` before it reads what a peer sent: a
 * read past the end throws `RangeError`, moves nothing, and is a bug of the caller, never a way to learn that bytes are
 * missing.
 */
export class ByteCursor {
  readonly bytes: Uint8Array;
  readonly end: number;
  /** Index in `bytes` of the next byte to be read. */
  position: number;
  readonly #view: DataView;

  /**
   * @param bytes - borrowed: neither copied nor changed
   * @param start - index of the first byte to read
   * @param end - index after the last
   */
  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    if (!(start >= 0 && start <= end && end <= bytes.length)) {
      throw new RangeError(`expected a range within ${bytes.length} bytes, came ${start} to ${end}`);
    }
    this.bytes = bytes;
    this.position = start;
    this.end = end;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Bytes not yet read. */
  get remaining(): number {
    return this.end - this.position;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2));
  }

  s16(): number {
    return this.#view.getInt16(this.#advance(2));
  }

  u24(): number {
    const at = this.#advance(3);
    return (this.#view.getUint16(at) << 8) | this.#view.getUint8(at + 2);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4));
  }

  /** Little-endian: the message stream id of a chunk header is the only field that needs it (§5.3.1.2.5). */
  u32le(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#advance(8));
  }

  /** A view of the next `count` bytes, borrowed like the buffer itself. */
  take(count: number): Uint8Array {
    const at = this.#advance(count);
    return this.bytes.subarray(at, this.position);
  }

  skip(count: number): void {
    this.#advance(count);
  }

  #advance(count: number): number {
    const at = this.position;
    if (count > this.end - at) throw new RangeError(`expected ${count} bytes at ${at}, ${this.end - at} are left`);
    this.position = at + count;
    return at;
  }
}
