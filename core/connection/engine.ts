import type { ExternalizableForm } from '../amf/externalizable.ts';
import type { Handshake, HandshakeOptions } from '../handshake/handshake.ts';
import { Deadlines } from '../machine/deadlines.ts';
import { lower } from '../machine/lower.ts';
import { Stepper } from '../machine/stepper.ts';
import { MessageType } from '../message/message-type.ts';
import { encodeUserControl } from '../message/user-control.ts';
import { CHUNK_STREAM } from './chunk-stream-ids.ts';
import { Control } from './control.ts';
import type { DeviationCode } from './deviation.ts';
import { DeviationLog } from './deviation-log.ts';
import type { ConnectionEvent } from './event.ts';
import type { Fault, Trouble } from './fault.ts';
import { faultOf } from './fault.ts';
import { Inbound } from './inbound.ts';
import type { LifecycleFact } from './lifecycle.machine.ts';
import { lifecycleMachine } from './lifecycle.machine.ts';
import type { Limits } from './limits.ts';
import type { Timeouts } from './options.ts';
import { NO_OUTPUTS, Outbound } from './outbound.ts';
import type { Millis, Outputs } from './outputs.ts';
import type { Session } from './session.ts';
import type { SessionHost } from './session-host.ts';
import { checkNow, type Settings } from './settings.ts';

const LIFECYCLE = lower(lifecycleMachine);

/**
 * What every connection is made of, in the order in which bytes pass: `Inbound`, `Control` or the session of the role, and
 * `Outbound`. It keeps the clock, the deadlines and the life of the connection, and it is where a part's trouble becomes
 * the fault that ends it.
 *
 * Invariants: `now` never falls; after `closed` nothing is emitted; after the transport's end nothing is written.
 */
export class Engine<S extends Session> implements SessionHost {
  // What a message to each of many players needs comes first, side by side: of all that they cost, most is memory that has left
  // the processor's caches since the message before.
  readonly out: Outbound;
  readonly #deadlines = new Deadlines<string>();
  #now: Millis;
  #isClosed = false;
  /** As the machines of the lifecycle and of the handshake say. */
  #isOpen = true;
  #hasShakenHands = false;
  /** As the session says after each call. */
  #isHolding = false;
  #isBacklogHigh = false;
  /** Up to here there is nothing to say about what is unsent, bytes. */
  readonly #calmBytes: number;

  readonly session: S;
  readonly limits: Limits;
  readonly externalizables: readonly ExternalizableForm[];
  readonly objectEncoding: 0 | 3;
  readonly answersCalls: boolean;
  readonly control: Control;
  readonly #settings: Settings;
  readonly #lifecycle = new Stepper(LIFECYCLE);
  readonly #inbound: Inbound;
  readonly #deviations: DeviationLog;
  #fault: Fault | undefined;

  /** @param now - when the transport was opened */
  constructor(
    settings: Settings,
    now: Millis,
    makeHandshake: (options: HandshakeOptions) => Handshake,
    makeSession: (host: SessionHost) => S,
  ) {
    const { limits, timeouts, random, sha256, refused } = settings;
    this.#settings = settings;
    this.limits = limits;
    this.#calmBytes = Math.min(limits.sendBacklogHigh, limits.sendBacklogMax);
    this.externalizables = settings.externalizables;
    this.objectEncoding = settings.objectEncoding;
    this.answersCalls = settings.answersCalls;
    this.#now = checkNow(now);
    this.#deviations = new DeviationLog(refused);
    const handshake = makeHandshake({
      random,
      sha256,
      deadlines: this.#deadlines,
      timeoutMs: timeouts.handshake,
      refused,
    });
    this.out = new Outbound(refused);
    this.#inbound = new Inbound(this, handshake, settings);
    this.control = new Control(this, this.#inbound.reader, settings, this.#deadlines);
    this.session = makeSession(this);
    this.control.start();
    const opening = handshake.start(now);
    if (opening !== undefined) this.out.bytes(opening);
  }

  get now(): Millis {
    return this.#now;
  }

  get at(): number {
    return this.#inbound.at;
  }

  get heldBytes(): number {
    return this.#inbound.heldBytes;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Neither closed nor ending. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Open, and the handshake done: messages may be sent. */
  get mayTalk(): boolean {
    return this.#isOpen && this.#hasShakenHands;
  }

  /** The application owes a decision: what the peer sends is held. */
  get isHolding(): boolean {
    return this.#isHolding;
  }

  get deviationCounts(): ReadonlyMap<DeviationCode, number> {
    return this.#deviations.counts;
  }

  // What the façade calls: each begins, acts, and takes what came of it.

  /** Whether a call has any effect; sets the clock, which never goes back. */
  begin(now: Millis): boolean {
    if (now > this.#now && now < Number.POSITIVE_INFINITY) this.#now = now; // no instant comes after infinity
    return !this.#isClosed;
  }

  /** Ends a call that began: reads on if a decision made way, checks the backlog, hands everything out. */
  finish(): Outputs {
    this.#inbound.resume();
    this.#isHolding = this.session.isDeciding;
    this.control.listen(!this.#isHolding);
    if (this.#inbound.isAtEnd) this.#end();
    return this.finishSending();
  }

  /** As `finish`, for a call that touches nothing but what goes out: the price of a message to each of many players. */
  finishSending(): Outputs {
    this.#checkBacklog();
    return this.out.take(this.#isClosed ? undefined : this.#deadlines.earliest);
  }

  receive(bytes: Uint8Array, now: Millis): Outputs {
    if (!this.begin(now)) return NO_OUTPUTS;
    this.control.received(bytes.length);
    if (this.isOpen) this.#inbound.receive(bytes);
    return this.finish();
  }

  receiveEnd(now: Millis): Outputs {
    if (!this.begin(now)) return NO_OUTPUTS;
    this.#inbound.end();
    return this.finish();
  }

  tick(now: Millis): Outputs {
    if (!this.begin(now)) return NO_OUTPUTS;
    for (let due = this.#deadlines.takeDue(this.#now); due !== undefined; due = this.#deadlines.takeDue(this.#now)) {
      this.#deadlineReached(due);
    }
    return this.finish();
  }

  transmitted(byteCount: number, now: Millis): Outputs {
    if (!this.begin(now)) return NO_OUTPUTS;
    if (byteCount > 0 && this.out.sendWindow.transmitted(byteCount)) this.control.windowOverrun();
    return this.finishSending();
  }

  // What the session and the other parts call.

  handshakeDone(): void {
    this.#hasShakenHands = true;
    this.session.handshakeDone();
  }

  emit(event: ConnectionEvent): void {
    if (!this.#isClosed) this.out.emit(event);
  }

  /** Sends a message, cut into chunks. Nothing is sent once the transport is told to end. */
  send(
    chunkStreamId: number,
    messageTypeId: number,
    messageStreamId: number,
    timestamp: number,
    payload: Uint8Array,
  ): void {
    if (!this.isOpen) return;
    this.out.message({ chunkStreamId, messageTypeId, messageStreamId, timestamp, payload }, 'full');
  }

  sendCommand(messageStreamId: number, payload: Uint8Array): void {
    const chunkStreamId = messageStreamId === 0 ? CHUNK_STREAM.connection : CHUNK_STREAM.stream;
    this.send(chunkStreamId, MessageType.CommandAmf0, messageStreamId, 0, payload);
  }

  sendData(messageStreamId: number, timestamp: number, payload: Uint8Array): void {
    this.send(CHUNK_STREAM.stream, MessageType.DataAmf0, messageStreamId, timestamp, payload);
  }

  sendUserControl(eventType: number, value: number): void {
    this.control.sendUserControl(encodeUserControl(eventType, value));
  }

  announceWindow(): void {
    this.control.announceWindow();
  }

  announcePeerBandwidth(): void {
    this.control.announcePeerBandwidth();
  }

  announceChunkSize(): void {
    this.control.announceChunkSize();
  }

  arm(deadline: keyof typeof SPANS, of = 0): void {
    const span = this.#settings.timeouts[SPANS[deadline]];
    if (span > 0) this.#deadlines.arm(`${deadline} ${of}`, this.#now + span);
  }

  disarm(deadline: keyof typeof SPANS, of = 0): void {
    this.#deadlines.disarm(`${deadline} ${of}`);
  }

  deviate(code: DeviationCode, message: string, at = this.at, count = 1): boolean {
    if (this.#deviations.refused.has(code)) {
      this.fail({ code, at, message });
      return false;
    }
    const event = this.#deviations.note(code, at, message, count);
    if (event !== undefined) this.emit(event);
    return true;
  }

  fail(trouble: Trouble): void {
    this.#fault ??= faultOf(trouble);
    this.#step('faultFound');
  }

  close(trouble?: Trouble): void {
    if (trouble !== undefined) this.#fault ??= faultOf(trouble);
    this.#step('closeOrdered');
  }

  // Ending.

  /** The peer has ended: unless we ended first, what that cut off is a fault. */
  #end(): void {
    const trouble = this.isOpen ? this.#inbound.endTrouble() : undefined;
    if (trouble !== undefined) this.#fault ??= faultOf(trouble);
    this.#step('endReceived');
  }

  /** Tells of crossings, and gives up on a peer that reads nothing while we hold more than we may. */
  #checkBacklog(): void {
    const { unsentBytes } = this.out.sendWindow;
    if (unsentBytes <= this.#calmBytes && !this.#isBacklogHigh) return;
    const { sendBacklogHigh, sendBacklogLow, sendBacklogMax } = this.limits;
    if (unsentBytes > sendBacklogMax) return this.#failForBacklog(unsentBytes);
    const isHigh = this.#isBacklogHigh ? unsentBytes > sendBacklogLow : unsentBytes > sendBacklogHigh;
    if (isHigh === this.#isBacklogHigh) return;
    this.#isBacklogHigh = isHigh;
    this.emit({ type: isHigh ? 'sendBacklogHigh' : 'sendBacklogLow', unsentBytes });
  }

  #failForBacklog(got: number): void {
    const allowed = this.limits.sendBacklogMax;
    const message = `expected the peer to read, got ${got} bytes that the transport still holds`;
    this.fail({ code: 'sendBacklog', at: this.at, message, limit: 'sendBacklogMax', allowed, got });
  }

  #deadlineReached(key: string): void {
    const [name, of] = key.split(' ') as [Deadline, string]; // made by arm, or a name alone by its part
    switch (name) {
      case 'handshakeTimeout':
        this.#inbound.handshakeTimeout();
        break;
      case 'closeTimeout':
        this.#step(name);
        break;
      case 'pingDue':
      case 'idleTimeout':
        this.control.deadlineReached(name);
        break;
      default:
        this.session.deadlineReached(name, Number(of));
    }
  }

  #step(fact: LifecycleFact | 'closeTimeout'): void {
    const effects = this.#lifecycle.step(LIFECYCLE.event(fact));
    this.#isOpen = this.#lifecycle.is('open');
    for (const effect of effects) {
      switch (effect.type) {
        case 'arm':
        case 'disarm':
          this[effect.type](effect.params.deadline);
          break;
        case 'endStreams':
          this.#endStreams();
          break;
        case 'endTransport':
          this.out.setTransport('end');
          break;
        case 'abortTransport':
          this.out.setTransport('abort');
          break;
        default:
          effect.type satisfies 'tellClosed';
          this.#tellClosed();
      }
    }
  }

  /** From here on only the peer's end, or too long a wait for it, matters: no other deadline may come in between. */
  #endStreams(): void {
    this.session.connectionClosed();
    this.#isHolding = this.session.isDeciding;
    this.control.stop();
    this.#deadlines.disarmAll();
  }

  #tellClosed(): void {
    this.emit({ type: 'closed', fault: this.#fault });
    this.#isClosed = true;
  }
}

type Deadline = keyof typeof SPANS | 'handshakeTimeout' | 'pingDue' | 'idleTimeout';

/** Which of the timeouts says how long each deadline armed here is. */
const SPANS = {
  connectTimeout: 'connect',
  decisionTimeout: 'decision',
  statusTimeout: 'decision',
  answerTimeout: 'decision',
  callTimeout: 'decision',
  closeTimeout: 'close',
} as const satisfies Record<string, keyof Timeouts>;
