import type { AmfProperties } from '../amf/value.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { checkFlvPayload, encodeFlvHeader, encodeFlvTag, FlvUsageError } from './encode-tag.ts';
import {
  AUDIO_FLAG,
  FLV_START_LENGTH,
  type FlvPayload,
  FlvTagType,
  TAG_HEADER_LENGTH,
  TAG_TRAILER_LENGTH,
  VIDEO_FLAG,
} from './flv-tag.ts';
import { KeyFrameIndex } from './key-frame-index.ts';
import { encodeMetadata, type FlvMetadata, withoutSetDataFrame, writableMetadata } from './metadata.ts';
import { isFrame, isKeyFrameOf, readTagFacts, type TagFacts } from './tag-role.ts';
import { Timeline } from './timeline.ts';

export interface FlvWriterOptions {
  /**
   * What onMetaData at the beginning of the file says besides duration and filesize: the codec ids, size and rates that a
   * publisher gave. What is only true of another file, or cannot be written, is left out. Without it no onMetaData is written, and the tags of
   * the file are those that are given.
   */
  readonly metadata?: AmfProperties | undefined;
  /**
   * Places for a `keyframes` index in onMetaData, 18 bytes each, 0 to `MOST_KEY_FRAMES`; default 0. They are reserved at
   * the beginning, so that nothing has to be moved at the end, and are enough for any length: see `KeyFrameIndex`.
   */
  readonly keyFrames?: number;
  /**
   * How times are written (FLV-4): `low31`, the low 31 bits of RTMP times; `fromZero`, moved so that the first frame is at
   * 0; `kept`, all bits, for the tags of another file. Default `low31`.
   */
  readonly times?: 'low31' | 'fromZero' | 'kept';
}

/** What an appended recording takes from the file it goes on with (FLV-36): `FlvFacts` has it all. */
export interface FlvContinuation {
  /** Offset behind the data of the last whole tag, bytes. The file must be cut there: what is behind goes. */
  readonly end: number;
  /** Bytes of that tag, header and data: its PreviousTagSize, which is written again. */
  readonly lastTagLength: number;
  /** Signed milliseconds. */
  readonly firstTimestamp: number;
  readonly lastTimestamp: number;
  readonly hasAudio: boolean;
  readonly hasVideo: boolean;
  /** Offsets of the two numbers in onMetaData, where it has them. */
  readonly durationAt?: number | undefined;
  readonly fileSizeAt?: number | undefined;
}

/** Bytes to be written over others that were written before. */
export interface FlvPatch {
  /** Offset in the file. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** Two places of an index are two values, and a reader's budget for all values of a message is 10 000. */
export const MOST_KEY_FRAMES = 4096;

/**
 * Writes an FLV file or an endless FLV stream, tag by tag.
 *
 *     write(writer.start());
 *     for (const message of messages) write(writer.write(message));
 *     for (const { at, bytes } of writer.patches()) writeAt(at, bytes);
 *
 * Every piece ends with a whole tag, and what is to be patched is valid before, so that a file is playable wherever the
 * writing stops. `patches` may be asked at any time, more than once.
 */
export class FlvWriter {
  readonly #metadata: FlvMetadata | undefined;
  readonly #places: number;
  readonly #continued: FlvContinuation | undefined;
  readonly #timeline: Timeline;
  readonly #index: KeyFrameIndex;
  #length: number;
  #flags: number;
  /** The video track whose key frames the index holds: the first one. */
  #indexedTrack: number | undefined;

  /** @throws FlvUsageError `tooManyKeyFrames` */
  constructor({ metadata, keyFrames = 0, times = 'low31' }: FlvWriterOptions = {}, continued?: FlvContinuation) {
    if (!(keyFrames >= 0 && keyFrames <= MOST_KEY_FRAMES)) {
      throw new FlvUsageError('tooManyKeyFrames', `expected 0 to ${MOST_KEY_FRAMES} key frames, came ${keyFrames}`);
    }
    this.#metadata = metadata && writableMetadata(metadata);
    this.#places = keyFrames;
    this.#continued = continued;
    const origin = times === 'fromZero' ? 0 : times;
    this.#timeline = new Timeline(continued === undefined ? origin : continued.lastTimestamp + 1);
    this.#index = new KeyFrameIndex(keyFrames);
    this.#length = continued?.end ?? 0;
    this.#flags = (continued?.hasAudio ? AUDIO_FLAG : 0) | (continued?.hasVideo ? VIDEO_FLAG : 0);
  }

  /**
   * A writer that goes on with a file (FLV-36). Its first frame follows the last one in the file by one millisecond; the
   * sequence headers must be written again. The `keyframes` index, if there is one, is left as it is: it is true of what
   * it covers, and a search goes on behind its end.
   */
  static continuing(file: FlvContinuation): FlvWriter {
    return new FlvWriter({}, file);
  }

  /** Bytes of the file up to now. */
  get length(): number {
    return this.#length;
  }

  /** Milliseconds from the first frame to the last up to now, those of a file that it goes on with included. */
  get durationMs(): number {
    const file = this.#continued;
    const before = file === undefined ? 0 : file.lastTimestamp + 1 - file.firstTimestamp;
    return before + this.#timeline.durationMs;
  }

  /**
   * What a file begins with: header, which says audio and video as nobody knows yet (FLV-1), and onMetaData. Where it
   * goes on with a file: the PreviousTagSize of that, to be written at its end.
   */
  start(): Uint8Array {
    if (this.#continued !== undefined) return this.#goOn(this.#continued);
    const header = encodeFlvHeader();
    const data = this.#encodeMetadata(0);
    const tag = data === undefined ? [] : encodeFlvTag({ type: FlvTagType.script, timestamp: 0, data });
    const start = new Uint8Array(header.length + tag.length);
    start.set(header);
    start.set(tag, header.length);
    this.#length = start.length;
    return start;
  }

  #goOn({ end, lastTagLength }: FlvContinuation): Uint8Array {
    const size = new ByteWriter(TAG_TRAILER_LENGTH);
    size.u32(lastTagLength);
    this.#length = end + TAG_TRAILER_LENGTH;
    return size.finish();
  }

  /**
   * The next tag with its PreviousTagSize, in fresh memory: the payload of a message or tag, without `@setDataFrame`
   * (FLV-10), at its place in time.
   *
   * @throws FlvUsageError `tagTooLong`, `timestampNotUint32`
   */
  write(payload: FlvPayload): Uint8Array {
    checkFlvPayload(payload);
    const { type } = payload;
    const facts = readTagFacts(payload);
    const timestamp = this.#timeline.place(payload.timestamp, isFrame(facts));
    const data = type === FlvTagType.script ? withoutSetDataFrame(payload.data) : payload.data;
    const tag = encodeFlvTag({ type, timestamp, data });
    if (type === FlvTagType.audio) this.#flags |= AUDIO_FLAG;
    if (type === FlvTagType.video) this.#flags |= VIDEO_FLAG;
    this.#noteKeyFrame(facts, timestamp);
    this.#length += tag.length;
    return tag;
  }

  /**
   * What to write where for the file to be true of what it holds by now: flags, duration, filesize and index (FLV-34).
   * At the end, or now and then, so that a recording that is killed says nearly as much.
   */
  patches(): FlvPatch[] {
    const patches: FlvPatch[] = [{ at: FLAGS_AT, bytes: Uint8Array.of(this.#flags) }];
    const data = this.#encodeMetadata(this.#length);
    if (data !== undefined) patches.push({ at: FLV_START_LENGTH + TAG_HEADER_LENGTH, bytes: data });
    const { durationAt, fileSizeAt } = this.#continued ?? {};
    if (durationAt !== undefined) patches.push({ at: durationAt, bytes: double(this.durationMs / 1000) });
    if (fileSizeAt !== undefined) patches.push({ at: fileSizeAt, bytes: double(this.#length) });
    return patches;
  }

  #encodeMetadata(fileSize: number): Uint8Array | undefined {
    if (this.#metadata === undefined) return undefined;
    const facts = { durationMs: this.durationMs, fileSize, keyFrames: this.#index.points };
    return encodeMetadata(this.#metadata, this.#places, facts);
  }

  #noteKeyFrame(facts: TagFacts, timestamp: number): void {
    this.#indexedTrack ??= facts.role === 'keyFrame' ? facts.tracks[0]?.trackId : undefined;
    if (this.#indexedTrack === undefined || !isKeyFrameOf(this.#indexedTrack, facts)) return;
    this.#index.add({ at: this.#length, timestamp });
  }
}

function double(value: number): Uint8Array {
  const out = new ByteWriter(8);
  out.f64(value);
  return out.finish();
}

const FLAGS_AT = 4;
