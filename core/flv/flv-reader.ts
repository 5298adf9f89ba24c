import { ByteWindow } from './byte-window.ts';
import {
  AUDIO_FLAG,
  FILTER_BIT,
  FLV_HEADER_LENGTH,
  type FlvHeader,
  type FlvItem,
  type FlvSkip,
  FlvTagType,
  isFlvTagType,
  MAX_TAG_DATA,
  TAG_HEADER_LENGTH,
  TAG_TRAILER_LENGTH,
  TYPE_BITS,
  VIDEO_FLAG,
} from './flv-tag.ts';
import { judgeTag, TAG_MARKS } from './judge-tag.ts';

export interface FlvReaderOptions {
  /**
   * What the bytes begin with: the file; a tag header, as after a seek; or anything, to find the next tag from there.
   * Default `file`.
   */
  readonly from?: 'file' | 'tag' | 'anywhere';
  /** Offset in the file of the first byte; default 0. */
  readonly at?: number;
  /** The longest tag data that is read, bytes; default all that a tag can have. Longer tags are skipped. */
  readonly longestData?: number;
}

/** What was tolerated and skipped so far. */
export interface FlvCounts {
  readonly tags: number;
  /** PreviousTagSizes that do not fit the tag before them (FLV-5). */
  readonly wrongPreviousTagSizes: number;
  /** Audio and video tags that the flags of the header deny (FLV-1). */
  readonly unannouncedTags: number;
  readonly filteredTags: number;
  readonly unknownTags: number;
  /** Bytes that belong to no tag; those of tags that are too long are among them. */
  readonly garbageBytes: number;
}

/**
 * Reads an FLV file, or an endless FLV stream, as it comes.
 *
 *     reader.push(bytes);
 *     for (let item = reader.next(); item !== undefined; item = reader.next()) handle(item);
 *     // at the end of the file: reader.end(), then the same loop once more
 *
 * No bytes make it throw, and the same bytes give the same items however they are cut into pushes. Memory is bounded by
 * the longest tag and grows with what came, never with the size that a tag declares.
 *
 * **What counts as a tag.** Sizes lead from one tag to the next, so one wrong byte could lose the rest of a file. Where
 * a tag is due, it is taken when its data is whole and the PreviousTagSize after it agrees with its DataSize; or else,
 * as some muxers write zeros there, when another tag header follows, or the end. A tag that passes neither is not
 * believed: the search goes byte by byte, from the second byte of it on, to the next place with a known type, stream
 * id 0 and a PreviousTagSize that agrees (where the last tag had none that did: or a header that follows). So a size gone
 * wrong costs one tag, and a file cut within a tag keeps all before it.
 */
export class FlvReader {
  readonly #window: ByteWindow;
  readonly #longestData: number;
  readonly #counts = {
    tags: 0,
    wrongPreviousTagSizes: 0,
    unannouncedTags: 0,
    filteredTags: 0,
    unknownTags: 0,
    garbageBytes: 0,
  };
  #phase: 'header' | 'firstSize' | 'tag' | 'search';
  #hasEnded = false;
  #header: FlvHeader | undefined;
  /** While searching, what is skipped: where it began, why, and the length of the tag that may only have been cut. */
  #gapAt: number;
  #gapReason: 'garbage' | 'tooLong' | 'truncated' = 'garbage';
  #declaredLength: number | undefined;
  /** Whether the PreviousTagSize of the last tag agreed. */
  #sizesAgree = true;

  constructor({ from = 'file', at = 0, longestData = MAX_TAG_DATA }: FlvReaderOptions = {}) {
    this.#window = new ByteWindow(at);
    this.#longestData = longestData;
    this.#phase = from === 'file' ? 'header' : from === 'tag' ? 'tag' : 'search';
    this.#gapAt = at;
  }

  get counts(): FlvCounts {
    return this.#counts;
  }

  /** Offset in the file of the next byte to be read: after an item, of what follows it. */
  get at(): number {
    return this.#window.at;
  }

  /** Memory held between calls, bytes. */
  get heldBytes(): number {
    return this.#window.heldBytes;
  }

  /** Gives the reader its next bytes, borrowed until `next` answers `undefined`. After `end` they are ignored. */
  push(bytes: Uint8Array): void {
    if (!this.#hasEnded) this.#window.push(bytes);
  }

  /** There are no more bytes: `next` gives what waited for them. */
  end(): void {
    this.#hasEnded = true;
  }

  /** The next item, its data in fresh memory; `undefined` when it takes more bytes, or after the last. */
  next(): FlvItem | undefined {
    let item = this.#step();
    while (item === AGAIN) item = this.#step();
    if (item === undefined) this.#window.release();
    return item;
  }

  #step(): Step {
    switch (this.#phase) {
      case 'tag':
        return this.#takeTag();
      case 'search':
        return this.#search();
      case 'header':
        return this.#takeHeader();
      case 'firstSize':
        return this.#takeFirstSize();
    }
  }

  #takeHeader(): Step {
    const window = this.#window;
    if (!window.has(FLV_HEADER_LENGTH)) return this.#hasEnded ? this.#startSearch() : undefined;
    const length = window.u32(5);
    const isFlv = window.u24(0) === SIGNATURE && length >= FLV_HEADER_LENGTH && length <= LONGEST_HEADER;
    if (!isFlv) return this.#startSearch();
    if (!window.has(length)) return this.#hasEnded ? this.#startSearch() : undefined;
    const flags = window.u8(4);
    this.#header = {
      kind: 'header',
      version: window.u8(3),
      hasAudio: (flags & AUDIO_FLAG) !== 0,
      hasVideo: (flags & VIDEO_FLAG) !== 0,
      length,
    };
    window.skip(length);
    this.#phase = 'firstSize';
    return this.#header;
  }

  #takeFirstSize(): Step {
    const window = this.#window;
    if (!window.has(TAG_TRAILER_LENGTH)) return this.#hasEnded ? this.#startSearch() : undefined;
    if (window.u32(0) !== 0) {
      this.#counts.wrongPreviousTagSizes += 1;
      return this.#startSearch();
    }
    window.skip(TAG_TRAILER_LENGTH);
    this.#phase = 'tag';
    return AGAIN;
  }

  #takeTag(): Step {
    const window = this.#window;
    const verdict = judgeTag(window, { hasEnded: this.#hasEnded, longestData: this.#longestData, proof: 'size' });
    switch (verdict) {
      case 'agrees':
      case 'passes':
        return this.#deliver(verdict === 'agrees');
      case 'more':
        return undefined;
      case 'cut':
        this.#declaredLength = window.has(4) ? TAG_HEADER_LENGTH + window.u24(1) : undefined;
        return this.#startSearch('truncated');
      case 'tooLong':
        return this.#startSearch('tooLong');
      case 'no':
        return this.#startSearch();
    }
  }

  #deliver(agrees: boolean): FlvItem {
    const window = this.#window;
    const { at } = window;
    const typeByte = window.u8(0);
    const type = typeByte & TYPE_BITS;
    const timestamp = window.u8(7) * 0x1000000 + window.u24(4);
    const length = TAG_HEADER_LENGTH + window.u24(1);
    const isKnown = isFlvTagType(type);
    const isPlain = (typeByte & FILTER_BIT) === 0;
    const data = isKnown && isPlain ? window.slice(TAG_HEADER_LENGTH, length) : undefined;
    this.#skipTag(length, agrees);
    if (data !== undefined && isKnown) {
      this.#counts.tags += 1;
      if (this.#isDenied(type)) this.#counts.unannouncedTags += 1;
      return { kind: 'tag', at, type, timestamp, data };
    }
    this.#counts[isKnown ? 'filteredTags' : 'unknownTags'] += 1;
    return { kind: 'skipped', reason: isKnown ? 'filtered' : 'unknownType', at, length };
  }

  /** Goes on behind the tag and its PreviousTagSize, or what is there of that. */
  #skipTag(length: number, agrees: boolean): void {
    const window = this.#window;
    this.#sizesAgree = agrees;
    if (!window.has(length + TAG_TRAILER_LENGTH)) return window.skipAll();
    if (!agrees) this.#counts.wrongPreviousTagSizes += 1;
    window.skip(length + TAG_TRAILER_LENGTH);
  }

  #isDenied(type: FlvTagType): boolean {
    const header = this.#header;
    if (header === undefined) return false;
    return type === FlvTagType.audio ? !header.hasAudio : type === FlvTagType.video && !header.hasVideo;
  }

  #startSearch(reason: 'garbage' | 'tooLong' | 'truncated' = 'garbage'): Step {
    this.#gapAt = this.#window.at;
    this.#gapReason = reason;
    this.#phase = 'search';
    return AGAIN;
  }

  #search(): Step {
    const window = this.#window;
    const proof = this.#sizesAgree ? 'both' : 'looks';
    const circumstances = { hasEnded: this.#hasEnded, longestData: this.#longestData, proof } as const;
    for (window.skipUnmarked(TAG_MARKS); window.length > 0; window.skipUnmarked(TAG_MARKS)) {
      const verdict = judgeTag(window, circumstances);
      if (verdict === 'more') return undefined;
      if (verdict === 'agrees' || verdict === 'passes') {
        this.#phase = 'tag';
        // A tag that seemed cut was none, as another one lies in it.
        return this.#endGap(this.#gapReason === 'tooLong' ? 'tooLong' : 'garbage');
      }
      window.skip(1);
    }
    return this.#hasEnded ? this.#endGap(this.#gapReason) : undefined;
  }

  #endGap(reason: 'garbage' | 'tooLong' | 'truncated'): Step {
    const at = this.#gapAt;
    const length = this.#window.at - at;
    this.#gapAt = this.#window.at;
    if (length === 0) return this.#phase === 'tag' ? AGAIN : undefined;
    if (reason === 'truncated') return skipped(reason, at, length, this.#declaredLength);
    this.#counts.garbageBytes += length;
    return skipped(reason, at, length);
  }
}

function skipped(reason: FlvSkip['reason'], at: number, length: number, declaredLength?: number): FlvSkip {
  const skip: FlvSkip = { kind: 'skipped', reason, at, length };
  return declaredLength === undefined ? skip : { ...skip, declaredLength };
}

/** What one step of reading gives; `AGAIN` when it took a part that is no item, `undefined` when it takes more bytes. */
type Step = FlvItem | typeof AGAIN | undefined;

const AGAIN = Symbol('again');

/** 'FLV' */
const SIGNATURE = 0x464c56;

/** A header that claims to be longer than this is damaged: there has never been anything but 9. */
const LONGEST_HEADER = 4096;
