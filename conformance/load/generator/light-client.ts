import { connect, type Socket } from 'node:net';
import { reasonOf } from '../../../adapters/client/failure-reason.ts';
import { ClientError, type ClientErrorCode, placeOfUrl, type RtmpUrl } from '../../../adapters/client/index.ts';
import {
  type AmfValue,
  amfObject,
  chunkMessage,
  decodeCommand,
  encodeCommand,
  MessageType,
  UserControlEvent,
} from '../../../core/index.ts';
import { ChunkScanner } from './chunk-scanner.ts';

export interface LightClientListener {
  /** The server took the connection, and the stream if one was asked for. */
  onReady(): void;
  /** A piece of a video message, borrowed. */
  onVideoPiece(bytes: Uint8Array, from: number, to: number): void;
  onVideoEnd(): void;
  /** Nothing follows. Not called after `close`. */
  onBroken(error: ClientError): void;
}

/** C0 with C1, and S0 with S1; S2 follows. */
const PACKET_END = 1_537;
const HANDSHAKE_END = 3_073;
const CHUNK_STREAM = 3;
const DEFAULT_CHUNK_SIZE = 128;
const ECHO_AT = 1;

/** Node reads the sockets one after the other, and what was read is done with when the callback returns. */
const readBuffer = new Uint8Array(262_144);

/**
 * A client that costs as little as one can: it connects, asks for a stream if there is a name for it, answers what a server
 * wants answered (pings, acknowledgements), and shows the video messages where they lie.
 */
export class LightClient {
  readonly #url: RtmpUrl;
  readonly #name: string | undefined;
  readonly #listener: LightClientListener;
  readonly #scanner: ChunkScanner;
  readonly #socket: Socket;
  #handshake: Uint8Array | undefined = new Uint8Array(HANDSHAKE_END);
  #received = 0;
  #acknowledged = 0;
  #window = Number.POSITIVE_INFINITY;
  #isOver = false;

  /** @param name - of the stream to play; without one the connection rests once it is taken */
  constructor(url: RtmpUrl, name: string | undefined, listener: LightClientListener) {
    this.#url = url;
    this.#name = name;
    this.#listener = listener;
    this.#scanner = new ChunkScanner({
      onVideoPiece: (bytes, from, to) => listener.onVideoPiece(bytes, from, to),
      onVideoEnd: () => listener.onVideoEnd(),
      onMessage: (messageTypeId, payload) => this.#hear(messageTypeId, payload),
    });
    const callback = (byteCount: number): boolean => {
      this.#read(byteCount);
      return true;
    };
    const to = { host: url.host, port: url.port, noDelay: true, onread: { buffer: readBuffer, callback } };
    this.#socket = connect(to, () => this.#socket.write(firstPacket()))
      .on('error', (error) => this.#fail(this.#received === 0 ? 'unreachable' : 'lost', reasonOf(error)))
      .on('close', () => this.#fail('lost', 'it ended the connection'));
  }

  close(): void {
    this.#isOver = true;
    this.#socket.destroy();
  }

  #read(byteCount: number): void {
    if (this.#isOver) return;
    try {
      const from = this.#handshake === undefined ? 0 : this.#shakeHands(this.#handshake, byteCount);
      this.#received += byteCount;
      this.#scanner.push(readBuffer, from, byteCount);
      if (this.#received - this.#acknowledged >= this.#window) this.#acknowledge();
    } catch (error) {
      this.#fail('faulty', error instanceof Error ? error.message : String(error));
    }
  }

  /** @returns how many of the bytes belong to the handshake */
  #shakeHands(handshake: Uint8Array, byteCount: number): number {
    const before = this.#received;
    const taken = Math.min(byteCount, HANDSHAKE_END - before);
    handshake.set(readBuffer.subarray(0, taken), before);
    const received = before + taken;
    if (before < PACKET_END && received >= PACKET_END) this.#connect(handshake);
    if (received === HANDSHAKE_END) this.#handshake = undefined;
    return taken;
  }

  #connect(handshake: Uint8Array): void {
    this.#socket.write(handshake.slice(ECHO_AT, PACKET_END));
    const { app, tcUrl } = this.#url;
    this.#say('connect', 1, amfObject({ app, flashVer: 'LNX 9,0,124,2', tcUrl, fpad: false, objectEncoding: 0 }));
  }

  #hear(messageTypeId: number, payload: Uint8Array): void {
    const view = new DataView(payload.buffer);
    if (messageTypeId === MessageType.WindowAcknowledgementSize) this.#window = view.getUint32(0);
    else if (messageTypeId === MessageType.UserControl) this.#answerPing(view);
    else if (messageTypeId === MessageType.CommandAmf0) this.#hearCommand(payload);
  }

  #hearCommand(payload: Uint8Array): void {
    const { name, transactionId, userArguments } = decodeCommand(payload);
    const [result] = userArguments;
    if (name === '_error') return this.#refused(result);
    if (name === 'onStatus') return this.#hearStatus(result);
    if (name !== '_result') return;
    if (transactionId === 2 && typeof result === 'number') this.#say('play', 3, null, result, this.#name ?? '');
    if (transactionId !== 1) return;
    if (this.#name === undefined) this.#listener.onReady();
    else this.#say('createStream', 2, null);
  }

  #hearStatus(info: AmfValue): void {
    if (textOf(info, 'level') === 'error') return this.#refused(info);
    if (textOf(info, 'code') === 'NetStream.Play.Start') this.#listener.onReady();
  }

  #refused(info: AmfValue): void {
    const code = textOf(info, 'code');
    this.#fail(code === 'NetStream.Play.StreamNotFound' ? 'streamNotFound' : 'refused', `it refused: ${code}`);
  }

  /** @param messageStreamId - 0 for the connection */
  #say(name: string, transactionId: number, commandObject: AmfValue, messageStreamId = 0, ...values: string[]): void {
    this.#send(MessageType.CommandAmf0, encodeCommand(name, transactionId, commandObject, ...values), messageStreamId);
  }

  #answerPing(view: DataView): void {
    if (view.getUint16(0) !== UserControlEvent.PingRequest) return;
    const answer = new Uint8Array(view.buffer.slice(0));
    answer[1] = UserControlEvent.PingResponse;
    this.#send(MessageType.UserControl, answer);
  }

  #acknowledge(): void {
    this.#acknowledged = this.#received;
    const payload = new Uint8Array(4);
    new DataView(payload.buffer).setUint32(0, this.#received % 2 ** 32);
    this.#send(MessageType.Acknowledgement, payload);
  }

  #send(messageTypeId: number, payload: Uint8Array, messageStreamId = 0): void {
    const chunkStreamId = messageTypeId === MessageType.CommandAmf0 ? CHUNK_STREAM : 2;
    const message = { chunkStreamId, timestamp: 0, messageTypeId, messageStreamId, payload };
    this.#socket.write(chunkMessage(message, DEFAULT_CHUNK_SIZE));
  }

  #fail(code: ClientErrorCode, message: string): void {
    if (this.#isOver) return;
    this.close();
    this.#listener.onBroken(new ClientError(code, `${placeOfUrl(this.#url)}: ${message}`));
  }
}

/** C0 and C1; what C1 holds is arbitrary (§5.2.3). */
function firstPacket(): Uint8Array {
  const packet = new Uint8Array(PACKET_END).fill(0x55, 9);
  packet[0] = 3;
  return packet;
}

/** A property of an information object, such as its code. */
function textOf(info: AmfValue, name: string): string {
  if (typeof info !== 'object' || info === null || !('properties' in info)) return '';
  const value = info.properties.get(name);
  return typeof value === 'string' ? value : '';
}
