import type { Line, Rung } from '../case.ts';
import { type ConnectionName, type Observation, type SeenMessage, valuesOf } from '../observation.ts';
import { concat, readU16, readU32 } from '../wire/bytes.ts';
import { ChunkDecoder, type DecodedMessage } from '../wire/chunk-decode.ts';
import { PACKET, packet1 } from '../wire/handshake.ts';
import { encodeMessage, type MessageSpec, TYPE } from '../wire/message.ts';
import { acknowledgement, EVENT, message } from '../wire/messages.ts';
import type { Random } from '../wire/random.ts';

/** What the kit does unasked, as a well-behaved peer does. */
export interface Manners {
  readonly pong: boolean;
  readonly acknowledge: boolean;
}

/** An observation that an `expect` may still take. */
export type Pending = Observation & { isTaken?: boolean };

/** Transaction ids that the ladder does not use begin here. */
const FIRST_TRANSACTION = 2;
const FRAME_MS = 40;

/** One connection: what was sent, what came, and how far it is. It writes nothing by itself but what manners demand. */
export class LineState implements Line {
  rung: Rung = 'tcp';
  streamId = 1;
  readonly ourPacket1: Uint8Array;
  theirPacket1: Uint8Array = new Uint8Array(PACKET);
  sentBytes = 0;
  receivedBytes = 0;
  chunkSize = 128;
  isOpen = false;
  /** By the peer, or by our reset. */
  isClosed = false;
  /** By us: nothing more is sent. */
  isEnded = false;
  readonly observations: Pending[] = [];
  /** Observations before this index do not count for `expect`. */
  mark = 0;
  readonly name: ConnectionName;
  readonly #manners: Manners;
  readonly #decoder = new ChunkDecoder();
  /** Of the handshake, as far as it came; then `undefined`. */
  #opening: Uint8Array | undefined = new Uint8Array(0);
  #parts = 0;
  #isGarbled = false;
  #transaction = FIRST_TRANSACTION - 1;
  #frame = 0;
  #acknowledgeEvery: number | undefined;
  #acknowledged = 0;

  constructor(name: ConnectionName, random: Random, manners: Manners) {
    this.name = name;
    this.ourPacket1 = packet1(random.bytes(PACKET - 8));
    this.#manners = manners;
  }

  get isAtRest(): boolean {
    return this.#decoder.isAtRest;
  }

  get lastTransaction(): number {
    return this.#transaction;
  }

  nextTransaction(): number {
    this.#transaction += 1;
    return this.#transaction;
  }

  nextFrame(): { sequence: number; timestamp: number } {
    const sequence = this.#frame;
    this.#frame += 1;
    return { sequence, timestamp: sequence * FRAME_MS };
  }

  encode(spec: MessageSpec): Uint8Array {
    const bytes = encodeMessage(spec, this.streamId, this.chunkSize);
    const size = readU32(spec.payload, 0);
    const isHonoured = spec.type === TYPE.setChunkSize && spec.payload.length === 4 && size > 0 && size < 2 ** 31;
    if (isHonoured) this.chunkSize = Math.min(size, 0xffffff);
    return bytes;
  }

  /** Notes what came. @returns messages to answer it with */
  receive(bytes: Uint8Array, t: number): MessageSpec[] {
    const { name: on } = this;
    this.receivedBytes += bytes.length;
    this.observe({ on, t, kind: 'bytes', length: bytes.length, total: this.receivedBytes });
    const answers: MessageSpec[] = [];
    for (const decoded of this.#decode(this.#takeHandshake(bytes, t), t)) {
      const seen = { ...decoded, values: valuesOf(decoded) };
      this.observe({ on, t, kind: 'message', message: seen });
      answers.push(...this.#answersTo(seen));
    }
    return [...answers, ...this.#acknowledgement()];
  }

  observe(observation: Observation): void {
    this.observations.push(observation);
  }

  /** Collects the three packets. @returns what lies behind them */
  #takeHandshake(bytes: Uint8Array, t: number): Uint8Array {
    if (this.#opening === undefined) return bytes;
    this.#opening = concat(this.#opening, bytes);
    const ends = [1, 1 + PACKET, 1 + 2 * PACKET];
    for (const part of [0, 1, 2] as const) {
      const end = ends[part] ?? 0;
      if (part < this.#parts || this.#opening.length < end) continue;
      this.#parts = part + 1;
      const packet = this.#opening.slice(part === 0 ? 0 : (ends[part - 1] ?? 0), end);
      if (part === 1) this.theirPacket1 = packet;
      this.observe({ on: this.name, t, kind: 'handshake', part, bytes: packet });
    }
    if (this.#parts < 3) return new Uint8Array(0);
    const rest = this.#opening.slice(1 + 2 * PACKET);
    this.#opening = undefined;
    return rest;
  }

  #decode(bytes: Uint8Array, t: number): DecodedMessage[] {
    if (this.#isGarbled || bytes.length === 0) return [];
    try {
      return this.#decoder.push(bytes);
    } catch (error) {
      this.#isGarbled = true;
      const why = error instanceof Error ? error.message : String(error);
      this.observe({ on: this.name, t, kind: 'garbage', why });
      return [];
    }
  }

  #answersTo({ type, payload }: SeenMessage): MessageSpec[] {
    if (type === TYPE.windowAcknowledgementSize) this.#acknowledgeEvery = readU32(payload, 0) || undefined;
    const isPing = type === TYPE.userControl && readU16(payload, 0) === EVENT.ping && payload.length >= 6;
    if (!isPing || !this.#manners.pong) return [];
    const answer = concat(Uint8Array.of(0, EVENT.pong), payload.subarray(2, 6));
    return [message(TYPE.userControl, answer, {}, 'Ping Response')];
  }

  #acknowledgement(): MessageSpec[] {
    const every = this.#acknowledgeEvery;
    if (every === undefined || !this.#manners.acknowledge || this.receivedBytes - this.#acknowledged < every) return [];
    this.#acknowledged = this.receivedBytes;
    return [acknowledgement(this.receivedBytes >>> 0)];
  }
}
