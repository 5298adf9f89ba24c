import type { FlvFacts } from './describe-flv.ts';
import type { ByteRange, FileQuery } from './file-query.ts';
import { FlvReader } from './flv-reader.ts';
import type { FlvPayload } from './flv-tag.ts';
import { type FlvStart, seekFlv } from './seek-flv.ts';

/**
 * A place in a file from which tags are taken one by one, and the reads that this needs: one at a time, and no further ahead
 * than one block behind the tag that comes next.
 *
 * Whoever has the file asks `ask` what to read, and hands over to `take` what it read. A read that was under way when the
 * cursor went elsewhere is taken all the same, and forgotten.
 */
export class FlvCursor {
  readonly #file: FlvFacts;
  /** While a place is searched: who searches, and what it wants to read. */
  #search: FileQuery<FlvStart> | undefined;
  #searched: ByteRange | undefined;
  #withMetadata = false;
  #reader: FlvReader;
  /** Tags that go before those of the reader. */
  #before: FlvPayload[] = [];
  /** Offset of the next block. */
  #at = 0;
  #isEnded = false;
  #isTruncated = false;
  /** What is being read. */
  #asked: ByteRange | undefined;
  #isStale = false;

  /** Stands at the beginning of the file, with all that is there before the first frame. */
  constructor(file: FlvFacts) {
    this.#file = file;
    this.#reader = new FlvReader();
  }

  /** There is no further tag. */
  get isAtEnd(): boolean {
    return this.#isEnded;
  }

  /** The file is shorter than it was when it was described: no further tag will come. */
  get isTruncated(): boolean {
    return this.#isTruncated;
  }

  /**
   * Goes to the last key frame at or before a time, before which the sequence headers come (FLV-31). They have the
   * time of that key frame: with the time of the beginning they would seem to lead back there.
   *
   * @param timestamp - of the file, signed milliseconds
   * @param withMetadata - the onMetaData of the file comes first
   */
  seek(timestamp: number, withMetadata = false): void {
    this.#isStale = this.#asked !== undefined;
    this.#isEnded = false;
    this.#before = [];
    this.#withMetadata = withMetadata;
    this.#search = seekFlv(this.#file, timestamp);
    this.#found(this.#search.next());
  }

  /** Goes to the end, where nothing comes. */
  skipAll(): void {
    this.#isEnded = true;
  }

  /** What is to be read now; `undefined` when nothing is, or a read is under way already. */
  ask(): ByteRange | undefined {
    if (this.#asked !== undefined || this.#isEnded || this.#isTruncated) return undefined;
    this.#asked = this.#searched ?? this.#nextBlock();
    return this.#asked;
  }

  /**
   * Takes what was read.
   *
   * @param bytes - the whole range; lent until the next `ask` answers with a range. Fewer: the file was truncated
   */
  take(bytes: Uint8Array): void {
    const asked = this.#asked;
    if (asked === undefined) return;
    this.#asked = undefined;
    if (this.#isStale) this.#isStale = false;
    else if (bytes.length < asked.length) this.#isTruncated = true;
    else if (this.#search !== undefined) this.#found(this.#search.next(bytes));
    else {
      this.#at += bytes.length;
      this.#reader.push(bytes);
    }
  }

  /** The next tag; `undefined` when it takes more bytes, or at the end. */
  next(): FlvPayload | undefined {
    if (this.#search !== undefined || this.#isEnded) return undefined;
    return this.#before.shift() ?? this.#nextOfReader();
  }

  #nextOfReader(): FlvPayload | undefined {
    const tag = this.#takeTag();
    if (tag !== undefined || this.#at < this.#file.size) return tag;
    this.#reader.end(); // then it gives what waited for more
    const last = this.#takeTag();
    this.#isEnded = last === undefined;
    return last;
  }

  #takeTag(): FlvPayload | undefined {
    for (let item = this.#reader.next(); item !== undefined; item = this.#reader.next()) {
      if (item.kind === 'tag') return item;
    }
    return undefined;
  }

  #nextBlock(): ByteRange {
    return { at: this.#at, length: Math.min(BLOCK, this.#file.size - this.#at) };
  }

  #found(step: IteratorResult<ByteRange, FlvStart>): void {
    if (!step.done) {
      this.#searched = step.value;
      return;
    }
    const { at, timestamp, headers } = step.value;
    const { metadataTag } = this.#file;
    const before = this.#withMetadata && metadataTag !== undefined ? [metadataTag, ...headers] : headers;
    this.#before = before.map(({ type, data }) => ({ type, data, timestamp: timestamp >>> 0 }));
    this.#search = undefined;
    this.#searched = undefined;
    this.#at = at;
    this.#reader = new FlvReader({ from: 'tag', at });
  }
}

/** Bytes read at a time: a second of 1 Mbit/s. */
const BLOCK = 131_072;
