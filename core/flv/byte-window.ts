import { plainView } from '../bytes/plain-view.ts';

/**
 * The unread end of a file that comes in pieces, as one run of bytes wherever somebody looks.
 *
 * Pieces are borrowed and read in place. Only what a piece leaves unread is copied, and of the next piece only as much as
 * is asked for, so that most bytes are never copied here. Memory grows with what came and not with what was asked for:
 * at most twice the unread bytes, and `KEPT` bytes at rest.
 *
 * Unread are `held[heldStart..heldEnd]`, then `input[position..]`; the first `borrowedAgain` bytes before `position` are
 * those that `held` ends with.
 */
export class ByteWindow {
  #input: Uint8Array = EMPTY;
  #position = 0;
  #held: Uint8Array = EMPTY;
  #heldStart = 0;
  #heldEnd = 0;
  #borrowedAgain = 0;
  #at: number;

  /** @param at - offset in the file of the first byte that will come */
  constructor(at: number) {
    this.#at = at;
  }

  /** Offset in the file of the first unread byte. */
  get at(): number {
    return this.#at;
  }

  /** Unread bytes. */
  get length(): number {
    return this.#heldEnd - this.#heldStart + this.#input.length - this.#position;
  }

  /** Memory of our own, bytes. */
  get heldBytes(): number {
    return this.#held.length;
  }

  /** Adds the next piece, borrowed until `release`. */
  push(bytes: Uint8Array): void {
    this.release();
    this.#input = plainView(bytes);
  }

  /** Copies what is unread of the piece, which may then change. */
  release(): void {
    const left = this.#input.length - this.#position;
    if (left > 0) this.#hold(left);
    this.#input = EMPTY;
    this.#position = 0;
    this.#borrowedAgain = 0;
  }

  /** Whether there are `count` unread bytes. If so, they can be looked at until the next `skip`, `push` or `release`. */
  has(count: number): boolean {
    const held = this.#heldEnd - this.#heldStart;
    const left = this.#input.length - this.#position;
    if (count > held + left) return false;
    if (held > 0 && count > held) this.#hold(count - held);
    return true;
  }

  u8(index: number): number {
    return this.#heldEnd > 0 ? this.#held[this.#heldStart + index]! : this.#input[this.#position + index]!;
  }

  u24(index: number): number {
    return (this.u8(index) << 16) | (this.u8(index + 1) << 8) | this.u8(index + 2);
  }

  u32(index: number): number {
    return this.u8(index) * 0x1000000 + this.u24(index + 1);
  }

  /** A copy, in fresh memory. */
  slice(start: number, end: number): Uint8Array {
    if (this.#heldEnd > 0) return this.#held.slice(this.#heldStart + start, this.#heldStart + end);
    return this.#input.slice(this.#position + start, this.#position + end);
  }

  /** @param count - at most what `has` said yes to last */
  skip(count: number): void {
    this.#at += count;
    if (this.#heldEnd === 0) {
      this.#position += count;
      return;
    }
    this.#heldStart += count;
    const held = this.#heldEnd - this.#heldStart;
    if (held > this.#borrowedAgain) return;
    // What is held is in the piece, too: go on there, in place.
    this.#position -= held;
    this.#borrowedAgain = 0;
    this.#heldStart = 0;
    this.#heldEnd = 0;
    if (this.#held.length > KEPT) this.#held = EMPTY;
  }

  skipAll(): void {
    this.has(this.length);
    this.skip(this.length);
  }

  /** Skips the bytes that have no mark: stops before the first byte `b` with `marks[b] !== 0`, or at the end. */
  skipUnmarked(marks: Uint8Array): void {
    if (this.#heldEnd > 0) this.skip(firstMarked(this.#held, this.#heldStart, this.#heldEnd, marks));
    if (this.#heldEnd === 0) this.skip(firstMarked(this.#input, this.#position, this.#input.length, marks));
  }

  /** Moves `count` bytes of the piece behind those that are held. */
  #hold(count: number): void {
    const held = this.#heldEnd - this.#heldStart;
    this.#reserve(held, held + count);
    this.#held.set(this.#input.subarray(this.#position, this.#position + count), this.#heldEnd);
    this.#heldEnd += count;
    this.#position += count;
    this.#borrowedAgain += count;
  }

  #reserve(held: number, needed: number): void {
    if (this.#heldStart + needed <= this.#held.length) return;
    const memory = needed <= this.#held.length / 2 ? this.#held : new Uint8Array(Math.max(needed, 2 * held, SMALLEST));
    memory.set(this.#held.subarray(this.#heldStart, this.#heldEnd));
    this.#held = memory;
    this.#heldStart = 0;
    this.#heldEnd = held;
  }
}

/** How many bytes go before the first one that is marked; all, if none is. */
function firstMarked(bytes: Uint8Array, start: number, end: number, marks: Uint8Array): number {
  let at = start;
  while (at < end && marks[bytes[at]!] === 0) at += 1;
  return at - start;
}

const EMPTY = new Uint8Array(0);
const SMALLEST = 512;
const KEPT = 65_536;
