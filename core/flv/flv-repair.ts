import { type FlvCounts, FlvReader } from './flv-reader.ts';
import type { FlvSkip, FlvTag } from './flv-tag.ts';
import { type FlvPatch, FlvWriter } from './flv-writer.ts';
import { readMetadata } from './metadata.ts';

export interface FlvRepairOptions {
  /** Places for a new `keyframes` index, as for an `FlvWriter`; default 0. The old one is left out: its offsets are wrong. */
  readonly keyFrames?: number;
}

/**
 * Turns a damaged file into a clean one, as it comes: the tags that are whole, in their order and with their times, each
 * with its right PreviousTagSize, behind an onMetaData that says how long the file is. No bytes make it throw; memory is
 * that of an `FlvReader`.
 *
 *     repair.push(bytes);
 *     for (let part = repair.next(); part !== undefined; part = repair.next()) {
 *       if (part instanceof Uint8Array) write(part);
 *     }
 *     // at the end: repair.end(), the same loop once more, then the patches
 */
export class FlvRepair {
  readonly #reader = new FlvReader();
  readonly #keyFrames: number;
  #writer: FlvWriter | undefined;
  /** The first tag, when the beginning that was made before it is no part of it. */
  #waiting: FlvTag | undefined;

  constructor({ keyFrames = 0 }: FlvRepairOptions = {}) {
    this.#keyFrames = keyFrames;
  }

  /** Of the damaged file. */
  get counts(): FlvCounts {
    return this.#reader.counts;
  }

  /** Gives it the next bytes of the damaged file, borrowed until `next` answers `undefined`. */
  push(bytes: Uint8Array): void {
    this.#reader.push(bytes);
  }

  /** There are no more bytes: `next` gives what waited for them. */
  end(): void {
    this.#reader.end();
  }

  /** The next bytes of the clean file, or what was left out of it; `undefined` when it takes more bytes, or after the last. */
  next(): Uint8Array | FlvSkip | undefined {
    if (this.#waiting !== undefined) return this.#write(this.#waiting);
    let item = this.#reader.next();
    while (item?.kind === 'header') item = this.#reader.next();
    return item?.kind === 'tag' ? this.#write(item) : item;
  }

  /** What to write where in the clean file, in the end. None where there was no tag: the clean file is empty, too. */
  patches(): FlvPatch[] {
    return this.#writer?.patches() ?? [];
  }

  #write(tag: FlvTag): Uint8Array {
    this.#waiting = undefined;
    if (this.#writer !== undefined) return this.#writer.write(tag);
    const metadata = readMetadata(tag);
    this.#writer = new FlvWriter({ metadata: metadata ?? {}, keyFrames: this.#keyFrames, times: 'kept' });
    if (metadata === undefined) this.#waiting = tag;
    return this.#writer.start();
  }
}
