import type { ChunkStreamState } from './chunk-stream-state.ts';

/**
 * Brings the payload of chunks together, copying each byte once where the message lies whole in the input.
 *
 * While the input is at hand, only the places of the payload are written down. They are copied when the message is
 * complete, into memory of exactly its length, or when the input is about to go: into memory for twice of what came, but
 * no more than the declared length, so that it moves a few times only. For each message
 *
 *     memory.length <= min(messageLength, 2 * received) <= chargedBytes
 *
 * where the last counts the whole of a chunk once its header came. The sum of `chargedBytes` is what `unfinishedBytes`
 * limits: it bounds the memory, and unlike the memory it does not depend on how the bytes were cut into reads.
 */
export class PayloadGatherer {
  /** The chunk stream that the places in `PLACES` belong to. */
  #owner: ChunkStreamState | undefined;
  #placeCount = 0;
  #memoryBytes = 0;
  #unfinishedBytes = 0;

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
    const memory = this.#reserve(owner);
    owner.stored = copyPlaces(input, memory, owner.stored, this.#placeCount);
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
    this.#memoryBytes -= owner.memory?.length ?? 0;
    this.#unfinishedBytes -= owner.chargedBytes;
    owner.memory = undefined;
    owner.received = 0;
    owner.stored = 0;
    owner.chargedBytes = 0;
  }

  #forgetPlaces(): void {
    this.#owner = undefined;
    this.#placeCount = 0;
  }

  /** Memory for all that `owner` received, holding what was stored before. */
  #reserve(owner: ChunkStreamState): Uint8Array {
    const earlier = owner.memory;
    const held = earlier?.length ?? 0;
    if (earlier !== undefined && held >= owner.received) return earlier;
    const memory = new Uint8Array(Math.min(owner.messageLength, 2 * owner.received));
    if (earlier !== undefined) memory.set(earlier.subarray(0, owner.stored));
    this.#memoryBytes += memory.length - held;
    owner.memory = memory;
    return memory;
  }
}

/**
 * Start and end of each piece, in pairs. All readers share the list: it is empty whenever one returns to its caller.
 * 512 pieces are a 64 KiB read in chunks of 128 bytes.
 */
const PLACES = new Int32Array(2 * 512);

/**
 * Copies the first `placeCount / 2` pieces into `memory`, one after the other from `stored` on.
 *
 * Pieces lie close together, with only headers between them, and a `Uint8Array` for each costs more than the bytes of a
 * small one. So all of them are copied at once, headers too, as far as `memory` has room; then each moves down over the
 * headers before it. It never reaches the next one, since it moves by less than the way to it. What found no room is
 * copied from the input.
 *
 * @returns the index in `memory` after the last piece
 */
function copyPlaces(input: Uint8Array, memory: Uint8Array, stored: number, placeCount: number): number {
  const { buffer, byteOffset } = input;
  const shift = stored - PLACES[0]!; // there is a piece: from its place in the input to that of its copy
  const roomEnd = Math.min(memory.length, PLACES[placeCount - 1]! + shift);
  memory.set(new Uint8Array(buffer, byteOffset + PLACES[0]!, roomEnd - stored), stored);
  let to = PLACES[1]! + shift;
  for (let i = 2; i < placeCount; i += 2) {
    const start = PLACES[i]!;
    const length = PLACES[i + 1]! - start;
    if (start + length + shift <= roomEnd) memory.copyWithin(to, start + shift, start + length + shift);
    else memory.set(new Uint8Array(buffer, byteOffset + start, length), to);
    to += length;
  }
  return to;
}
