import { concat, joined, readU24, readU32, readU32le } from './bytes.ts';
import { type BasicHeaderForm, EXTENDED, shortestForm } from './chunk-encode.ts';
import { TYPE } from './message.ts';

/** One chunk as it stood on the wire. */
export interface ChunkFacts {
  readonly chunkType: number;
  readonly chunkStreamId: number;
  readonly form: BasicHeaderForm;
  readonly isShortest: boolean;
  readonly extended: number | undefined;
  readonly payloadLength: number;
  /** In force when it came: what the peer last announced. */
  readonly chunkSize: number;
  /** Begins a message. */
  readonly begins: boolean;
}

export interface DecodedMessage {
  readonly type: number;
  readonly messageStreamId: number;
  readonly chunkStreamId: number;
  readonly timestamp: number;
  readonly payload: Uint8Array;
  readonly chunks: readonly ChunkFacts[];
}

interface StreamState {
  timestamp: number;
  delta: number;
  extended: number | undefined;
  length: number;
  type: number;
  messageStreamId: number;
  pieces: Uint8Array[];
  received: number;
  chunks: ChunkFacts[];
}

/** The peer wrote what cannot be chunks. */
export class ChunkTrouble extends Error {
  override readonly name = 'ChunkTrouble';
}

/**
 * The peer's chunks as messages, in the order in which they were completed. It follows the text where peers differ as
 * writers, and takes what is unusual for a fact to be judged by a case.
 */
export class ChunkDecoder {
  #rest: Uint8Array = new Uint8Array(0);
  #chunkSize = 128;
  readonly #streams = new Map<number, StreamState>();

  /** The largest payload that the peer has announced. */
  get chunkSize(): number {
    return this.#chunkSize;
  }

  /** The lengths that messages under way were announced with. */
  get unfinished(): readonly number[] {
    return [...this.#streams.values()].filter(({ chunks }) => chunks.length > 0).map(({ length }) => length);
  }

  /** Nothing is left of an unfinished chunk or message. */
  get isAtRest(): boolean {
    return this.#rest.length === 0 && [...this.#streams.values()].every(({ chunks }) => chunks.length === 0);
  }

  /** @throws ChunkTrouble */
  push(bytes: Uint8Array): DecodedMessage[] {
    this.#rest = this.#rest.length === 0 ? bytes : concat(this.#rest, bytes);
    const messages: DecodedMessage[] = [];
    let at = 0;
    for (let end = this.#chunk(at, messages); end > at; end = this.#chunk(at, messages)) at = end;
    this.#rest = this.#rest.subarray(at);
    return messages;
  }

  /** Reads one whole chunk. @returns where it ends, or `start` when it is not all there */
  #chunk(start: number, messages: DecodedMessage[]): number {
    const bytes = this.#rest;
    const first = bytes[start];
    if (first === undefined) return start;
    const chunkType = first >> 6;
    const form: BasicHeaderForm = (first & 0x3f) === 0 ? 2 : (first & 0x3f) === 1 ? 3 : 1;
    let at = start + form;
    if (at > bytes.length) return start;
    const chunkStreamId = idOf(bytes, start, form);
    const headerLength = [11, 7, 3, 0][chunkType] ?? 0;
    if (at + headerLength > bytes.length) return start;
    const stream = this.#streams.get(chunkStreamId);
    if (stream === undefined && chunkType !== 0) {
      throw new ChunkTrouble(`a type ${chunkType} chunk begins chunk stream ${chunkStreamId}`);
    }
    const field = chunkType === 3 ? undefined : readU24(bytes, at);
    const hasExtended = field === undefined ? stream?.extended !== undefined : field === EXTENDED;
    const extendedAt = at + headerLength;
    at = extendedAt + (hasExtended ? 4 : 0);
    if (at > bytes.length) return start;
    const extended = hasExtended ? readU32(bytes, extendedAt) : undefined;
    const next = headed(stream, chunkType, bytes, start + form, extended ?? field ?? 0);
    const begins = next.chunks.length === 0;
    const payloadLength = Math.min(this.#chunkSize, next.length - next.received);
    if (at + payloadLength > bytes.length) return start;
    if (begins) beginMessage(next, chunkType, extended ?? field);
    if (chunkType !== 3) next.extended = extended;
    next.pieces.push(bytes.subarray(at, at + payloadLength));
    next.received += payloadLength;
    const isShortest = form === shortestForm(chunkStreamId);
    next.chunks.push({
      chunkType,
      chunkStreamId,
      form,
      isShortest,
      extended,
      payloadLength,
      chunkSize: this.#chunkSize,
      begins,
    });
    this.#streams.set(chunkStreamId, next);
    if (next.received === next.length) messages.push(this.#complete(chunkStreamId, next));
    return at + payloadLength;
  }

  #complete(chunkStreamId: number, stream: StreamState): DecodedMessage {
    const { type, messageStreamId, timestamp, pieces, chunks } = stream;
    const payload = pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : joined(pieces);
    stream.pieces = [];
    stream.chunks = [];
    stream.received = 0;
    if (type === TYPE.setChunkSize && payload.length >= 4)
      this.#chunkSize = Math.max(1, readU32(payload, 0) & 0x7fffffff);
    return { type, messageStreamId, chunkStreamId, timestamp, payload, chunks };
  }
}

function idOf(bytes: Uint8Array, at: number, form: BasicHeaderForm): number {
  if (form === 1) return (bytes[at] ?? 0) & 0x3f;
  const low = (bytes[at + 1] ?? 0) + 64;
  return form === 2 ? low : low + 256 * (bytes[at + 2] ?? 0);
}

/** The state of a chunk stream with the fields of this header, where it has them; a copy, as the chunk may be incomplete. */
function headed(
  stream: StreamState | undefined,
  chunkType: number,
  bytes: Uint8Array,
  at: number,
  value: number,
): StreamState {
  const before = stream ?? {
    timestamp: 0,
    delta: 0,
    extended: undefined,
    length: 0,
    type: 0,
    messageStreamId: 0,
    pieces: [],
    received: 0,
    chunks: [],
  };
  if (chunkType === 3) return before;
  const isUnfinished = before.chunks.length > 0;
  if (isUnfinished) throw new ChunkTrouble(`a type ${chunkType} chunk inside an unfinished message`);
  const next = { ...before, delta: value };
  if (chunkType <= 1) next.length = readU24(bytes, at + 3);
  if (chunkType <= 1) next.type = bytes[at + 6] ?? 0;
  if (chunkType === 0) next.messageStreamId = readU32le(bytes, at + 7);
  return next;
}

function beginMessage(stream: StreamState, chunkType: number, value: number | undefined): void {
  if (chunkType === 0) stream.timestamp = value ?? 0;
  else stream.timestamp = (stream.timestamp + stream.delta) >>> 0;
}
