/** Writes the bits of an H.264 raw byte sequence payload, highest bit first (ITU-T H.264, 7.2). */
export class BitWriter {
  readonly #bytes: number[] = [];
  #bitCount = 0;

  /** @param width - bits, 1 to 32 @param value - below 2^width */
  bits(width: number, value: number): this {
    for (let bit = width - 1; bit >= 0; bit--) {
      if (this.#bitCount % 8 === 0) this.#bytes.push(0);
      const isSet = (value >>> bit) & 1;
      this.#bytes[this.#bytes.length - 1]! |= isSet << (7 - (this.#bitCount % 8)); // one was pushed for this bit
      this.#bitCount++;
    }
    return this;
  }

  /** ue(v), an unsigned number as Exp-Golomb code (9.1). The code of 0 serves signed numbers, too. */
  exp(value: number): this {
    const width = 32 - Math.clz32(value + 1);
    if (width > 1) this.bits(width - 1, 0);
    return this.bits(width, value + 1);
  }

  /** rbsp_trailing_bits: a one, and zeros up to the next byte. @returns the whole payload */
  finish(): Uint8Array {
    this.bits(1, 1);
    return Uint8Array.from(this.#bytes);
  }
}

/** A NAL unit: its header byte and a payload in which no three bytes look like a start code (7.4.1). */
export function nalUnit(header: number, payload: Uint8Array): Uint8Array {
  const bytes = [header];
  let zeros = 0;
  for (const byte of payload) {
    if (zeros === 2 && byte <= 3) {
      bytes.push(EMULATION_PREVENTION);
      zeros = 0;
    }
    bytes.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Uint8Array.from(bytes);
}

const EMULATION_PREVENTION = 3;
