/** Bytes that wait, in order, while the application decides: copies, since what is received is only borrowed. */
export class HeldBytes {
  /** Bytes that may be held at one time. */
  readonly allowed: number;
  #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(allowed: number) {
    this.allowed = allowed;
  }

  get length(): number {
    return this.#length;
  }

  /** Holds a copy. False, and nothing is held, when it would be too much. */
  add(bytes: Uint8Array): boolean {
    if (this.#length + bytes.length > this.allowed) return false;
    if (bytes.length > 0) this.#pieces.push(bytes.slice());
    this.#length += bytes.length;
    return true;
  }

  /** Gives up all that is held, in one piece. */
  take(): Uint8Array {
    const pieces = this.#pieces;
    const whole = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : joined(pieces, this.#length);
    this.#pieces = [];
    this.#length = 0;
    return whole;
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
