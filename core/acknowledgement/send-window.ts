import { lower } from '../machine/lower.ts';
import { Stepper } from '../machine/stepper.ts';
import { ByteCounter } from './byte-counter.ts';
import { sendWindowMachine } from './send-window.machine.ts';
import { type PeerReport, Tolerance } from './tolerance.ts';

const tables = lower(sendWindowMachine);
const ROSE = tables.event('acknowledgementRose');
const FELL = tables.event('acknowledgementFell');
const TOTAL_RECOGNISED = tables.event('totalRecognised');
const TOTAL_RESTARTED = tables.event('totalRestarted');
const WINDOW_OVERRUN = tables.event('windowOverrun');

export type SendWindowReport = PeerReport<'acknowledgementIncrements' | 'acknowledgementMissing'>;

/**
 * From here on a number that falls has begun again: nginx-rtmp, Node-Media-Server and SRS do so past 0xF0000000, others
 * at 2^31. No peer acknowledges increments of that size.
 */
const RESTART_FROM = 0x7000_0000;

/** A peer may count the handshake or not: so far its total may run ahead of what we take it to count (CHK-41). */
const SLACK = 3073;

/**
 * Counts the bytes that go, and makes of the peer's acknowledgements an estimate of what is under way (§5.4.3).
 *
 * ```
 * 0 <= acknowledged <= sent        0 <= transmitted <= sent
 * unsent = sent - transmitted      unacknowledged = sent - acknowledged
 * ```
 *
 * It informs and reports; nothing waits for it (CHK-43).
 */
export class SendWindow {
  readonly #stepper = new Stepper(tables);
  readonly #tolerance: Tolerance<SendWindowReport['code']>;
  readonly #transmitted: ByteCounter;
  #sent: number;
  #acknowledged: number;
  /** The count of ours at which the peer's totals began: 0, or where it began again. */
  #totalsFrom = 0;
  #lastSequenceNumber: number;
  #window = 0;

  /**
   * @param refused - deviations that are faults on this connection
   * @param bytesSent - where the count begins; not 0 only to reach its wrap in a test
   */
  constructor(refused: ReadonlySet<string>, bytesSent = 0) {
    this.#tolerance = new Tolerance(refused);
    this.#transmitted = new ByteCounter(bytesSent);
    this.#sent = bytesSent;
    this.#acknowledged = bytesSent;
    this.#lastSequenceNumber = bytesSent >>> 0;
  }

  /** Every byte handed out since the connection began. */
  get bytesSent(): number {
    return this.#sent;
  }

  /** Bytes handed out that have not left our memory. */
  get unsentBytes(): number {
    return this.#sent - this.#transmitted.total;
  }

  /** Bytes handed out that the peer has not acknowledged, as far as can be told. */
  get unacknowledgedBytes(): number {
    return this.#sent - this.#acknowledged;
  }

  /** A refused deviation. */
  get trouble(): SendWindowReport | undefined {
    return this.#tolerance.trouble;
  }

  /** The deviations since the last call. */
  takeDeviations(): readonly SendWindowReport[] {
    return this.#tolerance.take();
  }

  /** So many bytes were handed out to be written. */
  sent(byteCount: number): void {
    this.#sent += byteCount;
  }

  /**
   * So many of them left our memory; never counted beyond what was handed out.
   *
   * @returns whether an acknowledgement is overdue: `overrun` takes note of it
   */
  transmitted(byteCount: number): boolean {
    return this.#transmitted.add(Math.min(byteCount, this.unsentBytes));
  }

  /**
   * The peer has acknowledged nothing for twice its window.
   *
   * @param at - bytes received so far, for a report
   */
  overrun(at: number): void {
    this.#step(WINDOW_OVERRUN, 0, at);
  }

  /** We sent Window Acknowledgement Size, and expect to be acknowledged once in so many bytes; 0: never. */
  windowAnnounced(windowAcknowledgementSize: number): void {
    this.#window = windowAcknowledgementSize;
    this.#setMark();
  }

  /**
   * The peer sent an Acknowledgement.
   *
   * @param sequenceNumber - uint32
   * @param at - bytes received before it, for a report
   */
  acknowledged(sequenceNumber: number, at: number): void {
    this.#step(this.#judge(sequenceNumber), sequenceNumber, at);
    this.#lastSequenceNumber = sequenceNumber;
    this.#setMark();
  }

  #judge(sequenceNumber: number): number {
    const last = this.#lastSequenceNumber;
    const possible = this.unacknowledgedBytes + SLACK;
    const advance = (sequenceNumber - last) | 0;
    const isPossible = advance > 0 && advance <= possible;
    if (!isPossible && last >= RESTART_FROM && sequenceNumber < last) return TOTAL_RESTARTED;
    if (advance <= 0) return FELL;
    return sequenceNumber > possible ? TOTAL_RECOGNISED : ROSE;
  }

  #step(event: number, sequenceNumber: number, at: number): void {
    for (const effect of this.#stepper.step(event)) {
      switch (effect.type) {
        case 'restartTotal':
          this.#totalsFrom = this.#acknowledged;
          break;
        case 'takeTotal':
          this.#takeTotal(sequenceNumber);
          break;
        case 'takeIncrement':
          this.#acknowledged = Math.min(this.#sent, this.#acknowledged + sequenceNumber);
          break;
        case 'noteIncrements':
          this.#noteIncrements(sequenceNumber, at);
          break;
        case 'noteMissing':
          this.#noteMissing(at);
      }
    }
  }

  /** A total is modulo 2^32, and so is what it leaves under way; more than all or less than nothing cannot be. */
  #takeTotal(sequenceNumber: number): void {
    const all = this.#sent - this.#totalsFrom;
    const underWay = (all - sequenceNumber) | 0;
    this.#acknowledged = this.#sent - Math.min(all, Math.max(0, underWay));
  }

  #noteIncrements(sequenceNumber: number, at: number): void {
    const expected = `expected an acknowledgement above ${this.#lastSequenceNumber}, the total so far`;
    this.#tolerance.note('acknowledgementIncrements', at, `${expected}, got ${sequenceNumber}`);
  }

  #noteMissing(at: number): void {
    this.#transmitted.setMark(undefined); // said once; the next acknowledgement sets it again
    const expected = `expected an acknowledgement for each ${this.#window} bytes`;
    this.#tolerance.note('acknowledgementMissing', at, `${expected}, got none for ${2 * this.#window}`);
  }

  /** Once is the window; at twice it even a peer that acknowledges late has had its time. */
  #setMark(): void {
    const isExpected = this.#window > 0;
    this.#transmitted.setMark(isExpected ? this.#transmitted.total + 2 * this.#window : undefined);
  }
}
