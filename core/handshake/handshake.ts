import type { Deadlines } from '../machine/deadlines.ts';
import type { DeadlineEffect } from '../machine/effects.ts';
import type { Lowered } from '../machine/lower.ts';
import { Stepper } from '../machine/stepper.ts';
import { explainFirstByte, type FirstByteTrouble, RTMP_VERSION } from './first-byte.ts';
import type { HandshakeEffect, HandshakeFailure } from './handshake-effect.ts';
import { composeOpening, echoes, PACKET_LENGTH, versionOf } from './packet.ts';

/**
 * What both roles of the opening handshake share (§5.2): the peer sends a version, packet 1 and packet 2, 3073 bytes in
 * any pieces, without chunk headers. This part finds the three in the byte stream and tells the role's machine; the
 * machine decides; the role composes what is sent.
 *
 * Where the peer stands is its byte count: `0 <= received <= 3073`, the version below 1, packet 1 below 1537. Held while
 * pending: its packet 1 as far as it came, and ours to compare packet 2 with. Nothing is held once it is over.
 */
export interface HandshakeOptions {
  /** Fills the arbitrary part of our packet 1 (HS-46). */
  readonly random: (into: Uint8Array) => void;
  /** Where the one deadline is armed and disarmed; the host calls `timeout` when it is due. */
  readonly deadlines: Pick<Deadlines<'handshakeTimeout'>, 'arm' | 'disarm'>;
  /** How long the whole exchange may take, milliseconds; 0: for ever (HS-44). */
  readonly timeoutMs: number;
  /** Deviations that are faults on this connection. Here only `echoMismatch`. */
  readonly refused: ReadonlySet<string>;
}

/** Why a handshake failed. `at`: bytes received before the unit at fault. */
export interface HandshakeTrouble {
  readonly code: FirstByteTrouble['code'] | HandshakeFailure;
  readonly at: number;
  readonly message: string;
}

/** What the peer did differently from the specification, accepted. */
export interface HandshakeDeviation {
  readonly code: 'echoMismatch';
  readonly at: number;
  readonly message: string;
}

/** What one call of `receive` led to. */
export interface HandshakeProgress {
  /** Bytes used, from the first on. What is left belongs to the chunk layer, in the same call (HS-42). */
  readonly consumed: number;
  /** To be written; owned by the caller, but never written to until the handshake is over. */
  readonly transmit: Uint8Array | undefined;
}

type Order = HandshakeEffect | DeadlineEffect<'handshakeTimeout'>;

/** The role's tables, and its name of each fact as a column of them. */
export interface HandshakeRole {
  readonly tables: Lowered<string, string, Order>;
  /** Only a client speaks before it is spoken to. */
  readonly opened?: number;
  readonly versionAccepted: number;
  readonly versionRefused: number;
  readonly packet1Received: number;
  readonly packet2Accepted: number;
  readonly packet2Refused: number;
  readonly endReceived: number;
  readonly timeout: number;
}

const PACKET_2_AT = 1 + PACKET_LENGTH;
const WHOLE = 1 + 2 * PACKET_LENGTH;
const NONE = new Uint8Array(0);
const ECHO_MISMATCH: HandshakeDeviation = {
  code: 'echoMismatch',
  at: PACKET_2_AT,
  message: 'expected packet 2 to repeat our packet 1, got other bytes',
};

/** One side of the opening handshake; `ServerHandshake` and `ClientHandshake` say which. */
export class Handshake {
  /** The form in which we answered. */
  readonly form = 'simple';
  readonly #role: HandshakeRole;
  readonly #options: HandshakeOptions;
  readonly #stepper: Stepper<string, string, Order>;
  #received = 0;
  #firstByte = 0;
  #theirPacket1: Uint8Array = NONE;
  #ourPacket1: Uint8Array = NONE;
  #isEcho = true;
  #transmit: Uint8Array | undefined;
  #trouble: HandshakeTrouble | undefined;
  #deviations: HandshakeDeviation[] = [];
  #peerVersion = 0;

  constructor(role: HandshakeRole, options: HandshakeOptions) {
    this.#role = role;
    this.#options = options;
    this.#stepper = new Stepper(role.tables);
  }

  /** The exchange is complete and the next byte belongs to the chunk layer. */
  get isDone(): boolean {
    return this.#stepper.isDone && this.#trouble === undefined;
  }

  /** Why it failed; `undefined` while it has not. */
  get trouble(): HandshakeTrouble | undefined {
    return this.#trouble;
  }

  /** Bytes 4 to 7 of the peer's packet 1 as one number (HS-10), 0 until they came. Nothing branches on them. */
  get peerVersion(): number {
    return this.#peerVersion;
  }

  /** Bytes kept in memory for the exchange, at most 3072. */
  get heldBytes(): number {
    return this.#theirPacket1.length + this.#ourPacket1.length;
  }

  /**
   * Begins: the deadline runs, a client says C0 and C1.
   *
   * @param now - monotonic milliseconds
   * @returns what to write
   */
  start(now: number): Uint8Array | undefined {
    this.#carryOut(this.#role.tables.initialEffects, now);
    if (this.#role.opened !== undefined) this.#step(this.#role.opened, now);
    return this.#takeTransmit();
  }

  /**
   * Takes what came, in pieces of any size.
   *
   * @param bytes - borrowed for the call
   * @param now - monotonic milliseconds
   */
  receive(bytes: Uint8Array, now: number): HandshakeProgress {
    let consumed = 0;
    while (consumed < bytes.length && !this.#stepper.isDone) consumed += this.#take(bytes.subarray(consumed), now);
    return { consumed, transmit: this.#takeTransmit() };
  }

  /** The peer will send no more: trouble `endedInHandshake`, unless it is over. */
  receiveEnd(now: number): void {
    this.#step(this.#role.endReceived, now);
  }

  /** The deadline `handshakeTimeout` is due: trouble of that name, unless it is over. */
  timeout(now: number): void {
    this.#step(this.#role.timeout, now);
  }

  /** The deviations since the last call. */
  takeDeviations(): readonly HandshakeDeviation[] {
    const deviations = this.#deviations;
    this.#deviations = [];
    return deviations;
  }

  /** Lets the machine take a fact and carries out what it orders. */
  #step(fact: number, now: number): void {
    this.#carryOut(this.#stepper.step(fact), now);
    if (this.#stepper.isDone) this.#forgetPackets();
  }

  /** Takes what belongs to one packet from the start of `piece`, and says how much that is. */
  #take(piece: Uint8Array, now: number): number {
    if (this.#received === 0) return this.#takeVersion(piece[0]!, now); // `receive` has seen that it is not empty
    return this.#received < PACKET_2_AT ? this.#takePacket1(piece, now) : this.#takePacket2(piece, now);
  }

  #takeVersion(byte: number, now: number): number {
    this.#received = 1;
    this.#firstByte = byte;
    this.#step(byte === RTMP_VERSION ? this.#role.versionAccepted : this.#role.versionRefused, now);
    return 1;
  }

  #takePacket1(piece: Uint8Array, now: number): number {
    const part = piece.subarray(0, PACKET_2_AT - this.#received);
    if (this.#theirPacket1 === NONE) this.#theirPacket1 = new Uint8Array(PACKET_LENGTH);
    this.#theirPacket1.set(part, this.#received - 1);
    this.#received += part.length;
    if (this.#received === PACKET_2_AT) {
      this.#peerVersion = versionOf(this.#theirPacket1);
      this.#step(this.#role.packet1Received, now);
      this.#theirPacket1 = NONE;
    }
    return part.length;
  }

  /** Packet 2 is compared as it comes and never kept. */
  #takePacket2(piece: Uint8Array, now: number): number {
    const part = piece.subarray(0, WHOLE - this.#received);
    this.#isEcho = this.#isEcho && echoes(part, this.#received - PACKET_2_AT, this.#ourPacket1);
    this.#received += part.length;
    if (this.#received === WHOLE) this.#judgePacket2(now);
    return part.length;
  }

  #judgePacket2(now: number): void {
    const isRefused = !this.#isEcho && this.#options.refused.has('echoMismatch');
    if (!this.#isEcho && !isRefused) this.#deviations.push(ECHO_MISMATCH);
    this.#step(isRefused ? this.#role.packet2Refused : this.#role.packet2Accepted, now);
  }

  #carryOut(effects: readonly Order[], now: number): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'arm':
          this.#arm(now);
          break;
        case 'disarm':
          this.#options.deadlines.disarm('handshakeTimeout');
          break;
        case 'refuseVersion':
          this.#trouble = { ...explainFirstByte(this.#firstByte), at: 0 };
          break;
        case 'fail':
          this.#fail(effect.params.code);
          break;
        case 'sendC0C1':
        case 'sendS0S1S2':
          this.#open(now);
          break;
        case 'sendC2':
          this.#transmit = this.#theirPacket1; // whole and ours to give away: it is never read again
      }
    }
  }

  /** Says version and packet 1; a server, which by now has the client's packet 1, answers it in the same buffer. */
  #open(now: number): void {
    const bytes = composeOpening(now, this.#options.random, this.#theirPacket1);
    this.#ourPacket1 = bytes.subarray(1, PACKET_2_AT);
    this.#transmit = bytes;
  }

  #arm(now: number): void {
    const { deadlines, timeoutMs } = this.#options;
    if (timeoutMs > 0) deadlines.arm('handshakeTimeout', now + timeoutMs);
  }

  #fail(code: HandshakeFailure): void {
    if (code === 'echoMismatch') this.#trouble = ECHO_MISMATCH;
    else
      this.#trouble = {
        code,
        at: this.#received,
        message: `expected a handshake of ${WHOLE} bytes, got ${this.#received}`,
      };
  }

  #takeTransmit(): Uint8Array | undefined {
    const transmit = this.#transmit;
    this.#transmit = undefined;
    return transmit;
  }

  #forgetPackets(): void {
    this.#theirPacket1 = NONE;
    this.#ourPacket1 = NONE;
  }
}
