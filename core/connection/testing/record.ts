import { toHex } from '../../bytes/testing/hex.ts';
import { ChunkReader } from '../../chunk/chunk-reader.ts';
import { MessageType } from '../../message/message-type.ts';
import type { Connection } from '../connection.ts';
import type { ConnectionEvent } from '../event.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { Outputs } from '../outputs.ts';

/** What an application does. */
export interface Application<C> {
  /** Right after the call that told of an event. */
  react(connection: C, event: ConnectionEvent): Outputs | undefined;
  /** After the so-manieth stretch of bytes. */
  act(connection: C, index: number): Outputs | undefined;
}

/** All that came of a session: what was told, what was sent, how it stands at the end. */
export interface Recording {
  readonly events: readonly ConnectionEvent[];
  /** Messages with their payloads in hex. */
  readonly sent: readonly object[];
  readonly last: Pick<Outputs, 'deadline' | 'transport'>;
}

/** A connection and all that it was made to answer. */
export class Recorder<C extends Connection> {
  readonly outputs: Outputs[] = [];
  readonly #connection: C;
  readonly #application: Application<C>;
  readonly #afterEach: (connection: C, last: Outputs) => void;

  /** @param afterEach - called after each call, as by an adapter that ticks too often */
  constructor(
    connection: C,
    application: Application<C>,
    afterEach: (connection: C, last: Outputs) => void = () => undefined,
  ) {
    this.#connection = connection;
    this.#application = application;
    this.#afterEach = afterEach;
    this.#take(connection.start(0));
  }

  /** The handshake, of which the end belongs to the pieces, then each stretch in the pieces that `cut` makes of it, then the end. */
  play(stretches: readonly Uint8Array[], cut: (bytes: Uint8Array) => readonly Uint8Array[]): this {
    this.#receive(HANDSHAKE.slice(0, 3060));
    for (const [index, stretch] of [HANDSHAKE.slice(3060), ...stretches].entries()) {
      for (const piece of cut(stretch)) this.#receive(piece.slice());
      this.#take(this.#application.act(this.#connection, index));
    }
    this.#take(this.#connection.receiveEnd(0));
    return this;
  }

  get recording(): Recording {
    const events = this.outputs.flatMap((each) => each.events.map(withoutCount));
    const { deadline } = this.outputs.at(-1) ?? { deadline: undefined };
    const transport = this.outputs.map((each) => each.transport).find((each) => each !== 'keep') ?? 'keep';
    return { events, sent: sentBy(this.outputs), last: { deadline, transport } };
  }

  /** What is received is borrowed: it is written over as soon as the call is over. */
  #receive(piece: Uint8Array): void {
    const outputs = this.#connection.receive(piece, 0);
    piece.fill(0xaa);
    this.#take(outputs);
  }

  #take(outputs: Outputs | undefined): void {
    if (outputs === undefined) return;
    this.outputs.push(outputs);
    this.#afterEach(this.#connection, outputs);
    for (const event of outputs.events) this.#take(this.#application.react(this.#connection, event));
  }
}

const HANDSHAKE = new Uint8Array(3073);
HANDSHAKE[0] = 3;

/** How many of our acknowledgements were under way depends on how the bytes were cut. */
function withoutCount(event: ConnectionEvent): ConnectionEvent {
  return event.type === 'acknowledged' ? { ...event, unacknowledgedBytes: 0 } : event;
}

/** The messages sent, acknowledgements aside: where they stand depends on how the bytes were cut. */
function sentBy(outputs: readonly Outputs[]): object[] {
  const reader = new ChunkReader({ limits: DEFAULT_LIMITS, extendedTimestampOnType3: 'auto', refused: new Set() });
  const bytes = outputs.flatMap((each) => each.transmit.flatMap((buffer) => [...buffer]));
  reader.push(Uint8Array.from(bytes), Math.min(bytes.length, HANDSHAKE.length));
  const sent: object[] = [];
  for (let message = reader.next(); message !== undefined; message = reader.next()) {
    const { messageTypeId, payload } = message;
    if (messageTypeId === MessageType.SetChunkSize) reader.setChunkSize(new DataView(payload.buffer).getUint32(0));
    if (messageTypeId !== MessageType.Acknowledgement) sent.push({ ...message, payload: toHex(payload) });
  }
  if (reader.trouble !== undefined) throw new Error(`what was sent cannot be read: ${reader.trouble.message}`);
  return sent;
}
