import { createServer, type Socket } from 'node:net';
import { readIntoShared } from '../../../adapters/node/read-buffer.ts';
import {
  type AmfValue,
  amfObject,
  chunkMessage,
  decodeCommand,
  encodeCommand,
  MessageType,
} from '../../../core/index.ts';
import { ChunkScanner } from '../generator/chunk-scanner.ts';
import { BareStream } from './bare-stream.ts';

const HANDSHAKE_END = 3_073;
const CHUNK_STREAM = 3;
const DEFAULT_CHUNK_SIZE = 128;
/** What publishers of the loads send, and so what players get. */
const CHUNK_SIZE = 4_096;

/**
 * What Node's own sockets cost: says just what a load of `millrace load` must hear before it begins, and knows no protocol from then
 * on. What one read brings of a publisher goes to its players in one write each, with no limit and no fault.
 *
 * @param mergeMs - for how long what is read is gathered for one write; 0: not at all
 */
export function serveBare(port: number, mergeMs: number): void {
  const streams = new Map<string, BareStream>();
  const streamOf = (name: string): BareStream => {
    const stream = streams.get(name) ?? new BareStream(mergeMs);
    streams.set(name, stream);
    return stream;
  };
  createServer((socket) => new BareConnection(socket, streamOf)).listen({ port, host: '127.0.0.1', backlog: 8_192 });
}

/** One connection, up to the moment at which it publishes or plays. */
class BareConnection {
  readonly #socket: Socket;
  readonly #streamOf: (name: string) => BareStream;
  #scanner: ChunkScanner | undefined;
  #received = 0;
  #hear: (bytes: Uint8Array) => void = (bytes) => this.#begin(bytes);

  constructor(socket: Socket, streamOf: (name: string) => BareStream) {
    this.#socket = socket.setNoDelay(true).on('error', () => undefined);
    this.#streamOf = streamOf;
    const hear = (bytes: Uint8Array): void => this.#hear(bytes);
    readIntoShared(socket, { onBytes: hear });
    socket.on('data', hear); // is called where nothing is shared, and lets the socket flow
  }

  #begin(bytes: Uint8Array): void {
    if (this.#received === 0) this.#socket.write(HANDSHAKE);
    const from = Math.min(bytes.length, Math.max(0, HANDSHAKE_END - this.#received));
    this.#received += bytes.length;
    if (from === bytes.length) return;
    this.#scanner ??= new ChunkScanner({
      onVideoPiece: () => undefined,
      onVideoEnd: () => undefined,
      onMessage: (messageTypeId, payload) => {
        if (messageTypeId === MessageType.CommandAmf0) this.#answer(payload);
      },
    });
    this.#scanner.push(bytes, from, bytes.length);
  }

  #answer(payload: Uint8Array): void {
    const { name, transactionId, userArguments } = decodeCommand(payload);
    switch (name) {
      case 'connect':
        return this.#say('_result', transactionId, information('NetConnection.Connect.Success'));
      case 'createStream':
        return this.#say('_result', transactionId, 1);
      case 'publish':
        this.#say('onStatus', 0, information('NetStream.Publish.Start'));
        return this.#publish(this.#streamOf(String(userArguments[0])));
      case 'play':
        this.#socket.write(SET_CHUNK_SIZE);
        this.#say('onStatus', 0, information('NetStream.Play.Start'));
        this.#hear = () => undefined;
        return this.#streamOf(String(userArguments[0])).add(this.#socket);
    }
  }

  #publish(stream: BareStream): void {
    this.#hear = (bytes) => stream.pass(bytes);
  }

  #say(name: string, transactionId: number, value: AmfValue): void {
    this.#socket.write(chunk(MessageType.CommandAmf0, encodeCommand(name, transactionId, null, value)));
  }
}

/** S0, and S1 and S2 of zeros: clients put up with an S2 that is no echo. */
const HANDSHAKE = new Uint8Array(HANDSHAKE_END);
HANDSHAKE[0] = 3;

const SET_CHUNK_SIZE = chunk(MessageType.SetChunkSize, Uint8Array.of(0, 0, CHUNK_SIZE >> 8, CHUNK_SIZE & 0xff));

function chunk(messageTypeId: number, payload: Uint8Array): Uint8Array {
  const message = { chunkStreamId: CHUNK_STREAM, timestamp: 0, messageTypeId, messageStreamId: 0, payload };
  return chunkMessage(message, DEFAULT_CHUNK_SIZE);
}

function information(code: string): AmfValue {
  return amfObject({ level: 'status', code });
}
