import { type CaptureStore, captureName } from './capture-store.ts';

/** Of all that captures may take, one file has so much at most: so much is lost at least when the oldest is removed. */
const SHARE_OF_ONE = 1 / 8;
/** A line, or lines that are written at once, may be half of a file. */
const SHARE_OF_LINES = 1 / 16;

/** Files that all captures may be: what a folder bears, and we keep in mind of each. */
const MOST_FILES = 10_000;

/** What one session writes: a file, and where that would be too long another. */
export class SessionFile {
  /** Each with its line end; they wait to be written. */
  lines: string[] = [];
  /** Nothing more can be written. */
  hasFailed = false;
  /** Something of the file that `name` names was written. */
  isBegun = false;
  readonly #startedAt: number;
  readonly #connection: number;
  readonly #headOf: () => string;
  #part = 1;

  /** @param headOf - the lines that a later part begins with, so that it can be read on its own */
  constructor(startedAt: number, connection: number, headOf: () => string) {
    this.#startedAt = startedAt;
    this.#connection = connection;
    this.#headOf = headOf;
  }

  get name(): string {
    return captureName(this.#startedAt, this.#connection, this.#part);
  }

  /** @returns the lines that it begins with */
  beginPart(): string {
    this.#part += 1;
    this.isBegun = false;
    return this.#headOf();
  }
}

/** Keeps the files of captures within what they may take together: the oldest are removed, whoever wrote them. */
export class CaptureFiles {
  /** Characters of the longest line that has room. */
  readonly longestLine: number;
  readonly #store: CaptureStore;
  readonly #mostBytes: number;
  /** Bytes by name, the oldest first; `undefined` until it was looked. */
  #stored: Map<string, number> | undefined;
  #total = 0;

  constructor(store: CaptureStore, mostBytes: number) {
    this.#store = store;
    this.#mostBytes = mostBytes;
    this.longestLine = mostBytes * SHARE_OF_LINES;
  }

  /** Writes lines to the end of a session's file. @throws the store's error */
  async write(file: SessionFile, lines: readonly string[]): Promise<void> {
    let piece = '';
    for (const line of lines) {
      if (piece.length + line.length > this.longestLine) {
        await this.#append(file, piece);
        piece = '';
      }
      piece += line;
    }
    await this.#append(file, piece);
  }

  async #append(file: SessionFile, piece: string): Promise<void> {
    if (piece === '') return;
    const stored = await this.#look();
    let bytes = new TextEncoder().encode(piece);
    // It is gone where it was the oldest.
    const size = stored.get(file.name) ?? Number.POSITIVE_INFINITY;
    if (file.isBegun && size + bytes.length > this.#mostBytes * SHARE_OF_ONE) {
      bytes = new TextEncoder().encode(file.beginPart() + piece);
    }
    await this.#makeRoom(stored, bytes.length, file.name);
    await this.#store.append(file.name, bytes, !file.isBegun);
    file.isBegun = true;
    stored.set(file.name, (stored.get(file.name) ?? 0) + bytes.length);
    this.#total += bytes.length;
  }

  async #look(): Promise<Map<string, number>> {
    if (this.#stored !== undefined) return this.#stored;
    this.#stored = new Map((await this.#store.list()).map(({ name, bytes }) => [name, bytes]));
    for (const bytes of this.#stored.values()) this.#total += bytes;
    return this.#stored;
  }

  async #makeRoom(stored: Map<string, number>, length: number, kept: string): Promise<void> {
    for (const [name, bytes] of stored) {
      if (this.#total + length <= this.#mostBytes && stored.size < MOST_FILES) return;
      if (name === kept) continue;
      await this.#store.remove(name);
      stored.delete(name);
      this.#total -= bytes;
    }
  }
}
