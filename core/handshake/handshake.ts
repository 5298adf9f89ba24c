import { plainView } from '../bytes/plain-view.ts';
import type { Deadlines } from '../machine/deadlines.ts';
import type { DeadlineEffect } from '../machine/effects.ts';
import type { Lowered } from '../machine/lowered.ts';
import { Stepper } from '../machine/stepper.ts';
import type { Ciphers } from './ciphers.ts';
import type { FormNeeds } from './digest-form.ts';
import { explainFirstByte } from './first-byte.ts';
import { type Form, type FormName, type Lack, versionOfForm } from './form.ts';
import type { HandshakeEffect, HandshakeFailure } from './handshake-effect.ts';
import type { Identity } from './identity.ts';
import { newForm } from './new-form.ts';
import { composeOpening } from './opening.ts';
import type { HandshakeDeviation, HandshakeProgress, HandshakeTrouble } from './outcome.ts';
import { DIGEST_MISSING, ECHO_MISMATCH, LACKS } from './outcome.ts';
import { echoes, PACKET_LENGTH, versionOf } from './packet.ts';
import { PACKET_1_END, PACKET_2_END, PacketReader, VERSION_END } from './packet-reader.ts';
import { SIMPLE_FORM } from './simple-form.ts';

/** What a handshake needs of its connection. */
export interface HandshakeOptions extends FormNeeds {
  /** Where the one deadline is armed and disarmed; the host calls `timeout` when it is due. */
  readonly deadlines: Pick<Deadlines<'handshakeTimeout'>, 'arm' | 'disarm'>;
  /** How long the whole exchange may take, milliseconds; 0: for ever (HS-44). */
  readonly timeoutMs: number;
  /** Deviations that are faults on this connection: here `echoMismatch`, and at a client `digestMissing` (HS-31). */
  readonly refused: ReadonlySet<string>;
}

type Order = HandshakeEffect | DeadlineEffect<'handshakeTimeout'>;

/** The role's tables, and its name of each fact as a column of them. */
export interface HandshakeRole {
  readonly tables: Lowered<string, string, Order>;
  readonly us: Identity;
  readonly them: Identity;
  /** Only a client speaks before it is spoken to. */
  readonly opened?: number;
  readonly versionAccepted: number;
  readonly versionRefused: number;
  readonly packet1Accepted: number;
  readonly packet1Refused: number;
  readonly packet2Accepted: number;
  readonly packet2Refused: number;
  readonly endReceived: number;
  readonly timeout: number;
}

const NONE = new Uint8Array(0);

/**
 * One side of the opening handshake (§5.2), with all that `ServerHandshake` and `ClientHandshake` share: the peer sends a
 * version, packet 1 and packet 2, 3073 bytes in any pieces, without chunk headers. `PacketReader` finds the three, the
 * role's machine decides, and this part carries out what it orders. What stands in the packets is the `Form`'s: the
 * version and the peer's packet 1 choose it, so a server's is chosen when C1 is whole, never before (HS-13).
 */
export abstract class Handshake {
  readonly #role: HandshakeRole;
  readonly #options: HandshakeOptions;
  readonly #stepper: Stepper<string, string, Order>;
  readonly #packets = new PacketReader();
  #form: Form;
  #ourPacket1: Uint8Array = NONE;
  #transmit: Uint8Array | undefined;
  #trouble: HandshakeTrouble | undefined;
  #deviations: HandshakeDeviation[] = [];
  #peerVersion = 0;

  /** @param offered - the form that a client begins with; a server waits for what it is asked for */
  constructor(role: HandshakeRole, options: HandshakeOptions, offered: FormName = 'simple') {
    this.#role = role;
    this.#options = options;
    this.#stepper = new Stepper(role.tables);
    this.#form = newForm(offered, role.us, role.them, options);
  }

  /** The form that the peer's version asks for, or agrees to; `undefined`: this version is refused. */
  protected abstract formOf(version: number): FormName | undefined;

  /** The form in which we answered. */
  get form(): FormName {
    return this.#form.name;
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
    return this.#packets.packet.length + this.#ourPacket1.length;
  }

  /**
   * Begins the encryption of all that follows, where the handshake agreed on one (HS-36). To be called once, when it is
   * done.
   */
  agreeOnCiphers(): Ciphers | undefined {
    return this.#form.agreeOnCiphers();
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
    const plain = plainView(bytes);
    let consumed = 0;
    while (consumed < plain.length && !this.#stepper.isDone) {
      consumed += this.#packets.take(plain.subarray(consumed));
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
    if (this.#stepper.isDone) this.#forget();
  }

  /** Tells the machine which packet has become whole, if one has. */
  #takeNews(now: number): void {
    const { received } = this.#packets;
    if (received === VERSION_END) this.#step(this.#judgeVersion(), now);
    else if (received === PACKET_1_END) {
      this.#step(this.#judgePacket1(), now);
      this.#packets.forget();
    } else if (received === PACKET_2_END) this.#step(this.#judgePacket2(), now);
  }

  #judgeVersion(): number {
    const name = this.formOf(this.#packets.version);
    if (name === undefined) return this.#role.versionRefused;
    const { us, them } = this.#role;
    if (name !== this.#form.name) this.#form = newForm(name, us, them, this.#options);
    return this.#role.versionAccepted;
  }

  #judgePacket1(): number {
    const { packet } = this.#packets;
    this.#peerVersion = versionOf(packet);
    const lack = this.#form.hear(packet);
    return lack === undefined || this.#mayDoWithout(lack) ? this.#role.packet1Accepted : this.#role.packet1Refused;
  }

  /** Falls back to the simple form where there is no digest, unless more depends on it (HS-13, HS-31). */
  #mayDoWithout(lack: Lack): boolean {
    const isOffered = this.#role.opened !== undefined; // a client may hope for an answer in kind, a server for nothing
    if (this.#form.name === 'encrypted' || (isOffered && this.#options.refused.has(lack))) {
      this.#trouble = LACKS[lack];
      return false;
    }
    if (isOffered) this.#deviations.push(DIGEST_MISSING);
    this.#form = SIMPLE_FORM;
    return true;
  }

  #judgePacket2(): number {
    const { packet } = this.#packets;
    if (echoes(packet, this.#ourPacket1) || this.#form.isAnswer(packet)) return this.#role.packet2Accepted;
    if (this.#options.refused.has('echoMismatch')) return this.#role.packet2Refused;
    this.#deviations.push(ECHO_MISMATCH);
    return this.#role.packet2Accepted;
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
          this.#refuseVersion();
          break;
        case 'refusePacket1':
          break; // the lack was noted when it was found
        case 'fail':
          this.#fail(effect.params.code);
          break;
        case 'sendC0C1':
        case 'sendS0S1S2':
          this.#open(now);
          break;
        case 'sendC2':
          this.#answer();
      }
    }
  }

  /** Says version and packet 1; a server, which by now has the client's packet 1, answers it in the same buffer. */
  #open(now: number): void {
    const bytes = composeOpening(this.#form, now, this.#options.random, this.#packets.packet);
    this.#ourPacket1 = bytes.subarray(VERSION_END, PACKET_1_END);
    this.#transmit = bytes;
  }

  #answer(): void {
    const packet2 = new Uint8Array(PACKET_LENGTH);
    this.#form.writePacket2(packet2, this.#packets.packet);
    this.#transmit = packet2;
  }

  #arm(now: number): void {
    const { deadlines, timeoutMs } = this.#options;
    if (timeoutMs > 0) deadlines.arm('handshakeTimeout', now + timeoutMs);
  }

  #refuseVersion(): void {
    this.#trouble = { ...explainFirstByte(this.#packets.version, versionOfForm(this.#form.name)), at: 0 };
  }

  #fail(code: HandshakeFailure): void {
    const { received: at } = this.#packets;
    const message = `expected a handshake of ${PACKET_2_END} bytes, got ${at}`;
    this.#trouble = code === 'echoMismatch' ? ECHO_MISMATCH : { code, at, message };
  }

  #forget(): void {
    this.#packets.forget();
    this.#ourPacket1 = NONE;
  }

  #takeTransmit(): Uint8Array | undefined {
    const transmit = this.#transmit;
    this.#transmit = undefined;
    return transmit;
  }
}
