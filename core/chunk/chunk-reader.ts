import { plainView } from '../bytes/plain-view.ts';
import { ChunkReport } from './chunk-report.ts';
import type { ChunkStreamState } from './chunk-stream-state.ts';
import type { ExtendedTimestampReading } from './extended-timestamp.ts';
import { MAX_CHUNK_HEADER_LENGTH, MAX_CHUNK_SIZE } from './header.ts';
import { type HeaderLimits, HeaderReader } from './header-reader.ts';
import type { Message } from './message.ts';
import { type Beginnings, PayloadGatherer } from './payload-gatherer.ts';
import { REASSEMBLY_ORDERS } from './reassembly-orders.ts';
import type { ChunkDeviation, ChunkTrouble } from './trouble.ts';

// By name in this module, for the hot path: where modules are not bundled, each use of an import looks it up anew.
const { eventCount, fresh, next, messageCompleted, aborted, drops } = REASSEMBLY_ORDERS;

export interface ChunkReaderOptions {
  readonly limits: HeaderLimits & { readonly smallestChunkSize: number };
  /** How an extended timestamp is read on type 3 chunks. */
  readonly extendedTimestampOnType3: ExtendedTimestampReading;
  /** Codes of the deviations that are trouble. */
  readonly refused: ReadonlySet<string>;
  /** Bytes of the connection that went before: the handshake. Offsets count from its beginning. */
  readonly offset?: number;
  /** Default: every message is kept whole. One whose first piece is no longer than a beginning is in any case. */
  readonly beginnings?: Beginnings;
}

/**
 * Reads the chunks of one direction into messages (§5.3).
 *
 *     reader.push(bytes);
 *     for (let message = reader.next(); message !== undefined; message = reader.next()) handle(message);
 *
 * Messages come in the order in which they are complete (CHK-30). Between two of them the caller acts on what they say:
 * `setChunkSize` and `abort` hold from the very next chunk on. The same bytes give the same messages, deviations and
 * trouble, with the same offsets, however they are cut into pushes; the work is linear in the bytes, the number of
 * pushes and the number of messages.
 *
 * Between calls a header that is not whole waits in `#carry`, at most 18 bytes; all other bytes are in the state of
 * their chunk stream. While `#payloadMissing > 0` the next bytes are payload for the header reader's `lastStream`.
 */
export class ChunkReader {
  readonly #smallestChunkSize: number;
  readonly #report: ChunkReport;
  readonly #gatherer: PayloadGatherer;
  readonly #headers: HeaderReader;
  #input: Uint8Array = EMPTY;
  #position = 0;
  /** Offset of `#input[0]`, in bytes since the connection began. */
  #inputAt: number;
  /** Made for the first header that a push cuts. */
  #carry: Uint8Array = EMPTY;
  #carried = 0;
  #payloadMissing = 0;
  #messageAt: number;
  #messageLength = 0;

  constructor({ limits, extendedTimestampOnType3, refused, offset = 0, beginnings }: ChunkReaderOptions) {
    this.#smallestChunkSize = limits.smallestChunkSize;
    this.#report = new ChunkReport(refused);
    this.#gatherer = new PayloadGatherer(beginnings);
    this.#headers = new HeaderReader(limits, extendedTimestampOnType3, this.#gatherer, this.#report);
    this.#inputAt = offset;
    this.#messageAt = offset;
  }

  /** Why nothing more is read; it stays, but for `resume`. */
  get trouble(): ChunkTrouble | undefined {
    return this.#report.trouble;
  }

  get hasDeviations(): boolean {
    return this.#report.hasDeviations;
  }

  /** Hands over the deviations accepted since the last call, one entry for each code. */
  takeDeviations(): readonly ChunkDeviation[] {
    return this.#report.takeDeviations();
  }

  /** Offset of the next byte to be read, in bytes since the connection began; after trouble with a chunk, of that chunk. */
  get bytesRead(): number {
    return this.#inputAt + this.#position;
  }

  /** Offset of the first chunk of the message that `next` gave last, in bytes since the connection began. */
  get messageAt(): number {
    return this.#messageAt;
  }

  /** Bytes of the message that `next` gave last: more than its payload has where its beginning was enough. */
  get messageLength(): number {
    return this.#messageLength;
  }

  /** Chunk size in force, bytes, 1 to 0xFFFFFF. */
  get chunkSize(): number {
    return this.#headers.chunkSize;
  }

  /** The chunk of which only a part has come: its chunk stream, and the payload bytes that are to come. */
  get chunkUnderWay(): { readonly chunkStreamId: number; readonly missingBytes: number } | undefined {
    const stream = this.#headers.lastStream;
    if (this.#payloadMissing === 0 || stream === undefined) return undefined;
    return { chunkStreamId: stream.chunkStreamId, missingBytes: this.#payloadMissing };
  }

  /** Counted against `limits.unfinishedBytes`: messages that have begun and not ended, at most twice the bytes that came. */
  get unfinishedBytes(): number {
    return this.#gatherer.unfinishedBytes;
  }

  /** Whether an end of the bytes now would cut a message or a header off. */
  get isInsideMessage(): boolean {
    return this.#gatherer.unfinishedBytes > 0 || this.#carried > 0;
  }

  /** Memory held between calls, bytes: the reader itself and its chunk streams by estimate, payloads exactly. */
  get heldBytes(): number {
    return READER_BYTES + this.#headers.streams.count * CHUNK_STREAM_BYTES + this.#gatherer.memoryBytes;
  }

  /**
   * Gives the reader its next bytes, borrowed until `next` answers `undefined`. If it has not answered so to the bytes
   * before, what is left of those is copied. After trouble bytes are passed over.
   *
   * @param start - index of the first byte to be read
   */
  push(bytes: Uint8Array, start = 0): void {
    if (this.trouble !== undefined) return;
    const added = plainView(bytes, start);
    this.#input = this.#input.length === 0 ? added : joined(this.takeUnread(), added);
  }

  /** Gives back the bytes that were pushed and not yet read, as a view of them, to be pushed again later. */
  takeUnread(): Uint8Array {
    const unread = this.#input.subarray(this.#position);
    this.#forgetInput();
    return unread;
  }

  /** The next message that is complete; `undefined` when more bytes are needed, or when there is trouble. */
  next(): Message | undefined {
    while (this.trouble === undefined) {
      if (this.#payloadMissing === 0 && !this.#takeHeader()) break;
      const stream = this.#headers.lastStream!; // a header was taken
      this.#takePayload(stream);
      if (stream.received === stream.messageLength) return this.#deliver(stream);
      if (this.#payloadMissing > 0) break;
    }
    this.#gatherer.store(this.#input);
    this.#forgetInput();
    return undefined;
  }

  /**
   * Sets the size of the chunks that follow (§5.4.1), of every chunk stream, also in the middle of a message.
   *
   * @param size - bytes, as Set Chunk Size gives them: a uint32
   * @returns trouble when the size is 0 or has its top bit set (CHK-34, Q-17), is below the limit, or must be clamped
   *   and that is refused
   */
  setChunkSize(size: number): ChunkTrouble | undefined {
    const place = this.#headers;
    const allowed = this.#smallestChunkSize;
    place.at = this.#messageAt;
    if (size < 1 || size > 0x7fffffff) {
      this.#report.fail('chunkSizeInvalid', place, `expected a chunk size of 1 to 2147483647, got ${size}`);
    } else if (size < allowed) {
      const hit = { limit: 'smallestChunkSize', allowed, got: size };
      this.#report.fail('chunkSizeTooSmall', place, `expected a chunk size of at least ${allowed}, got ${size}`, hit);
    } else if (size > MAX_CHUNK_SIZE) {
      this.#report.deviate('chunkSizeClamped', place, `expected a chunk size up to ${MAX_CHUNK_SIZE}, got ${size}`);
    }
    if (this.trouble === undefined) place.chunkSize = Math.min(size, MAX_CHUNK_SIZE);
    return this.trouble;
  }

  /**
   * Drops the message under way on a chunk stream (§5.4.2); nothing happens where there is none. Its header fields stay,
   * the timestamp among them (CHK-37, CHK-38). To be called right after `next` gave the Abort Message.
   */
  abort(chunkStreamId: number): void {
    const stream = this.#headers.streams.find(chunkStreamId);
    if (stream === undefined) return;
    const cell = stream.reassembly * eventCount + aborted;
    if (drops[cell] === 1) this.#gatherer.drop(stream);
    stream.reassembly = next[cell]!; // state and event come from the same tables
  }

  /**
   * Goes on behind bytes that this reader never saw, or behind trouble: for observers of a conversation, who may miss what
   * its ends do not. Messages under way are dropped, all that is not read is forgotten, and what headers left out must be
   * said anew: a chunk stream begins again with type 0, or with type 1, which goes on from the timestamp and the message
   * stream of before. The chunk size stays.
   *
   * @param offset - where the next push begins, with a chunk header, in bytes since the connection began
   * @param intact - chunk streams whose last header is known to have been seen
   */
  resume(offset: number, intact: ReadonlySet<number> = NONE_INTACT): void {
    this.#report.forgetTrouble();
    for (const stream of this.#headers.streams.all()) {
      this.abort(stream.chunkStreamId);
      if (!intact.has(stream.chunkStreamId)) stream.reassembly = fresh;
    }
    this.#input = EMPTY;
    this.#position = 0;
    this.#carried = 0;
    this.#payloadMissing = 0;
    this.#inputAt = offset;
    this.#messageAt = offset;
  }

  #forgetInput(): void {
    this.#inputAt += this.#position;
    this.#input = EMPTY;
    this.#position = 0;
  }

  #takeHeader(): boolean {
    if (this.#carried > 0) return this.#takeCarriedHeader();
    const input = this.#input;
    const end = this.#headers.take(input, this.#position, input.length, this.bytesRead);
    if (end > 0) {
      this.#position = end;
      this.#payloadMissing = this.#headers.payloadLength;
      return true;
    }
    if (this.trouble === undefined) this.#carryMore();
    return false;
  }

  /** A header that began in an earlier push: what was carried, and as many further bytes as a header can have. */
  #takeCarriedHeader(): boolean {
    const at = this.bytesRead - this.#carried;
    const earlier = this.#carried;
    this.#carryMore();
    const end = this.#headers.take(this.#carry, 0, this.#carried, at);
    if (end === 0) {
      if (this.trouble !== undefined) this.#returnTo(at);
      return false;
    }
    this.#payloadMissing = this.#headers.payloadLength;
    const rest = Math.max(end, earlier);
    this.#position -= this.#carried - rest;
    this.#takeCarriedPayload(end, rest);
    return true;
  }

  /**
   * Bytes carried from an earlier push may prove to be no part of the header: they were looked at for an extended
   * timestamp that is omitted. They are payload, and past the end of a short chunk the next header.
   */
  #takeCarriedPayload(start: number, end: number): void {
    const payloadEnd = Math.min(end, start + this.#payloadMissing);
    if (payloadEnd > start) {
      this.#gatherer.add(this.#headers.lastStream!, this.#carry, start, payloadEnd);
      this.#gatherer.store(this.#carry);
      this.#payloadMissing -= payloadEnd - start;
    }
    this.#carry.copyWithin(0, payloadEnd, end);
    this.#carried = end - payloadEnd;
  }

  #carryMore(): void {
    if (this.#position === this.#input.length) return;
    if (this.#carry === EMPTY) this.#carry = new Uint8Array(MAX_CHUNK_HEADER_LENGTH);
    const end = Math.min(this.#input.length, this.#position + this.#carry.length - this.#carried);
    while (this.#position < end) this.#carry[this.#carried++] = this.#input[this.#position++]!; // few: no view is worth it
  }

  /** The chunk at fault counts as not read, wherever pushes cut it. */
  #returnTo(offset: number): void {
    this.#inputAt = offset - this.#position;
    this.#carried = 0;
  }

  /** The payload of the chunk in hand, and of those after it as long as they plainly continue the same message. */
  #takePayload(stream: ChunkStreamState): void {
    const input = this.#input;
    for (;;) {
      const available = input.length - this.#position;
      const length = Math.min(this.#payloadMissing, available);
      if (length > 0) this.#gatherer.add(stream, input, this.#position, this.#position + length);
      this.#position += length;
      this.#payloadMissing -= length;
      if (length === available || stream.received === stream.messageLength || this.#carried > 0) return;
      if (!this.#headers.takeShort(input[this.#position]!, this.bytesRead)) return; // bytes are left
      this.#position += 1;
      this.#payloadMissing = this.#headers.payloadLength;
    }
  }

  #deliver(stream: ChunkStreamState): Message {
    stream.reassembly = next[stream.reassembly * eventCount + messageCompleted]!;
    this.#messageAt = stream.at;
    this.#messageLength = stream.messageLength;
    const { chunkStreamId, chunkType, messageTypeId, messageStreamId } = stream;
    const { timestamp } = stream.clock;
    const payload = this.#gatherer.take(stream, this.#input);
    return { chunkStreamId, chunkType, timestamp, messageTypeId, messageStreamId, payload };
  }
}

const EMPTY = new Uint8Array(0);
const NONE_INTACT: ReadonlySet<number> = new Set();

/**
 * Measured in V8 (Node.js 20), rounded up: a reader with all its parts, when it has carried a header and its list of chunk streams
 * is as long as it gets; and one chunk stream without its payload.
 */
const READER_BYTES = 1280;
const CHUNK_STREAM_BYTES = 256;

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
