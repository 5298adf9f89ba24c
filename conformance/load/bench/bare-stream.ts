import type { Socket } from 'node:net';

/** Room for two reads. With `mergeMs` what is gathered goes out early when it is full. */
const BLOCK_BYTES = 131_072;

/** So long after the last player none is waited for any more. */
const PATIENCE_MS = 1_000;

/** What a publisher sends, passed on to its players as it was read. */
export class BareStream {
  readonly #mergeMs: number;
  readonly #players: Socket[] = [];
  /** All from the first byte on, while players are to come: they cannot begin in the middle. */
  #past: Uint8Array[] | undefined = [];
  #joinedAt = Number.POSITIVE_INFINITY;
  #block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  #gathered = 0;
  #window: ReturnType<typeof setTimeout> | undefined;

  /** @param mergeMs - for how long what is read is gathered for one write; 0: not at all */
  constructor(mergeMs: number) {
    this.#mergeMs = mergeMs;
  }

  add(player: Socket): void {
    this.#players.push(player);
    this.#joinedAt = performance.now();
    for (const bytes of this.#past ?? []) player.write(bytes);
  }

  /** @param bytes - of one read, borrowed */
  pass(bytes: Uint8Array): void {
    if (this.#gathered + bytes.length > BLOCK_BYTES) this.#write();
    this.#block.set(bytes, this.#gathered);
    this.#gathered += bytes.length;
    if (this.#mergeMs === 0) this.#write();
    else this.#window ??= setTimeout(() => this.#write(), this.#mergeMs);
  }

  #write(): void {
    clearTimeout(this.#window);
    this.#window = undefined;
    const bytes = this.#block.subarray(0, this.#gathered);
    this.#gathered = 0;
    if (this.#past !== undefined) this.#keep(Uint8Array.from(bytes));
    let isTaken = true;
    for (const player of this.#players) {
      player.write(bytes);
      isTaken &&= player.writableLength === 0;
    }
    // What the kernel did not take at once is still to be read from there.
    if (!isTaken) this.#block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  }

  #keep(bytes: Uint8Array): void {
    if (performance.now() - this.#joinedAt > PATIENCE_MS) this.#past = undefined;
    else this.#past?.push(bytes);
  }
}
