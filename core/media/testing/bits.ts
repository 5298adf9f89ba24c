/** A string of bits to be read by a `BitReader`, most significant first: `bits().u(3, 5).ue(4).flag(true).bytes()`. */
export class Bits {
  #digits = '';

  u(count: number, value: number): this {
    this.#digits += value.toString(2).padStart(count, '0');
    return this;
  }

  flag(isSet: boolean): this {
    return this.u(1, isSet ? 1 : 0);
  }

  flags(digits: string): this {
    this.#digits += digits.replace(/ /g, '');
    return this;
  }

  /** Unsigned Exp-Golomb, one code for each value. */
  ue(...values: number[]): this {
    for (const value of values) {
      const digits = (value + 1).toString(2);
      this.#digits += digits.padStart(2 * digits.length - 1, '0');
    }
    return this;
  }

  se(...values: number[]): this {
    return this.ue(...values.map((value) => (value > 0 ? 2 * value - 1 : -2 * value)));
  }

  /** The bits, made up with zeros to whole bytes. */
  bytes(): Uint8Array {
    const padded = this.#digits.padEnd(Math.ceil(this.#digits.length / 8) * 8, '0');
    return Uint8Array.from(padded.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
  }
}

export function bits(): Bits {
  return new Bits();
}

/** `raw` as a NAL unit carries it: emulation prevention put in. */
export function escaped(raw: Uint8Array): Uint8Array {
  const bytes: number[] = [];
  let zeros = 0;
  for (const byte of raw) {
    if (zeros >= 2 && byte <= 3) {
      bytes.push(3);
      zeros = 0;
    }
    bytes.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Uint8Array.from(bytes);
}

/** A copy of `bytes` with one of them changed. */
export function changed(bytes: Uint8Array, at: number, byte: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = byte;
  return copy;
}
