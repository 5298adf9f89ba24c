import { MessageClock } from './message-clock.ts';
import { REASSEMBLY } from './reassembly.machine.ts';

/** Ids below have a basic header of one byte. Real peers use nearly no others: these get an array, the others a map. */
const DENSE_IDS = 64;

/**
 * What a reader remembers of one chunk stream: the fields of its last header, which later headers leave out (§5.3.1.2),
 * and the message under way. Which of it counts is decided by `reassembly`, the state of the reassembly machine.
 *
 * Within a message: `stored <= received <= messageLength`, and `memory` holds at least `stored` bytes; exactly these once
 * it is curtailed.
 */
export class ChunkStreamState {
  readonly chunkStreamId: number;
  /** The basic header of a type 3 chunk in one byte; -1 where it takes more. */
  readonly shortHeader: number;
  /** Row of the reassembly tables. */
  reassembly = REASSEMBLY.initial;

  readonly clock = new MessageClock();
  messageLength = 0;
  messageTypeId = 0;
  messageStreamId = 0;
  /** The last header of type 0 to 2 had an extended timestamp, so type 3 chunks should have one too (CHK-22). */
  isExtended = false;
  /** What the 4 bytes of the last extended timestamp held: a timestamp or a delta, uint32. */
  extendedTimestamp = 0;

  /** Type and offset of the first chunk of the message under way. */
  chunkType = 0;
  at = 0;
  /** Payload bytes that came. */
  received = 0;
  /** Of these, the bytes that are copied into `memory`; the others still lie in the input. */
  stored = 0;
  memory: Uint8Array | undefined = undefined;
  /** No more of this message is kept than is stored: its beginning; the rest is counted only. */
  isCurtailed = false;
  /** Share of this message in the reader's `unfinishedBytes`. */
  chargedBytes = 0;

  constructor(chunkStreamId: number) {
    this.chunkStreamId = chunkStreamId;
    this.shortHeader = chunkStreamId < DENSE_IDS ? 0xc0 | chunkStreamId : -1;
  }
}

/** The chunk streams that a reader has seen. They stay until the connection ends: the specification knows no other end. */
export class ChunkStreams {
  /** By id, as long as the largest of them needs: most peers use the first few. */
  #dense: (ChunkStreamState | undefined)[] = NO_STREAMS;
  #sparse: Map<number, ChunkStreamState> | undefined;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  find(chunkStreamId: number): ChunkStreamState | undefined {
    return chunkStreamId < this.#dense.length ? this.#dense[chunkStreamId] : this.#sparse?.get(chunkStreamId);
  }

  /** All of them, in no certain order. */
  all(): ChunkStreamState[] {
    return this.#dense.filter((stream) => stream !== undefined).concat([...(this.#sparse?.values() ?? [])]);
  }

  /** Remembers a chunk stream that `find` does not know. */
  add(stream: ChunkStreamState): void {
    const { chunkStreamId } = stream;
    this.#count += 1;
    if (chunkStreamId >= DENSE_IDS) {
      this.#sparse ??= new Map();
      this.#sparse.set(chunkStreamId, stream);
      return;
    }
    if (chunkStreamId >= this.#dense.length) this.#dense = lengthened(this.#dense, chunkStreamId + 1);
    this.#dense[chunkStreamId] = stream;
  }
}

const NO_STREAMS: (ChunkStreamState | undefined)[] = [];

/** A copy of exactly that length: one that grows by itself takes room for 16 more. */
function lengthened<T>(list: readonly T[], length: number): (T | undefined)[] {
  const longer = new Array<T | undefined>(length).fill(undefined);
  for (let index = 0; index < list.length; index += 1) longer[index] = list[index];
  return longer;
}
