/**
 * A place in a borrowed buffer, in bits, most significant first.
 *
 * Reading past the end gives zeros and sets `isOverrun` for good: a parser reads on without checks and asks once at its
 * end whether what it read was there (CFG-1). Loops whose length the bits tell must stop when `isOverrun` is set.
 */
export class BitReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #position = 0;

  /** @param bytes - borrowed: neither copied nor changed */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#end = bytes.length * 8;
  }

  /** Whether more bits were asked for than there are. */
  get isOverrun(): boolean {
    return this.#position > this.#end;
  }

  /** Bits not yet read; 0 after an overrun. */
  get remaining(): number {
    return Math.max(0, this.#end - this.#position);
  }

  /** The next `count` bits as an unsigned number. @param count - 0 to 32 */
  u(count: number): number {
    let value = 0;
    for (let left = count; left > 0; ) {
      const inByte = 8 - (this.#position & 7);
      const take = Math.min(inByte, left);
      const byte = this.#bytes[this.#position >>> 3] ?? 0;
      value = value * 2 ** take + ((byte >>> (inByte - take)) & (2 ** take - 1));
      this.skip(take);
      left -= take;
    }
    return value;
  }

  flag(): boolean {
    return this.u(1) === 1;
  }

  /** Passes over bits. @param count - 0 or more */
  skip(count: number): void {
    // One bit past the end is as good as any: the position stays a small integer whatever is asked for.
    this.#position = Math.min(this.#position + count, this.#end + 1);
  }

  /** Unsigned Exp-Golomb, 0 to 2^32 - 2 (H.264 9.1, CFG-8). A longer code is an overrun. */
  ue(): number {
    let zeros = 0;
    while (!this.isOverrun && !this.flag()) zeros += 1;
    if (zeros > 31) this.skip(this.#end + 1);
    return this.isOverrun ? 0 : 2 ** zeros - 1 + this.u(zeros);
  }

  /** Signed Exp-Golomb: 0, 1, -1, 2, -2 and so on. */
  se(): number {
    const code = this.ue();
    return code % 2 === 1 ? (code + 1) / 2 : -(code / 2) + 0;
  }
}
