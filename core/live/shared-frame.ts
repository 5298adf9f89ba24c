import { chunkInPlace } from '../chunk/chunk-message.ts';
import type { TagTrack } from '../media/tag-track.ts';
import type { Treatment } from '../media/treatment.ts';

/**
 * What a frame is to a player:
 *
 * - `sequenceHeader`: must be there before frames can be decoded, or belongs with it (HDR metadata, speaker layout)
 * - `sequenceEnd`: the tracks' headers are void
 * - `keyFrame`, `interFrame`: pictures; decoding can begin with the former only
 * - `sound`, `data`: stand for themselves
 */
export type FrameRole = 'sequenceHeader' | 'sequenceEnd' | 'keyFrame' | 'interFrame' | 'sound' | 'data';

/** What makes a frame, beside its payload. */
export type FrameFacts = Pick<
  SharedFrame,
  'media' | 'role' | 'timestamp' | 'messageTypeId' | 'chunkStreamId' | 'tracks' | 'header' | 'slots'
>;

/** `plain` and `extended` are of Enhanced RTMP: the latter has a multitrack header, ModEx, or both. Data and silence are `legacy`. */
export type FrameHeader = 'legacy' | 'plain' | 'extended';

/** A message in its wire form for one kind of player: what `Connection.sendChunks` takes. */
export interface FrameChunks {
  readonly chunkSize: number;
  readonly messageStreamId: number;
  readonly chunkStreamId: number;
  /** All chunks. Every player gets this very buffer: it must not be changed. */
  readonly bytes: Uint8Array;
}

/** The first stream that a connection has: nearly all play on it, in chunks of one size. */
const USUAL_STREAM = 1;

/**
 * Wire forms kept for other streams. A client can have ids without end, and what the GOP cache holds must not grow by
 * them: further forms are made for one player each.
 */
const MOST_UNUSUAL = 3;

/** Basic header for chunk stream ids below 64, and the message header of a type 0 chunk (§5.3.1). */
const FIRST_HEADER_BYTES = 12;

/**
 * One message of a publication, shared by all who get it: chunked once for each common (chunk size, message stream id)
 * and sent from that one buffer. Headers are always of type 0, so that the bytes mean the same to every
 * player whatever it got before (CHK-54).
 *
 * The bytes are held once: when the first wire form is made the payload is let go, and made again from the wire form
 * should another chunk size want it.
 */
export class SharedFrame {
  readonly media: 'audio' | 'video' | 'data';
  readonly role: FrameRole;
  /** The publisher's, unchanged: uint32 milliseconds, wraps. */
  readonly timestamp: number;
  readonly messageTypeId: number;
  /** Below 64, the same for all frames of one media. */
  readonly chunkStreamId: number;
  /** The tracks in it, in order; empty for data and silence. Ids are valid within one media. */
  readonly tracks: readonly TagTrack[];
  readonly header: FrameHeader;
  /** Places in the header cache that a sequence header fills or a sequence end empties; else empty. */
  readonly slots: readonly number[];
  /** Payload bytes. */
  readonly length: number;

  #payload: Uint8Array | undefined;
  #first: FrameChunks | undefined;
  #others: FrameChunks[] | undefined;
  #treated: Map<Treatment, SharedFrame | undefined> | undefined;

  /** @param payload - kept, and not to be changed by anyone from now on; the room in front of it, if any, may be written to */
  constructor(facts: FrameFacts, payload: Uint8Array) {
    this.media = facts.media;
    this.role = facts.role;
    this.timestamp = facts.timestamp;
    this.messageTypeId = facts.messageTypeId;
    this.chunkStreamId = facts.chunkStreamId;
    this.tracks = facts.tracks;
    this.header = facts.header;
    this.slots = facts.slots;
    this.length = payload.length;
    this.#payload = payload;
  }

  get isEnhanced(): boolean {
    return this.header !== 'legacy';
  }

  /** The payload of this frame. May be made afresh by each call: not for hot paths. */
  get payload(): Uint8Array {
    // One of the two is always there: the payload goes only when `#first` is set.
    return this.#payload ?? this.#payloadOf(this.#first as FrameChunks);
  }

  /**
   * The whole message in chunks, for a connection that sends chunks of `chunkSize` and a player on `messageStreamId`.
   * The same buffer for every caller, but for those on message streams that few are on.
   */
  chunks(chunkSize: number, messageStreamId: number): FrameChunks {
    const first = this.#first;
    if (first === undefined) {
      this.#first = this.#chunk(chunkSize, messageStreamId);
      this.#payload = undefined;
      return this.#first;
    }
    if (first.chunkSize === chunkSize && first.messageStreamId === messageStreamId) return first;
    return this.#otherChunks(chunkSize, messageStreamId);
  }

  /**
   * The frame after a treatment, made once for all players who need it: bytes are held once for each of the few
   * treatments, however many players announced how many different things.
   *
   * @param treat - the same for every call; answers the frame itself where nothing changes, `undefined` where nothing is left
   */
  treated(
    treatment: Treatment,
    treat: (frame: SharedFrame, treatment: Treatment) => SharedFrame | undefined,
  ): SharedFrame | undefined {
    this.#treated ??= new Map();
    if (this.#treated.has(treatment)) return this.#treated.get(treatment);
    const frame = treat(this, treatment);
    this.#treated.set(treatment, frame);
    return frame;
  }

  #otherChunks(chunkSize: number, messageStreamId: number): FrameChunks {
    this.#others ??= [];
    for (const other of this.#others) {
      if (other.chunkSize === chunkSize && other.messageStreamId === messageStreamId) return other;
    }
    const other = this.#chunk(chunkSize, messageStreamId);
    if (messageStreamId === USUAL_STREAM || this.#others.length < MOST_UNUSUAL) this.#others.push(other);
    return other;
  }

  #chunk(chunkSize: number, messageStreamId: number): FrameChunks {
    const { chunkStreamId, timestamp, messageTypeId, payload } = this;
    const message = { chunkStreamId, timestamp, messageTypeId, messageStreamId, payload };
    return { chunkSize, messageStreamId, chunkStreamId, bytes: chunkInPlace(message, chunkSize) };
  }

  /** Takes the headers out again: one of type 0, then one byte for each further chunk, and the extended timestamp in all. */
  #payloadOf({ bytes, chunkSize }: FrameChunks): Uint8Array {
    const extendedBytes = this.timestamp >= 0xffffff ? 4 : 0;
    let from = FIRST_HEADER_BYTES + extendedBytes;
    if (this.length <= chunkSize) return bytes.subarray(from);
    const payload = new Uint8Array(this.length);
    for (let at = 0; at < this.length; at += chunkSize) {
      const size = Math.min(chunkSize, this.length - at);
      payload.set(bytes.subarray(from, from + size), at);
      from += size + 1 + extendedBytes;
    }
    return payload;
  }
}
