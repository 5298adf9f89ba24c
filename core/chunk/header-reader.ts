import type { ChunkReport, ReaderPlace } from './chunk-report.ts';
import { ChunkStreamState, ChunkStreams } from './chunk-stream-state.ts';
import {
  type ExtendedTimestampFinding,
  type ExtendedTimestampReading,
  ExtendedTimestampRule,
} from './extended-timestamp.ts';
import {
  basicHeaderLength,
  DEFAULT_CHUNK_SIZE,
  EXTENDED,
  EXTENDED_TIMESTAMP_LENGTH,
  MESSAGE_HEADER_LENGTHS,
  readChunkStreamId,
  readUint24,
  readUint32,
  readUint32LittleEndian,
} from './header.ts';
import type { PayloadGatherer } from './payload-gatherer.ts';
import { REASSEMBLY_ORDERS } from './reassembly-orders.ts';
import type { ChunkTroubleCode, LimitHit } from './trouble.ts';

/** Bounds that a header is held to: the members of that name in `Limits`. */
export interface HeaderLimits {
  readonly messageLength: number;
  readonly commandLength: number;
  readonly chunkStreams: number;
  readonly unfinishedBytes: number;
}

/** Data messages, shared objects and commands, AMF3 and AMF0: values that are decoded whole (MSG-37). */
const FIRST_COMMAND_TYPE = 15;
const LAST_COMMAND_TYPE = 20;

// By name in this module, for the hot path: where modules are not bundled, each use of an import looks it up anew.
const { eventCount, fresh, next, chunkTypes, continues, drops, deviations, failures } = REASSEMBLY_ORDERS;
const typeThree = chunkTypes[3]!;
const messageHeaderLengths = Uint8Array.from(MESSAGE_HEADER_LENGTHS);

/** The header is not whole, or the report has trouble. No header ends at 0. */
const NOT_TAKEN = 0;

/**
 * Takes chunk headers: finds the chunk stream, asks the reassembly machine what the chunk means there, holds it against
 * the limits, and leaves its fields in the state of the chunk stream. A header that is not whole changes nothing.
 */
export class HeaderReader implements ReaderPlace {
  /** Bytes, 1 to 0xFFFFFF; governs the next chunk of every chunk stream (CHK-33, Q-18). */
  chunkSize = DEFAULT_CHUNK_SIZE;
  at = 0;
  lastStream: ChunkStreamState | undefined;
  lastChunkType = 0;
  lastAt = 0;
  /** Payload bytes of the chunk whose header was taken last. */
  payloadLength = 0;
  readonly streams = new ChunkStreams();
  readonly #limits: HeaderLimits;
  readonly #extendedTimestamps: ExtendedTimestampRule;
  readonly #gatherer: PayloadGatherer;
  readonly #report: ChunkReport;
  /** Of the header in hand: its chunk type, and its cell in the reassembly tables. */
  #chunkType = 0;
  #cell = 0;

  constructor(limits: HeaderLimits, reading: ExtendedTimestampReading, gatherer: PayloadGatherer, report: ChunkReport) {
    this.#limits = limits;
    this.#extendedTimestamps = new ExtendedTimestampRule(reading);
    this.#gatherer = gatherer;
    this.#report = report;
  }

  /**
   * Takes the header that begins at `start`. What follows it is `payloadLength` bytes for the message on `lastStream`.
   *
   * @param offset - of `start`, in bytes since the connection began
   * @returns the index after the header; 0 when it is not whole before `end`, or when the report has trouble
   */
  take(source: Uint8Array, start: number, end: number, offset: number): number {
    if (start >= end) return NOT_TAKEN;
    const firstByte = source[start]!;
    const low = firstByte & 0x3f;
    const isShort = low > 1; // the id itself, and nearly always so (CHK-4)
    const fieldsAt = isShort ? start + 1 : start + basicHeaderLength(firstByte);
    if (fieldsAt > end) return NOT_TAKEN;
    const chunkStreamId = isShort ? low : readChunkStreamId(source, start);
    const known = this.streams.find(chunkStreamId);
    const state = known === undefined ? fresh : known.reassembly;
    this.at = offset;
    this.#chunkType = firstByte >> 6;
    this.#cell = state * eventCount + chunkTypes[this.#chunkType]!; // two bits, four columns
    if (state === fresh && !this.#mayOpen(chunkStreamId, known !== undefined)) return NOT_TAKEN;

    const stream = known ?? new ChunkStreamState(chunkStreamId);
    const headerEnd =
      continues[this.#cell] === 1
        ? this.#takeContinuation(stream, source, fieldsAt, end)
        : this.#takeFields(stream, source, fieldsAt, end);
    if (headerEnd === NOT_TAKEN || !this.#countPayload(stream)) return NOT_TAKEN;
    if (known === undefined) this.streams.add(stream);
    this.#step(stream);
    return headerEnd;
  }

  /**
   * Takes the header that most chunks have: one byte, of type 3, for the message under way on `lastStream`.
   *
   * @returns false, and nothing is taken, when it is another header, or when the report has trouble
   */
  takeShort(firstByte: number, offset: number): boolean {
    const stream = this.lastStream!; // called after the payload of a chunk
    const cell = stream.reassembly * eventCount + typeThree;
    if (firstByte !== stream.shortHeader || stream.isExtended || continues[cell] !== 1) return false;
    this.at = offset;
    this.#chunkType = 3;
    this.#cell = cell;
    if (!this.#countPayload(stream)) return false;
    this.#step(stream);
    return true;
  }

  #step(stream: ChunkStreamState): void {
    stream.reassembly = next[this.#cell]!; // the cell was made from a state and an event of the same tables
    this.lastStream = stream;
    this.lastChunkType = this.#chunkType;
    this.lastAt = this.at;
  }

  /** Whether an id that is not open may open a chunk stream: by the machine, and by the limit (CHK-9). */
  #mayOpen(chunkStreamId: number, isKnown: boolean): boolean {
    const failure = failures[this.#cell];
    if (failure !== undefined) {
      return this.#fail(failure, `expected type 0 to open chunk stream ${chunkStreamId}, got type ${this.#chunkType}`);
    }
    const allowed = this.#limits.chunkStreams;
    if (isKnown || this.streams.count < allowed) return true;
    const message = `expected at most ${allowed} chunk streams, got another with id ${chunkStreamId}`;
    return this.#fail('tooManyChunkStreams', message, { limit: 'chunkStreams', allowed, got: allowed + 1 });
  }

  /** A chunk of the message under way: it has no fields, but perhaps an extended timestamp. */
  #takeContinuation(stream: ChunkStreamState, source: Uint8Array, at: number, end: number): number {
    if (!stream.isExtended) return at;
    const payloadLength = this.#payloadLengthOf(stream);
    const finding = this.#extendedTimestamps.decide(source, at, end, stream.extendedTimestamp, payloadLength);
    if (finding === 'undecided' || !this.#mayFind(finding, stream)) return NOT_TAKEN;
    return finding === 'omitted' || finding === 'notExpected' ? at : at + EXTENDED_TIMESTAMP_LENGTH;
  }

  #mayFind(finding: ExtendedTimestampFinding, { chunkStreamId, extendedTimestamp }: ChunkStreamState): boolean {
    if (finding !== 'omitted' && finding !== 'zeroed') return true;
    const code = finding === 'omitted' ? 'extendedTimestampOmitted' : 'extendedTimestampZeroed';
    if (this.#report.deviateAgain(code)) return true;
    const came = finding === 'omitted' ? 'none' : 'zero';
    const expected = `the extended timestamp ${extendedTimestamp} again on chunk stream ${chunkStreamId}`;
    return this.#report.deviate(code, this, `expected ${expected}, got ${came}`);
  }

  /** The first chunk of a message: types 0 to 2 bring fields, and what they leave out stays (CHK-10 to CHK-13). */
  #takeFields(stream: ChunkStreamState, source: Uint8Array, at: number, end: number): number {
    const chunkType = this.#chunkType;
    const fieldsEnd = at + messageHeaderLengths[chunkType]!; // two bits, four lengths
    if (fieldsEnd > end) return NOT_TAKEN;
    const field = chunkType < 3 ? readUint24(source, at) : stream.clock.timestampDelta;
    const isExtended = chunkType < 3 ? field === EXTENDED : this.#isExtendedAgain(stream);
    const headerEnd = isExtended ? fieldsEnd + EXTENDED_TIMESTAMP_LENGTH : fieldsEnd;
    if (headerEnd > end) return NOT_TAKEN;
    const time = isExtended ? readUint32(source, fieldsEnd) : field;
    if (!this.#mayBegin(stream, time, isExtended)) return NOT_TAKEN;
    if (chunkType < 2 && !this.#takeLengthAndType(stream, readUint24(source, at + 3), source[at + 6]!))
      return NOT_TAKEN;

    if (drops[this.#cell] === 1) this.#gatherer.drop(stream);
    if (chunkType === 0) stream.messageStreamId = readUint32LittleEndian(source, at + 7);
    stream.clock.take(chunkType, time, isExtended);
    stream.isExtended = isExtended;
    if (isExtended) stream.extendedTimestamp = time;
    stream.chunkType = chunkType;
    stream.at = this.at;
    return headerEnd;
  }

  #isExtendedAgain(stream: ChunkStreamState): boolean {
    return stream.isExtended && this.#extendedTimestamps.isReadWhenBeginning;
  }

  /** Notes what deviates in a header that begins a message. */
  #mayBegin(stream: ChunkStreamState, time: number, isExtended: boolean): boolean {
    const { chunkStreamId, clock, received, messageLength } = stream;
    const unexpected = deviations[this.#cell];
    if (unexpected !== undefined) {
      const expected = received === 0 ? 'type 0 to open' : `type 3 after ${received} of ${messageLength} bytes on`;
      const message = `expected ${expected} chunk stream ${chunkStreamId}, got type ${this.#chunkType}`;
      if (!this.#report.deviate(unexpected, this, message)) return false;
    }
    const deviation = clock.deviation(this.#chunkType, time, isExtended);
    if (deviation === undefined) return true;
    const message = `expected a delta after timestamp ${clock.timestamp} on chunk stream ${chunkStreamId}, got ${time}`;
    return this.#report.deviate(deviation, this, message);
  }

  #takeLengthAndType(stream: ChunkStreamState, messageLength: number, messageTypeId: number): boolean {
    const isCommand = messageTypeId >= FIRST_COMMAND_TYPE && messageTypeId <= LAST_COMMAND_TYPE;
    const limit =
      isCommand && this.#limits.commandLength < this.#limits.messageLength ? 'commandLength' : 'messageLength';
    const allowed = this.#limits[limit];
    if (messageLength > allowed) {
      const message = `expected at most ${allowed} bytes in a message of type ${messageTypeId}, got ${messageLength}`;
      const code = limit === 'commandLength' ? 'commandTooLong' : 'messageTooLong';
      return this.#fail(code, message, { limit, allowed, got: messageLength });
    }
    stream.messageLength = messageLength;
    stream.messageTypeId = messageTypeId;
    return true;
  }

  /** The chunk holds what its message still lacks, up to the chunk size (CHK-15). */
  #payloadLengthOf(stream: ChunkStreamState): number {
    const missing = stream.messageLength - stream.received;
    return Math.min(missing, this.chunkSize);
  }

  #countPayload(stream: ChunkStreamState): boolean {
    this.payloadLength = this.#payloadLengthOf(stream);
    const got = this.#gatherer.charge(stream, this.payloadLength);
    const allowed = this.#limits.unfinishedBytes;
    if (got <= allowed) return true;
    const message = `expected at most ${allowed} bytes of unfinished messages, got ${got}`;
    return this.#fail('tooManyUnfinishedBytes', message, { limit: 'unfinishedBytes', allowed, got });
  }

  #fail(code: ChunkTroubleCode, message: string, hit?: LimitHit): false {
    return this.#report.fail(code, this, message, hit);
  }
}
