import { concat, readU24, readU32 } from '../kit/wire/bytes.ts';
import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { TYPE } from '../kit/wire/message.ts';

/** The ways in which a reader of chunks may be wrong; each has been seen in a program. */
export interface Misreading {
  /** A type 3 chunk that continues a message moves time as well. */
  readonly deltaOnEveryChunk?: true;
  /** The delta of a type 1 or 2 header is taken for a timestamp. */
  readonly deltaIsAbsolute?: true;
  /** A type 3 chunk that begins a message moves no time. */
  readonly noDeltaOnType3?: true;
  /** The four bytes on type 3 chunks are taken for payload. */
  readonly noFieldOnType3?: true;
  /** A timestamp of ffffff is taken for what it says: no four bytes follow. */
  readonly noExtended?: true;
  /** One buffer for the unfinished messages of all chunk streams. */
  readonly oneBuffer?: true;
  /** The last two bytes of a long basic header are read the other way round. */
  readonly idHighByteFirst?: true;
  /** A new chunk size holds for a message that begins after it only. */
  readonly sizeFromNextMessage?: true;
  /** A message of length 0 is finished by the next byte that comes. */
  readonly holdsEmpty?: true;
  /** In force until Set Chunk Size says otherwise; 128 where it is right. */
  readonly firstChunkSize?: number;
  /** A message whose last chunk is full wants one chunk more, and takes the next for it. */
  readonly wantsMoreBehindFull?: true;
  /** What is larger is taken for it. */
  readonly mostChunkSize?: number;
  /** Lengths are read as 16 bits. */
  readonly shortLengths?: true;
  /** An id of two or three bytes is one of one byte. */
  readonly oneByteIds?: true;
  /** The forms of an id are chunk streams of their own. */
  readonly formsApart?: true;
  /** The timestamp of a type 0 header is added to the one before. */
  readonly addsAbsolute?: true;
  /** A type 3 chunk begins no message. */
  readonly nothingByType3?: true;
  /** Chunk streams that do not begin with type 0 are passed over. */
  readonly type0First?: true;
  /** Chunk streams of which nothing was said have a length. */
  readonly inventedLength?: number;
  /** Length and type stand in type 0 headers only. */
  readonly fieldsOfType0?: true;
  /** Time does not wrap. */
  readonly saturates?: true;
  /** So many messages may be unfinished; before another may begin, one must be finished. */
  readonly mostUnfinished?: number;
}

interface Stream {
  timestamp: number;
  delta: number;
  extended: boolean;
  length: number;
  type: number;
  messageStreamId: number;
  pieces: Uint8Array[];
  received: number;
  /** In force when the message began. */
  chunkSize: number;
}

/** Reads chunks, wrongly in the ways it is told to. */
export class Misreader {
  readonly #wrong: Misreading;
  readonly #streams = new Map<number, Stream>();
  readonly #shared: Uint8Array[] = [];
  readonly #held: DecodedMessage[] = [];
  #rest: Uint8Array = new Uint8Array(0);
  #chunkSize: number;

  constructor(wrong: Misreading) {
    this.#wrong = wrong;
    this.#chunkSize = wrong.firstChunkSize ?? 128;
  }

  push(bytes: Uint8Array): DecodedMessage[] {
    this.#rest = concat(this.#rest, bytes);
    const messages: DecodedMessage[] = [];
    for (let used = this.#chunk(messages); used > 0; used = this.#chunk(messages)) {
      this.#rest = this.#rest.subarray(used);
    }
    return messages;
  }

  /** @returns how many bytes the chunk took; 0 when it is not all there */
  #chunk(messages: DecodedMessage[]): number {
    const bytes = this.#rest;
    const first = bytes[0] ?? 0;
    const form = (first & 0x3f) > 1 || this.#wrong.oneByteIds ? 1 : 2 + (first & 1);
    const chunkType = first >> 6;
    const fields = [11, 7, 3, 0][chunkType] ?? 0;
    if (bytes.length < form + fields || bytes.length === 0) return 0;
    const id = form === 1 ? first & 0x3f : this.#longId(bytes, form);
    const known = this.#streams.get(id);
    const stream = known ?? fresh(this.#chunkSize, this.#wrong.inventedLength ?? 0);
    const begins = stream.received === 0;
    if (begins && this.#unfinished >= (this.#wrong.mostUnfinished ?? Number.POSITIVE_INFINITY)) return 0;
    const field = chunkType === 3 ? 0 : readU24(bytes, form);
    const saysExtended = chunkType === 3 ? stream.extended && this.#wrong.noFieldOnType3 !== true : field === 0xffffff;
    const extended = saysExtended && this.#wrong.noExtended !== true;
    const headerEnd = form + fields + (extended ? 4 : 0);
    const hasFields = this.#wrong.fieldsOfType0 ? chunkType === 0 : chunkType <= 1;
    const length = hasFields ? this.#length(bytes, form + 3) : stream.length;
    const chunkSize = this.#wrong.sizeFromNextMessage && !begins ? stream.chunkSize : this.#chunkSize;
    const end = headerEnd + Math.min(chunkSize, Math.max(0, length - stream.received));
    if (bytes.length < end) return 0;
    const isPassedOver = known === undefined && chunkType > 0 && this.#wrong.type0First === true;
    if (isPassedOver || (this.#wrong.nothingByType3 && chunkType === 3 && begins)) return end;
    this.#streams.set(id, stream);
    if (hasFields) Object.assign(stream, { length, type: bytes[form + 6] ?? 0 });
    if (chunkType === 0) stream.messageStreamId = readU32(bytes.slice(form + 7, form + 11).reverse(), 0);
    if (chunkType < 3) stream.extended = extended;
    const value = extended ? readU32(bytes, form + fields) : field;
    if (begins) stream.chunkSize = this.#chunkSize;
    this.#moveTime(stream, chunkType, value, begins);
    this.#take(stream, bytes.slice(headerEnd, end), messages, id);
    return end;
  }

  get #unfinished(): number {
    return [...this.#streams.values()].filter(({ received }) => received > 0).length;
  }

  #length(bytes: Uint8Array, at: number): number {
    return readU24(bytes, at) & (this.#wrong.shortLengths ? 0xffff : 0xffffff);
  }

  #sizeIn(payload: Uint8Array): number {
    return Math.min(this.#wrong.mostChunkSize ?? 0x7fffffff, Math.max(1, readU32(payload, 0) & 0x7fffffff));
  }

  #longId(bytes: Uint8Array, form: number): number {
    const second = bytes[1] ?? 0;
    if (form === 2) return second + 64;
    const third = bytes[2] ?? 0;
    const id = 64 + (this.#wrong.idHighByteFirst ? second + third : second + 256 * third);
    return this.#wrong.formsApart ? -id : id;
  }

  #moveTime(stream: Stream, chunkType: number, value: number, begins: boolean): void {
    const { addsAbsolute, deltaIsAbsolute, deltaOnEveryChunk, noDeltaOnType3, saturates } = this.#wrong;
    if (chunkType < 3) stream.delta = value;
    const isAbsolute = (chunkType === 0 && !addsAbsolute) || (chunkType < 3 && deltaIsAbsolute);
    if (isAbsolute) stream.timestamp = value;
    else if (chunkType === 3 && noDeltaOnType3) return;
    else if (begins || deltaOnEveryChunk) {
      const sum = stream.timestamp + stream.delta;
      stream.timestamp = saturates ? Math.min(sum, 0xffffffff) : sum >>> 0;
    }
  }

  #take(stream: Stream, payload: Uint8Array, messages: DecodedMessage[], chunkStreamId: number): void {
    const pieces = this.#wrong.oneBuffer ? this.#shared : stream.pieces;
    pieces.push(payload);
    stream.received += payload.length;
    const { type, timestamp, messageStreamId, length } = stream;
    if (stream.received < length) return;
    const whole = concat(...pieces.splice(0)).subarray(0, length);
    stream.received = 0;
    const isFull = length > 0 && length % this.#chunkSize === 0;
    if (type === TYPE.setChunkSize) this.#chunkSize = this.#sizeIn(whole);
    const message = { type, timestamp, messageStreamId, chunkStreamId, payload: whole, chunks: [] };
    const isHeld = (length === 0 && this.#wrong.holdsEmpty) || (isFull && this.#wrong.wantsMoreBehindFull);
    const held = this.#held.splice(0);
    const isTakenFor = this.#wrong.wantsMoreBehindFull === true && held.length > 0;
    messages.push(...held);
    if (isHeld && !isTakenFor) this.#held.push(message);
    else if (!isTakenFor) messages.push(message);
  }
}

const fresh = (chunkSize: number, length: number): Stream => ({
  timestamp: 0,
  delta: 0,
  extended: false,
  length,
  type: 0,
  messageStreamId: 0,
  pieces: [],
  received: 0,
  chunkSize,
});
