/**
 * A chunk writer for tests that shares no code with the product, writes each header type wherever the specification
 * allows it, and goes from one chunk stream to another after any chunk.
 */

export interface PlannedMessage {
  readonly chunkStreamId: number;
  /** Written with this type where it is legal and says the same, else with the next lower that is. */
  readonly chunkType: number;
  readonly timestamp: number;
  readonly messageTypeId: number;
  readonly messageStreamId: number;
  readonly payload: Uint8Array;
}

/** What peers do about the extended timestamp of a chunk that continues a message. */
export type ContinuationHabit = 'repeated' | 'zeroed' | 'omitted';

interface Known {
  readonly message: PlannedMessage;
  readonly delta: number;
  readonly extended: number | undefined;
}

interface UnderWay {
  readonly message: PlannedMessage;
  /** The type that its first chunk got. */
  readonly chunkType: number;
  sent: number;
}

export class InterleavingWriter {
  readonly #habit: ContinuationHabit;
  readonly #bytes: number[] = [];
  readonly #known = new Map<number, Known>();
  readonly #underWay = new Map<number, UnderWay>();
  /** In the order in which they are complete, with the chunk types that they got. */
  readonly completed: PlannedMessage[] = [];
  chunkSize = 128;

  constructor(habit: ContinuationHabit = 'repeated') {
    this.#habit = habit;
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  /** The chunk streams that have a message under way. */
  get open(): readonly number[] {
    return [...this.#underWay.keys()];
  }

  /** Writes the first chunk of a message. Its chunk stream must have none under way. */
  begin(message: PlannedMessage): void {
    const { chunkStreamId, timestamp, payload } = message;
    const known = this.#known.get(chunkStreamId);
    const delta = known === undefined ? 0 : (timestamp - known.message.timestamp) >>> 0;
    const chunkType = legalType(message, known, delta);
    const time = chunkType === 0 ? timestamp : delta;
    this.#basicHeader(chunkType, chunkStreamId);
    if (chunkType < 3) this.#bigEndian(Math.min(time, 0xffffff), 3);
    if (chunkType < 2) this.#bigEndian(payload.length, 3);
    if (chunkType < 2) this.#bytes.push(message.messageTypeId);
    if (chunkType < 1) this.#littleEndian(message.messageStreamId);
    const isExtended = chunkType === 3 ? known?.extended !== undefined : time >= 0xffffff;
    if (isExtended) this.#bigEndian(time, 4);
    this.#known.set(chunkStreamId, { message, delta: time, extended: isExtended ? time : undefined });
    this.#underWay.set(chunkStreamId, { message, chunkType, sent: 0 });
    this.#payload(chunkStreamId);
  }

  /** Writes the next chunk of the message under way on a chunk stream. */
  proceed(chunkStreamId: number): void {
    this.#basicHeader(3, chunkStreamId);
    const extended = this.#known.get(chunkStreamId)?.extended;
    if (extended !== undefined && this.#habit !== 'omitted')
      this.#bigEndian(this.#habit === 'zeroed' ? 0 : extended, 4);
    this.#payload(chunkStreamId);
  }

  #payload(chunkStreamId: number): void {
    const part = this.#underWay.get(chunkStreamId);
    if (part === undefined) throw new Error(`no message is under way on chunk stream ${chunkStreamId}`);
    const { message, chunkType } = part;
    this.#bytes.push(...message.payload.subarray(part.sent, part.sent + this.chunkSize));
    part.sent += this.chunkSize;
    if (part.sent < message.payload.length) return;
    this.#underWay.delete(chunkStreamId);
    this.completed.push({ ...message, chunkType });
    if (message.messageTypeId === 1) this.chunkSize = new DataView(message.payload.buffer).getUint32(0);
  }

  #basicHeader(chunkType: number, chunkStreamId: number): void {
    const low = chunkStreamId < 64 ? chunkStreamId : chunkStreamId < 320 ? 0 : 1;
    this.#bytes.push(chunkType * 64 + low);
    if (low < 2) this.#bytes.push((chunkStreamId - 64) % 256);
    if (low === 1) this.#bytes.push(Math.floor((chunkStreamId - 64) / 256));
  }

  #bigEndian(value: number, length: number): void {
    for (let i = length - 1; i >= 0; i--) this.#bytes.push(Math.floor(value / 256 ** i) % 256);
  }

  #littleEndian(value: number): void {
    for (let i = 0; i < 4; i++) this.#bytes.push(Math.floor(value / 256 ** i) % 256);
  }
}

/** Deltas of 2^30 and more are left to type 0: a reader may doubt them. */
function legalType(message: PlannedMessage, known: Known | undefined, delta: number): number {
  if (known === undefined || delta >= 2 ** 30 || message.messageStreamId !== known.message.messageStreamId) return 0;
  const { messageTypeId, payload } = known.message;
  const isAlike = message.messageTypeId === messageTypeId && message.payload.length === payload.length;
  const most = isAlike ? (delta === known.delta ? 3 : 2) : 1;
  return Math.min(message.chunkType, most);
}
