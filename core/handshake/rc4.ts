/** One direction of a connection under RC4: the key stream goes on from call to call. */
export class Rc4 {
  readonly #state = Uint8Array.from({ length: 256 }, (_, index) => index);
  #i = 0;
  #j = 0;

  /** @param key - 1 to 256 bytes */
  constructor(key: Uint8Array) {
    const state = this.#state;
    for (let i = 0, j = 0; i < 256; i++) {
      j = (j + state[i]! + key[i % key.length]!) & 0xff;
      this.#swap(i, j);
    }
  }

  /** Encrypts what is plain, decrypts what is encrypted; the answer is fresh memory. */
  apply(bytes: Uint8Array): Uint8Array {
    const state = this.#state;
    const out = new Uint8Array(bytes.length);
    let i = this.#i;
    let j = this.#j;
    for (let at = 0; at < bytes.length; at++) {
      i = (i + 1) & 0xff;
      const a = state[i]!;
      j = (j + a) & 0xff;
      const b = state[j]!;
      state[i] = b;
      state[j] = a;
      out[at] = bytes[at]! ^ state[(a + b) & 0xff]!;
    }
    this.#i = i;
    this.#j = j;
    return out;
  }

  /** Leaves out so many bytes of the key stream. */
  skip(byteCount: number): void {
    this.apply(new Uint8Array(byteCount));
  }

  #swap(i: number, j: number): void {
    const state = this.#state;
    const a = state[i]!;
    state[i] = state[j]!;
    state[j] = a;
  }
}
