/** What is heard of the messages that a scanner passes over. */
export interface ScannerListener {
  /** A piece of a video message: `bytes` from `from` to `to`, borrowed. */
  onVideoPiece(bytes: Uint8Array, from: number, to: number): void;
  onVideoEnd(): void;
  /** A whole message that is neither audio nor video. */
  onMessage(messageTypeId: number, payload: Uint8Array): void;
}

/** The server sent what is no RTMP. */
export class ScanError extends Error {
  override readonly name = 'ScanError';
}

const AUDIO = 8;
const VIDEO = 9;
const SET_CHUNK_SIZE = 1;

const MESSAGE_HEADER_LENGTHS = [11, 7, 3, 0] as const;
const LONGEST_HEADER = 18;
const EXTENDED = 0xffffff;
/** Commands and metadata that are kept until they are whole; nothing that a server says to a player is longer. */
const LONGEST_KEPT = 65_536;

/** One chunk stream: what its last header said, and how much is missing of its message. */
interface ChunkStream {
  messageLength: number;
  messageTypeId: number;
  isExtended: boolean;
  missing: number;
  kept: Uint8Array | undefined;
}

/**
 * Reads chunks (§5.3) for players of whom a processor must carry thousands: nothing is copied or allocated for media, whose
 * bytes are shown where they lie. It shares no code with the server that it may be used to judge.
 *
 * Between two pushes `#payloadMissing` bytes are missing of the chunk under way, or a header that is not whole waits in
 * `#carry`: one or the other is 0.
 */
export class ChunkScanner {
  readonly #listener: ScannerListener;
  readonly #streams = new Map<number, ChunkStream>();
  readonly #carry = new Uint8Array(LONGEST_HEADER);
  #carried = 0;
  #chunkSize = 128;
  #stream: ChunkStream | undefined;
  #payloadMissing = 0;

  constructor(listener: ScannerListener) {
    this.#listener = listener;
  }

  /** Takes `bytes` from `from` to `to`, borrowed. @throws ScanError */
  push(bytes: Uint8Array, from: number, to: number): void {
    let at = from;
    while (at < to) {
      if (this.#payloadMissing > 0) at = this.#takePayload(bytes, at, to);
      else if (this.#carried > 0) at = this.#takeCarried(bytes, at, to);
      else at = this.#takeHeader(bytes, at, to) ?? this.#carryOn(bytes, at, to);
    }
  }

  #carryOn(bytes: Uint8Array, at: number, to: number): number {
    this.#carry.set(bytes.subarray(at, to));
    this.#carried = to - at;
    return to;
  }

  /** A header of which a part came in the push before. */
  #takeCarried(bytes: Uint8Array, at: number, to: number): number {
    const before = this.#carried;
    const more = Math.min(LONGEST_HEADER - before, to - at);
    this.#carry.set(bytes.subarray(at, at + more), before);
    const end = this.#takeHeader(this.#carry, 0, before + more);
    this.#carried = end === undefined ? before + more : 0;
    return end === undefined ? at + more : at + end - before;
  }

  /** @returns where the header ends; `undefined`, and nothing is taken, when it is not whole before `to` */
  #takeHeader(bytes: Uint8Array, at: number, to: number): number | undefined {
    const first = bytes[at]!; // the callers have one byte at least
    const chunkType = first >> 6;
    const idBytes = (first & 0x3f) < 2 ? 2 + (first & 1) : 1;
    const fieldsAt = at + idBytes;
    const fieldsEnd = fieldsAt + MESSAGE_HEADER_LENGTHS[chunkType]!; // two bits, four lengths
    if (fieldsEnd > to) return undefined;
    const stream = this.#find(chunkStreamId(bytes, at, idBytes), chunkType);
    const isExtended = chunkType < 3 ? readUint24(bytes, fieldsAt) === EXTENDED : stream.isExtended;
    const end = fieldsEnd + (isExtended ? 4 : 0);
    if (end > to) return undefined;
    if (stream.missing > 0 && chunkType !== 3) throw new ScanError(`a header of type ${chunkType} inside a message`);
    stream.isExtended = isExtended;
    if (chunkType < 2) {
      stream.messageLength = readUint24(bytes, fieldsAt + 3);
      stream.messageTypeId = bytes[fieldsAt + 6]!;
    }
    this.#begin(stream);
    return end;
  }

  #find(id: number, chunkType: number): ChunkStream {
    const known = this.#streams.get(id);
    if (known !== undefined) return known;
    if (chunkType > 1) throw new ScanError(`chunk stream ${id} begins with a header of type ${chunkType}`);
    const stream = { messageLength: 0, messageTypeId: 0, isExtended: false, missing: 0, kept: undefined };
    this.#streams.set(id, stream);
    return stream;
  }

  #begin(stream: ChunkStream): void {
    this.#stream = stream;
    if (stream.missing === 0) {
      const { messageLength, messageTypeId } = stream;
      stream.missing = messageLength;
      const isMedia = messageTypeId === VIDEO || messageTypeId === AUDIO;
      if (!isMedia && messageLength > LONGEST_KEPT) {
        throw new ScanError(`a message of type ${messageTypeId} with ${messageLength} bytes`);
      }
      stream.kept = isMedia ? undefined : new Uint8Array(messageLength);
      if (messageLength === 0) this.#deliver(stream);
    }
    this.#payloadMissing = Math.min(this.#chunkSize, stream.missing);
  }

  #takePayload(bytes: Uint8Array, at: number, to: number): number {
    const stream = this.#stream!; // payload follows a header
    const end = Math.min(to, at + this.#payloadMissing);
    if (stream.messageTypeId === VIDEO) this.#listener.onVideoPiece(bytes, at, end);
    else stream.kept?.set(bytes.subarray(at, end), stream.messageLength - stream.missing);
    this.#payloadMissing -= end - at;
    stream.missing -= end - at;
    if (stream.missing === 0) this.#deliver(stream);
    return end;
  }

  #deliver({ messageTypeId, kept }: ChunkStream): void {
    if (messageTypeId === VIDEO) return this.#listener.onVideoEnd();
    if (kept === undefined) return;
    if (messageTypeId === SET_CHUNK_SIZE) this.#setChunkSize(kept);
    else this.#listener.onMessage(messageTypeId, kept);
  }

  #setChunkSize(payload: Uint8Array): void {
    const size = new DataView(payload.buffer).getUint32(0);
    if (size < 1 || size > 0x7fffffff) throw new ScanError(`a chunk size of ${size}`);
    this.#chunkSize = size;
  }
}

function chunkStreamId(bytes: Uint8Array, at: number, idBytes: number): number {
  if (idBytes === 1) return bytes[at]! & 0x3f;
  return 64 + bytes[at + 1]! + (idBytes === 3 ? 256 * bytes[at + 2]! : 0);
}

function readUint24(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
}
