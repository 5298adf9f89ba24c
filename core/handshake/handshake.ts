import type { Deadlines } from '../machine/deadlines.ts';
import type { DeadlineEffect } from '../machine/effects.ts';
import type { Lowered } from '../machine/lower.ts';
import { Stepper } from '../machine/stepper.ts';
import { explainFirstByte, type FirstByteTrouble, RTMP_VERSION } from './first-byte.ts';
import type { HandshakeEffect, HandshakeFailure } from './handshake-effect.ts';
import { composeOpening, versionOf } from './packet.ts';
import { PACKET_1_END, PACKET_2_END, PacketReader, VERSION_END } from './packet-reader.ts';

/** What a handshake needs of its connection. */
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

const ECHO_MISMATCH: HandshakeDeviation = {
  code: 'echoMismatch',
  at: PACKET_1_END,
  message: 'expected packet 2 to repeat our packet 1, got other bytes',
};

/**
 * One side of the opening handshake (§5.2), with all that `ServerHandshake` and `ClientHandshake` share: the peer sends a
 * version, packet 1 and packet 2, 3073 bytes in any pieces, without chunk headers. `PacketReader` finds the three, the
 * role's machine decides, and this part carries out what it orders. The form of our answer is chosen when the peer's
 * packet 1 is whole, never before (HS-13).
 */
export class Handshake {
  /** The form in which we answered. */
  readonly form = 'simple';
  readonly #role: HandshakeRole;
  readonly #options: HandshakeOptions;
  readonly #stepper: Stepper<string, string, Order>;
  readonly #packets = new PacketReader();
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

  /** Bytes kept in memory for the exchange: at most two packets while it is pending, none once it is over (HS-44). */
  get heldBytes(): number {
    return this.#packets.heldBytes;
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
    while (consumed < bytes.length && !this.#stepper.isDone) {
      consumed += this.#packets.take(bytes.subarray(consumed));
      this.#takeNews(now);
    }
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
    if (this.#stepper.isDone) this.#packets.forget();
  }

  /** Tells the machine which packet has become whole, if one has. */
  #takeNews(now: number): void {
    const { received, version, packet1 } = this.#packets;
    if (received === VERSION_END) {
      this.#step(version === RTMP_VERSION ? this.#role.versionAccepted : this.#role.versionRefused, now);
    } else if (received === PACKET_1_END) {
      this.#peerVersion = versionOf(packet1);
      this.#step(this.#role.packet1Received, now);
      this.#packets.forgetPacket1();
    } else if (received === PACKET_2_END) {
      this.#judgePacket2(now);
    }
  }

  #judgePacket2(now: number): void {
    const { isEcho } = this.#packets;
    const isRefused = !isEcho && this.#options.refused.has('echoMismatch');
    if (!isEcho && !isRefused) this.#deviations.push(ECHO_MISMATCH);
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
          this.#trouble = { ...explainFirstByte(this.#packets.version), at: 0 };
          break;
        case 'fail':
          this.#fail(effect.params.code);
          break;
        case 'sendC0C1':
        case 'sendS0S1S2':
          this.#open(now);
          break;
        case 'sendC2':
          this.#transmit = this.#packets.packet1; // whole, and ours to give away: it is never read again
      }
    }
  }

  /** Says version and packet 1; a server, which by now has the client's packet 1, answers it in the same buffer. */
  #open(now: number): void {
    const bytes = composeOpening(now, this.#options.random, this.#packets.packet1);
    this.#packets.expectEchoOf(bytes.subarray(VERSION_END, PACKET_1_END));
    this.#transmit = bytes;
  }

  #arm(now: number): void {
    const { deadlines, timeoutMs } = this.#options;
    if (timeoutMs > 0) deadlines.arm('handshakeTimeout', now + timeoutMs);
  }

  #fail(code: HandshakeFailure): void {
    const { received: at } = this.#packets;
    const message = `expected a handshake of ${PACKET_2_END} bytes, got ${at}`;
    this.#trouble = code === 'echoMismatch' ? ECHO_MISMATCH : { code, at, message };
  }

  #takeTransmit(): Uint8Array | undefined {
    const transmit = this.#transmit;
    this.#transmit = undefined;
    return transmit;
  }
}
