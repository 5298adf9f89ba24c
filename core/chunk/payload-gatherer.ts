import type { ChunkStreamState } from './chunk-stream-state.ts';
import { payloadMemory, payloadMemoryBytes } from './headroom.ts';

/** For observers of a conversation: of some messages the beginning is all that they need. */
export interface Beginnings {
  /** Bytes that are kept of such a message. */
  readonly length: number;
  /** Whether a message is one. @param input - has its first `length` bytes, from `start` on */
  readonly suffice: (messageTypeId: number, input: Uint8Array, start: number) => boolean;
}

/**
 * Brings the payload of chunks together.
 *
 * While the input is at hand, only the places of the payload are written down. They are copied when the message is
 * complete, into memory of exactly its length with the room of `headroom.ts` in front, or when the input is about to go: into
 * memory for twice of what came, but no more than the declared length, so that it moves a few times only. For each message
 *
 *     memory.length <= min(messageLength, 2 * received) <= chargedBytes
 *
 * where the last counts the whole of a chunk once its header came. The sum of `chargedBytes` is what `unfinishedBytes`
 * limits: it bounds the memory, and unlike the memory it does not depend on how the bytes were cut into reads.
 */
export class PayloadGatherer {
  readonly #beginnings: Beginnings | undefined;
  /** The chunk stream that the places in `PLACES` belong to. */
  #owner: ChunkStreamState | undefined;
  #placeCount = 0;
  #memoryBytes = 0;
  #unfinishedBytes = 0;

  constructor(beginnings?: Beginnings) {
    this.#beginnings = beginnings;
  }

  /** Bytes of memory taken for messages under way. */
  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  /** The most memory that the messages under way can take before the next header, bytes. 0 when there are none. */
  get unfinishedBytes(): number {
    return this.#unfinishedBytes;
  }

  /** Counts a chunk of `payloadLength` bytes in, before any of them is taken. @returns the new `unfinishedBytes` */
  charge(owner: ChunkStreamState, payloadLength: number): number {
    const charge = Math.min(owner.messageLength, 2 * (owner.received + payloadLength));
    this.#unfinishedBytes += charge - owner.chargedBytes;
    owner.chargedBytes = charge;
    return this.#unfinishedBytes;
  }

  /** Takes a piece of the message under way on `owner`: what lies in `input` from `start` to before `end`. */
  add(owner: ChunkStreamState, input: Uint8Array, start: number, end: number): void {
    if (owner.received === 0 && this.#beginnings !== undefined)
      this.#curtail(this.#beginnings, owner, input, start, end);
    if (owner.isCurtailed) {
      owner.received += end - start;
      return;
    }
    if (this.#owner !== owner || this.#placeCount === PLACES.length) {
      this.store(input);
      this.#owner = owner;
    }
    PLACES[this.#placeCount] = start;
    PLACES[this.#placeCount + 1] = end;
    this.#placeCount += 2;
    owner.received += end - start;
  }

  /** Copies what was written down; `input` may go afterwards. */
  store(input: Uint8Array): void {
    const owner = this.#owner;
    if (owner === undefined) return;
    const memory = this.#copyRegion(owner, input);
    owner.stored = closeGaps(input, memory, owner.stored, this.#placeCount);
    this.#forgetPlaces();
  }

  /** Hands over the payload of the message on `owner`, which is complete. */
  take(owner: ChunkStreamState, input: Uint8Array): Uint8Array {
    this.store(input);
    const payload = owner.memory ?? new Uint8Array(0);
    this.drop(owner);
    return payload;
  }

  /** Forgets what came of the message on `owner`. */
  drop(owner: ChunkStreamState): void {
    if (this.#owner === owner) this.#forgetPlaces();
    this.#memoryBytes -= memoryBytesOf(owner);
    this.#unfinishedBytes -= owner.chargedBytes;
    owner.memory = undefined;
    owner.received = 0;
    owner.stored = 0;
    owner.isCurtailed = false;
    owner.chargedBytes = 0;
  }

  /** Where the first piece of a message tells that its beginning is enough, no more is kept; all of it counts. */
  #curtail(
    { length, suffice }: Beginnings,
    owner: ChunkStreamState,
    input: Uint8Array,
    start: number,
    end: number,
  ): void {
    if (end - start <= length || !suffice(owner.messageTypeId, input, start)) return;
    owner.memory = payloadMemory(length);
    owner.memory.set(input.subarray(start, start + length));
    owner.stored = length;
    owner.isCurtailed = true;
    this.#memoryBytes += memoryBytesOf(owner);
  }

  #forgetPlaces(): void {
    this.#owner = undefined;
    this.#placeCount = 0;
  }

  /**
   * Copies the input from the first piece on, with the headers between the pieces, as far as there is room: a view of each
   * piece would cost more than the bytes of a small one. The first piece is then in its place; `closeGaps` sees to the rest.
   */
  #copyRegion(owner: ChunkStreamState, input: Uint8Array): Uint8Array {
    const start = PLACES[0]!; // there is a piece
    const memory = this.#reserve(owner);
    const end = Math.min(PLACES[this.#placeCount - 1]!, start + memory.length - owner.stored);
    memory.set(input.subarray(start, end), owner.stored);
    return memory;
  }

  /** Memory for all that `owner` received, holding what was stored before. */
  #reserve(owner: ChunkStreamState): Uint8Array {
    const earlier = owner.memory;
    if (earlier !== undefined && earlier.length >= owner.received) return earlier;
    const memory = payloadMemory(Math.min(owner.messageLength, 2 * owner.received));
    if (earlier !== undefined) memory.set(earlier.subarray(0, owner.stored));
    this.#memoryBytes -= memoryBytesOf(owner);
    owner.memory = memory;
    this.#memoryBytes += memoryBytesOf(owner);
    return memory;
  }
}

/** What the payload of the message under way takes, with the room in front of it. */
function memoryBytesOf({ memory }: ChunkStreamState): number {
  return memory === undefined ? 0 : payloadMemoryBytes(memory.length);
}

/**
 * Start and end of each piece, in pairs. All readers share the list: it is empty whenever one returns to its caller.
 * 512 pieces are a 64 KiB read in chunks of 128 bytes.
 */
const PLACES = new Int32Array(2 * 512);

/**
 * Moves the pieces of a copied region together, over the headers between them. None reaches the next, since it moves by
 * less than the way to it. The last ones may have found no room, as there is none for headers; they come from the input.
 *
 * @param stored - where in `memory` the region begins
 * @returns the index in `memory` after the last piece
 */
function closeGaps(input: Uint8Array, memory: Uint8Array, stored: number, placeCount: number): number {
  const shift = stored - PLACES[0]!; // from a place in the input to the same in the copy
  let to = PLACES[1]! + shift;
  for (let i = 2; i < placeCount; i += 2) {
    const start = PLACES[i]!;
    const end = PLACES[i + 1]!;
    if (end + shift <= memory.length) memory.copyWithin(to, start + shift, end + shift);
    else memory.set(input.subarray(start, end), to);
    to += end - start;
  }
  return to;
}
