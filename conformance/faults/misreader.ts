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
  #chunkSize = 128;

  constructor(wrong: Misreading) {
    this.#wrong = wrong;
  }

  push(bytes: Uint8Array): DecodedMessage[] {
    this.#rest = concat(this.#rest, bytes);
    const messages: DecodedMessage[] = [];
    for (let used = this.#chunk(messages); used > 0; used = this.#chunk(messages)) this.#rest = this.#rest.slice(used);
    return messages;
  }

  /** @returns how many bytes the chunk took; 0 when it is not all there */
  #chunk(messages: DecodedMessage[]): number {
    const bytes = this.#rest;
    const first = bytes[0] ?? 0;
    const form = (first & 0x3f) === 0 ? 2 : (first & 0x3f) === 1 ? 3 : 1;
    const chunkType = first >> 6;
    const fields = [11, 7, 3, 0][chunkType] ?? 0;
    if (bytes.length < form + fields || bytes.length === 0) return 0;
    const id = form === 1 ? first & 0x3f : this.#longId(bytes, form);
    const stream = this.#streams.get(id) ?? fresh(this.#chunkSize);
    const begins = stream.received === 0;
    const field = chunkType === 3 ? 0 : readU24(bytes, form);
    const saysExtended = chunkType === 3 ? stream.extended && this.#wrong.noFieldOnType3 !== true : field === 0xffffff;
    const extended = saysExtended && this.#wrong.noExtended !== true;
    const headerEnd = form + fields + (extended ? 4 : 0);
    const length = chunkType <= 1 ? readU24(bytes, form + 3) : stream.length;
    const chunkSize = this.#wrong.sizeFromNextMessage && !begins ? stream.chunkSize : this.#chunkSize;
    const end = headerEnd + Math.min(chunkSize, length - stream.received);
    if (bytes.length < end) return 0;
    this.#streams.set(id, stream);
    if (chunkType <= 1) Object.assign(stream, { length, type: bytes[form + 6] ?? 0 });
    if (chunkType === 0) stream.messageStreamId = readU32(bytes.slice(form + 7, form + 11).reverse(), 0);
    if (chunkType < 3) stream.extended = extended;
    const value = extended ? readU32(bytes, form + fields) : field;
    if (begins) stream.chunkSize = this.#chunkSize;
    this.#moveTime(stream, chunkType, value, begins);
    this.#take(stream, bytes.slice(headerEnd, end), messages, id);
    return end;
  }

  #longId(bytes: Uint8Array, form: number): number {
    const second = bytes[1] ?? 0;
    if (form === 2) return second + 64;
    const third = bytes[2] ?? 0;
    return 64 + (this.#wrong.idHighByteFirst ? second + third : second + 256 * third);
  }

  #moveTime(stream: Stream, chunkType: number, value: number, begins: boolean): void {
    if (chunkType < 3) stream.delta = value;
    if (chunkType === 0 || (chunkType < 3 && this.#wrong.deltaIsAbsolute)) stream.timestamp = value;
    else if (chunkType === 3 && this.#wrong.noDeltaOnType3) return;
    else if (begins || this.#wrong.deltaOnEveryChunk) stream.timestamp = (stream.timestamp + stream.delta) >>> 0;
  }

  #take(stream: Stream, payload: Uint8Array, messages: DecodedMessage[], chunkStreamId: number): void {
    const pieces = this.#wrong.oneBuffer ? this.#shared : stream.pieces;
    pieces.push(payload);
    stream.received += payload.length;
    const { type, timestamp, messageStreamId, length } = stream;
    if (stream.received < length) return;
    const whole = concat(...pieces.splice(0)).subarray(0, length);
    stream.received = 0;
    if (type === TYPE.setChunkSize) this.#chunkSize = readU32(whole, 0);
    const message = { type, timestamp, messageStreamId, chunkStreamId, payload: whole, chunks: [] };
    if (length === 0 && this.#wrong.holdsEmpty) this.#held.push(message);
    else messages.push(...this.#held.splice(0), message);
  }
}

const fresh = (chunkSize: number): Stream => ({
  timestamp: 0,
  delta: 0,
  extended: false,
  length: 0,
  type: 0,
  messageStreamId: 0,
  pieces: [],
  received: 0,
  chunkSize,
});
