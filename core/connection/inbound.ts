import { ChunkReader } from '../chunk/chunk-reader.ts';
import type { Ciphers } from '../handshake/ciphers.ts';
import type { Handshake } from '../handshake/handshake.ts';
import type { Rc4 } from '../handshake/rc4.ts';
import { MessageType } from '../message/message-type.ts';
import type { Control } from './control.ts';
import type { DeviationCode } from './deviation.ts';
import type { ConnectionEvent } from './event.ts';
import type { Trouble } from './fault.ts';
import { HeldBytes } from './held-bytes.ts';
import type { Outbound } from './outbound.ts';
import type { Millis } from './outputs.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';

const HANDSHAKE_LENGTH = 3073; // HS-1: chunks begin here, in either direction

/** What reading needs of its connection. */
export interface InboundHost {
  readonly now: Millis;
  readonly isOpen: boolean;
  readonly out: Outbound;
  readonly control: Control;
  readonly session: Session;
  emit(event: ConnectionEvent): void;
  /** Chunks flow from now on. */
  handshakeDone(): void;
  /** @param count - how often it came at this place */
  deviate(code: DeviationCode, message: string, at?: number, count?: number): boolean;
  fail(trouble: Trouble): void;
}

/**
 * Everything on its way into a connection: bytes become the handshake, then chunks, then messages, which go to `Control`
 * or to the session. While the application owes a decision nothing is read, and what comes is held as bytes, decrypted
 * already where the connection is encrypted.
 */
export class Inbound {
  /** `undefined` once it is done: nothing of it is needed any more. */
  #handshake: Handshake | undefined;
  readonly reader: ChunkReader;
  readonly #host: InboundHost;
  readonly #held: HeldBytes;
  #cipher: Rc4 | undefined;
  #hasEnded = false;

  constructor(host: InboundHost, handshake: Handshake, settings: Settings) {
    const { limits, extendedTimestampOnType3, refused } = settings;
    this.#host = host;
    this.#handshake = handshake;
    this.reader = new ChunkReader({ limits, extendedTimestampOnType3, refused, offset: HANDSHAKE_LENGTH });
    this.#held = new HeldBytes(limits.heldBytes);
  }

  /** Offset of what is read next, in bytes since the connection began. */
  get at(): number {
    return this.reader.bytesRead;
  }

  /** Memory held for what came and was not handed on, bytes. */
  get heldBytes(): number {
    return (this.#handshake?.heldBytes ?? 0) + this.reader.heldBytes + this.#held.memoryBytes;
  }

  /** The peer has ended, and all that it sent before was read. */
  get isAtEnd(): boolean {
    return this.#hasEnded && !this.#host.session.isDeciding;
  }

  /** Takes what came: the handshake first, then chunks. */
  receive(bytes: Uint8Array): void {
    const start = this.#handshake === undefined ? 0 : this.#shakeHands(this.#handshake, bytes);
    if (start < 0) return;
    if (this.#cipher === undefined) this.#read(bytes, start);
    else this.#read(this.#cipher.apply(bytes.subarray(start)), 0);
  }

  /** Goes on where a decision stopped us. */
  resume(): void {
    while (this.#held.length > 0 && !this.#host.session.isDeciding && this.#host.isOpen) {
      this.reader.push(this.#held.take());
      this.#readMessages();
      this.#held.giveBack(this.reader.takeUnread().length);
    }
  }

  /** The peer will send no more; what is held comes first. */
  end(): void {
    this.#hasEnded = true;
  }

  /** The handshake has not ended in time. */
  handshakeTimeout(): void {
    this.#handshake?.timeout(this.#host.now);
    this.#reportHandshake();
  }

  /** What the end of the bytes cuts off here, if anything. */
  endTrouble(): Trouble | undefined {
    this.#handshake?.receiveEnd(this.#host.now);
    if (this.#handshake !== undefined) return this.#handshake.trouble;
    if (!this.reader.isInsideMessage) return undefined;
    return { code: 'endedInMessage', at: this.at, message: 'expected the rest of a message, got the end of the bytes' };
  }

  /** Reads chunks from `start` on, or holds what may not be read yet. */
  #read(bytes: Uint8Array, start: number): void {
    const { session } = this.#host;
    if (session.isDeciding) return this.#hold(bytes);
    this.reader.push(bytes, start);
    this.#readMessages();
    if (session.isDeciding) this.#held.keep(this.reader.takeUnread());
  }

  /** Feeds the handshake. Returns where chunks begin; -1 when none have come. */
  #shakeHands(handshake: Handshake, bytes: Uint8Array): number {
    const { consumed, transmit } = handshake.receive(bytes, this.#host.now);
    if (transmit !== undefined) this.#host.out.bytes(transmit);
    for (const { code, message, at } of handshake.takeDeviations()) this.#host.deviate(code, message, at);
    this.#reportHandshake();
    if (!handshake.isDone) return -1;
    this.#handshake = undefined;
    this.#encrypt(handshake.agreeOnCiphers());
    const { form, peerVersion } = handshake;
    this.#host.emit({ type: 'handshakeDone', form, peerVersion });
    this.#host.handshakeDone();
    return consumed;
  }

  #reportHandshake(): void {
    const trouble = this.#handshake?.trouble;
    if (trouble !== undefined) this.#host.fail(trouble);
  }

  #encrypt(ciphers: Ciphers | undefined): void {
    if (ciphers === undefined) return;
    this.#cipher = ciphers.receiving;
    this.#host.out.encryptWith(ciphers.sending);
  }

  #readMessages(): void {
    const { reader } = this;
    const { session, control } = this.#host;
    while (this.#host.isOpen && !session.isDeciding) {
      const message = reader.next();
      if (reader.hasDeviations) this.#noteDeviations();
      if (message === undefined) break;
      if (isControl(message.messageTypeId)) control.receive(message);
      else session.receive(message);
      control.progressed(reader.bytesRead);
    }
    control.progressed(reader.bytesRead);
    if (reader.trouble !== undefined) this.#host.fail(reader.trouble);
  }

  #noteDeviations(): void {
    for (const { code, message, at, count } of this.reader.takeDeviations()) {
      this.#host.deviate(code, message, at, count);
    }
  }

  #hold(bytes: Uint8Array): void {
    if (this.#held.add(bytes)) return;
    const { allowed } = this.#held;
    const got = this.#held.length + bytes.length;
    const message = `expected at most ${allowed} bytes while a decision is pending, got ${got}`;
    this.#host.fail({ code: 'tooManyHeldBytes', at: this.at, message, limit: 'heldBytes', allowed, got });
  }
}

function isControl(messageTypeId: number): boolean {
  return messageTypeId >= MessageType.SetChunkSize && messageTypeId <= MessageType.SetPeerBandwidth;
}
