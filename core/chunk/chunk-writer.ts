import { checkRange, cutMessage } from './chunk-message.ts';
import { DEFAULT_CHUNK_SIZE, EXTENDED, MAX_CHUNK_SIZE } from './header.ts';
import type { OutgoingMessage } from './message.ts';

/** Type 0 always, or what the header before it on the chunk stream allows. */
export type HeaderForm = 'full' | 'compressed';

/** What the peer knows of a chunk stream from the last header that we sent on it. */
interface SentHeader {
  readonly chunkStreamId: number;
  timestamp: number;
  messageLength: number;
  messageTypeId: number;
  messageStreamId: number;
}

/**
 * Writes the chunks of one direction, with headers that leave out what the peer knows already (§5.3.1.2).
 *
 * A message begins with type 0, 1 or 2, never with type 3: readers differ on its delta after type 0 (CHK-18, Q-12), and
 * small clients cannot read it at all (Q-23, CHK-51). From timestamp 0xFFFFFF on it begins with type 0, since readers
 * differ on an extended delta as well.
 */
export class ChunkWriter {
  #chunkSize = DEFAULT_CHUNK_SIZE;
  /** Bit `id % 32` is set where `#sent` may hold a chunk stream, and clear where it does not. */
  #known = 0;
  /** One for each chunk stream: a side sends on a handful, and a map of two takes more memory than what it holds. */
  #sent: readonly SentHeader[] = NONE;

  /** Bytes of payload in each chunk. */
  get chunkSize(): number {
    return this.#chunkSize;
  }

  /**
   * Sets the size of later chunks. To be called right after the Set Chunk Size that announces it is written (CHK-33).
   *
   * @param size - bytes, 1 to 0xFFFFFF
   * @throws RangeError when the size is outside; the writer is unchanged
   */
  setChunkSize(size: number): void {
    checkRange('chunk size', size, 1, MAX_CHUNK_SIZE);
    this.#chunkSize = size;
  }

  /**
   * Writes a message.
   *
   * @returns one buffer with all its chunks, owned by the caller
   * @throws RangeError when a field of the message is outside its range; the writer is unchanged
   */
  write(message: OutgoingMessage, headers: HeaderForm): Uint8Array {
    const sent = this.#find(message.chunkStreamId);
    const chunkType = headers === 'full' || sent === undefined ? 0 : smallestType(sent, message);
    const time = sent === undefined || chunkType === 0 ? message.timestamp : message.timestamp - sent.timestamp;
    const chunks = cutMessage(message, chunkType, time, this.#chunkSize);
    this.#remember(message, sent);
    return chunks;
  }

  /** Begins the next message on a chunk stream with type 0: bytes of another writer passed by there. */
  forget(chunkStreamId: number): void {
    // Every message that is shared with other players comes by here: mostly there is nothing to forget.
    if (((this.#known >>> chunkStreamId) & 1) === 0 || this.#find(chunkStreamId) === undefined) return;
    this.#sent = this.#sent.filter((sent) => sent.chunkStreamId !== chunkStreamId);
  }

  #find(chunkStreamId: number): SentHeader | undefined {
    const sent = this.#sent;
    for (let index = 0; index < sent.length; index++)
      if (sent[index]!.chunkStreamId === chunkStreamId) return sent[index];
    return undefined;
  }

  #remember(message: OutgoingMessage, sent: SentHeader | undefined): void {
    const { chunkStreamId, timestamp, messageTypeId, messageStreamId, payload } = message;
    const messageLength = payload.length;
    if (sent === undefined) {
      this.#known |= 1 << chunkStreamId;
      this.#sent = this.#sent.concat({ chunkStreamId, timestamp, messageLength, messageTypeId, messageStreamId });
      return;
    }
    sent.timestamp = timestamp;
    sent.messageLength = messageLength;
    sent.messageTypeId = messageTypeId;
    sent.messageStreamId = messageStreamId;
  }
}

const NONE: readonly SentHeader[] = [];

/** A delta cannot go back (CHK-10, CHK-28), and type 0 alone changes the message stream. */
function smallestType(
  sent: SentHeader,
  { timestamp, messageStreamId, messageTypeId, payload }: OutgoingMessage,
): number {
  if (messageStreamId !== sent.messageStreamId || timestamp < sent.timestamp || timestamp >= EXTENDED) return 0;
  return messageTypeId === sent.messageTypeId && payload.length === sent.messageLength ? 2 : 1;
}
