import { utf8Length, writeUtf8 } from './utf8.ts';

const INITIAL_CAPACITY = 256;

/**
 * A buffer that grows as it is written to. Integers are big-endian unless the name says otherwise, and keep their low
 * bits: the caller checks ranges.
 */
export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;

  /** @param capacity - bytes taken at the start; the right guess saves growing */
  constructor(capacity = INITIAL_CAPACITY) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** Bytes written. */
  get length(): number {
    return this.#length;
  }

  u8(value: number): void {
    const at = this.#extend(1);
    this.#view.setUint8(at, value);
  }

  u16(value: number): void {
    const at = this.#extend(2);
    this.#view.setUint16(at, value);
  }

  s16(value: number): void {
    this.u16(value);
  }

  u24(value: number): void {
    const at = this.#extend(3);
    this.#view.setUint16(at, value >>> 8);
    this.#view.setUint8(at + 2, value);
  }

  u32(value: number): void {
    const at = this.#extend(4);
    this.#view.setUint32(at, value);
  }

  /** Little-endian: the message stream id of a chunk header is the only field that needs it (§5.3.1.2.5). */
  u32le(value: number): void {
    const at = this.#extend(4);
    this.#view.setUint32(at, value, true);
  }

  /** Every NaN is written as 7ff8000000000000: which NaN a number holds is not observable, and differs between engines. */
  f64(value: number): void {
    const at = this.#extend(8);
    if (Number.isNaN(value)) this.#view.setBigUint64(at, 0x7ff8000000000000n);
    else this.#view.setFloat64(at, value);
  }

  bytes(bytes: Uint8Array): void {
    const at = this.#extend(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /**
   * The text as UTF-8, with neither length nor end mark. A lone surrogate becomes U+FFFD.
   *
   * @param length - `utf8Length(text)`, for those who had to know it before
   */
  utf8(text: string, length = utf8Length(text)): void {
    const at = this.#extend(length);
    writeUtf8(text, this.#bytes, at);
  }

  /** What was written, as fresh memory of exactly that size. The writer can go on. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** Makes room and answers where. Growing replaces `#view`, so this comes in a statement of its own. */
  #extend(count: number): number {
    const at = this.#length;
    const length = at + count;
    if (length > this.#bytes.length) this.#grow(length);
    this.#length = length;
    return at;
  }

  #grow(atLeast: number): void {
    const grown = new Uint8Array(Math.max(atLeast, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
