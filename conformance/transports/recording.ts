import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import type { ReceivedMedia } from '../kit/driver/io.ts';
import { valuesOf } from '../kit/observation.ts';
import { concat, readU24 } from '../kit/wire/bytes.ts';

/** Of an FLV file, with the size of no tag behind it. */
const FILE_HEADER = 13;
const TAG_HEADER = 11;
/** Behind every tag: its size. */
const TAG_TRAILER = 4;
const READ_BYTES = 65_536;
/** How often the file is looked at. */
const INTERVAL_MS = 20;

/**
 * What a client under test received, read from the FLV file that it writes while it writes it. Only ever forward: what a muxer
 * puts right at the beginning when it ends is not seen.
 */
export class Recording {
  readonly #file: string;
  readonly #onTag: (tag: ReceivedMedia) => void;
  readonly #timer: NodeJS.Timeout;
  #at = 0;
  #rest: Uint8Array = new Uint8Array(0);
  #isPastHeader = false;

  /** Begins without the file: one of an earlier run is removed. */
  constructor(file: string, onTag: (tag: ReceivedMedia) => void) {
    rmSync(file, { force: true });
    this.#file = file;
    this.#onTag = onTag;
    this.#timer = setInterval(() => this.read(), INTERVAL_MS);
  }

  /** Tells of the tags that have been written since the last time. */
  read(): void {
    const fresh = this.#freshBytes();
    if (fresh.length === 0) return;
    this.#rest = concat(this.#rest, fresh);
    if (!this.#isPastHeader) {
      if (this.#rest.length < FILE_HEADER) return;
      this.#rest = this.#rest.subarray(FILE_HEADER);
      this.#isPastHeader = true;
    }
    for (let tag = this.#nextTag(); tag !== undefined; tag = this.#nextTag()) this.#onTag(tag);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #nextTag(): ReceivedMedia | undefined {
    const bytes = this.#rest;
    const end = TAG_HEADER + readU24(bytes, 1);
    if (bytes.length < TAG_HEADER || bytes.length < end + TAG_TRAILER) return undefined;
    this.#rest = bytes.subarray(end + TAG_TRAILER);
    const type = (bytes[0] ?? 0) & 0x1f;
    const payload = bytes.slice(TAG_HEADER, end);
    const values = valuesOf({ type, payload });
    const timestamp = (readU24(bytes, 4) | ((bytes[7] ?? 0) << 24)) >>> 0;
    return { type, timestamp, payload, ...(values && { values }) };
  }

  #freshBytes(): Uint8Array {
    let descriptor: number;
    try {
      descriptor = openSync(this.#file, 'r');
    } catch {
      return new Uint8Array(0); // not written yet
    }
    try {
      const parts: Uint8Array[] = [];
      for (;;) {
        const part = new Uint8Array(READ_BYTES);
        const count = readSync(descriptor, part, 0, READ_BYTES, this.#at);
        this.#at += count;
        parts.push(part.subarray(0, count));
        if (count < READ_BYTES) return concat(...parts);
      }
    } finally {
      closeSync(descriptor);
    }
  }
}
