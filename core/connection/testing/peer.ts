import type { AmfValue } from '../../amf/value.ts';
import { ChunkReader } from '../../chunk/chunk-reader.ts';
import { ChunkWriter } from '../../chunk/chunk-writer.ts';
import type { Message } from '../../chunk/message.ts';
import { decodeCommand, encodeCommand } from '../../message/command-message.ts';
import { decodeData } from '../../message/data-message.ts';
import { MessageType, messageTypeName } from '../../message/message-type.ts';
import type { Connection } from '../connection.ts';
import type { ConnectionEvent } from '../event.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { Outputs } from '../outputs.ts';

/** Fills with a pattern: tests need no randomness. */
export const pattern = (into: Uint8Array): void => {
  for (let at = 0; at < into.length; at++) into[at] = (at * 7) & 0xff;
};

/** A message as a test wants to read it: `_result 1 …`, `onStatus NetStream.Play.Start on 1`, `SetChunkSize 4096`. */
export type Heard = string;

/**
 * The other end of a connection under test: writes messages as bytes, reads what the connection transmits, and keeps all
 * events and the last answer of the transport.
 */
export class Peer<C extends Connection> {
  readonly connection: C;
  readonly events: ConnectionEvent[] = [];
  readonly transmitted: Uint8Array[] = [];
  transport = 'keep';
  deadline: number | undefined;
  now = 0;
  readonly #writer = new ChunkWriter();
  readonly #reader = new ChunkReader({
    limits: DEFAULT_LIMITS,
    extendedTimestampOnType3: 'auto',
    refused: new Set(),
  });
  #handshakeBytes = 0;

  constructor(connection: C) {
    this.connection = connection;
    this.take(connection.start(0));
  }

  /** Keeps what a call returned and says what the peer would read from it. */
  take(outputs: Outputs): Heard[] {
    this.events.push(...outputs.events);
    if (outputs.transport !== 'keep') this.transport = outputs.transport;
    this.deadline = outputs.deadline;
    const heard: Heard[] = [];
    for (const bytes of outputs.transmit) {
      this.transmitted.push(bytes);
      const skip = Math.min(bytes.length, Math.max(0, 3073 - this.#handshakeBytes));
      this.#handshakeBytes += skip;
      this.#reader.push(bytes, skip);
      for (let m = this.#reader.next(); m !== undefined; m = this.#reader.next()) heard.push(this.#hear(m));
    }
    return heard;
  }

  /** The peer's side of the handshake, whole. */
  shakeHands(): Heard[] {
    const bytes = new Uint8Array(3073);
    bytes[0] = 3;
    return this.bytes(bytes);
  }

  bytes(bytes: Uint8Array): Heard[] {
    return this.take(this.connection.receive(bytes, this.now));
  }

  end(): Heard[] {
    return this.take(this.connection.receiveEnd(this.now));
  }

  /** Lets time pass and tells the connection so. */
  wait(ms: number): Heard[] {
    this.now += ms;
    return this.take(this.connection.tick(this.now));
  }

  /** The bytes of a message in chunks. */
  write(messageTypeId: number, payload: Uint8Array, messageStreamId = 0, timestamp = 0): Uint8Array {
    const chunkStreamId = messageTypeId < 8 ? 2 : 3;
    return this.#writer.write({ chunkStreamId, messageTypeId, messageStreamId, timestamp, payload }, 'full');
  }

  message(messageTypeId: number, payload: Uint8Array, messageStreamId = 0, timestamp = 0): Heard[] {
    return this.bytes(this.write(messageTypeId, payload, messageStreamId, timestamp));
  }

  writeCommand(name: string, transactionId: number, commandObject: AmfValue, ...values: AmfValue[]): Uint8Array {
    return this.write(MessageType.CommandAmf0, encodeCommand(name, transactionId, commandObject, ...values));
  }

  command(name: string, transactionId: number, commandObject: AmfValue, ...values: AmfValue[]): Heard[] {
    return this.bytes(this.writeCommand(name, transactionId, commandObject, ...values));
  }

  /** A command on a message stream. */
  streamCommand(messageStreamId: number, name: string, transactionId: number, ...values: AmfValue[]): Heard[] {
    return this.message(MessageType.CommandAmf0, encodeCommand(name, transactionId, null, ...values), messageStreamId);
  }

  #hear(message: Message): Heard {
    if (message.messageTypeId === MessageType.SetChunkSize) this.#reader.setChunkSize(firstUint32(message.payload));
    return describeMessage(message);
  }

  /** The events since the last call. */
  takeEvents(): ConnectionEvent[] {
    return this.events.splice(0);
  }
}

/** The messages in what one call returned, if it begins between two messages and sends no Set Chunk Size. */
export function messagesIn(transmit: readonly Uint8Array[]): Message[] {
  const limits = DEFAULT_LIMITS;
  const reader = new ChunkReader({ limits, extendedTimestampOnType3: 'auto', refused: new Set() });
  reader.setChunkSize(4_096);
  const messages: Message[] = [];
  for (const bytes of transmit) {
    reader.push(bytes);
    for (let m = reader.next(); m !== undefined; m = reader.next()) messages.push(m);
  }
  return messages;
}

function firstUint32(bytes: Uint8Array, at = 0): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at);
}

function describeMessage({ messageTypeId, messageStreamId, payload }: Message): Heard {
  const on = messageStreamId === 0 ? '' : ` on ${messageStreamId}`;
  if (messageTypeId === MessageType.CommandAmf0) return describeCommand(payload) + on;
  if (messageTypeId === MessageType.DataAmf0) return `data ${decodeData(payload)?.handler}${on}`;
  if (messageTypeId === MessageType.UserControl) return `UserControl ${payload[1]} ${firstUint32(payload, 2)}`;
  if (messageTypeId < 8) return `${messageTypeName(messageTypeId)} ${firstUint32(payload)}`;
  return `${messageTypeName(messageTypeId)} ${payload.length}${on}`;
}

function describeCommand(payload: Uint8Array): string {
  const { name, transactionId, userArguments } = decodeCommand(payload);
  const [value] = userArguments;
  const isObject = typeof value === 'object' && value !== null && value.kind === 'object';
  const word = isObject ? value.properties.get('code') : value;
  const number = name.startsWith('_') ? ` ${transactionId}` : '';
  return `${name}${number} ${String(word)}`;
}
