import { lower } from '../machine/lower.ts';
import { Stepper } from '../machine/stepper.ts';
import { ByteCounter } from './byte-counter.ts';
import { receiveWindowMachine } from './receive-window.machine.ts';

const tables = lower(receiveWindowMachine);
const WINDOW_FILLED = tables.event('windowFilled');
const WINDOW_NAMED = tables.event('windowNamed');
const WINDOW_DROPPED = tables.event('windowDropped');

/** The window before the peer names one, bytes: what librtmp assumes and SRS announces (Q-29, CHK-47). */
export const ASSUMED_WINDOW = 2_500_000;

/**
 * Counts the bytes that come and says when to acknowledge them (§5.4.3): at half the window, so that a sender which
 * stops at the whole of it never does (CHK-41).
 *
 * The sequence number is every byte received since the connection began, the handshake's 3073 among them, modulo 2^32.
 * The specification says "the number of bytes received so far" and no more; SRS and MediaMTX count the handshake,
 * nginx-rtmp does not, and no sender may depend on the difference (CHK-41). It is not restarted before 2^32.
 */
export class ReceiveWindow {
  readonly #stepper = new Stepper(tables);
  readonly #counter: ByteCounter;
  #window = ASSUMED_WINDOW;
  #acknowledged: number;

  /** @param bytesReceived - where the count begins; not 0 only to reach its wrap in a test */
  constructor(bytesReceived = 0) {
    this.#counter = new ByteCounter(bytesReceived);
    this.#acknowledged = bytesReceived;
    this.#setMark();
  }

  /** Every byte since the connection began. Exact; not modulo anything. */
  get bytesReceived(): number {
    return this.#counter.total;
  }

  /**
   * Counts bytes, handshake included. However small the window, one call leads to one acknowledgement at most.
   *
   * @returns the sequence number of the Acknowledgement that is due now
   */
  received(byteCount: number): number | undefined {
    return this.#counter.add(byteCount) ? this.#step(WINDOW_FILLED) : undefined;
  }

  /**
   * The peer sent Window Acknowledgement Size (CHK-40).
   *
   * @param windowAcknowledgementSize - bytes, 0 to 2^32-1; 0: no acknowledgements from now on
   * @returns the sequence number of the Acknowledgement that is due now, because more than that has come already
   */
  windowNamed(windowAcknowledgementSize: number): number | undefined {
    this.#window = windowAcknowledgementSize;
    this.#step(windowAcknowledgementSize === 0 ? WINDOW_DROPPED : WINDOW_NAMED);
    return this.received(0);
  }

  #step(event: number): number | undefined {
    let sequenceNumber: number | undefined;
    for (const effect of this.#stepper.step(event)) {
      if (effect.type === 'sendAcknowledgement') sequenceNumber = this.#acknowledge();
      else this.#setMark();
    }
    return sequenceNumber;
  }

  #acknowledge(): number {
    this.#acknowledged = this.#counter.total;
    return this.#counter.total >>> 0;
  }

  #setMark(): void {
    this.#counter.setMark(this.#acknowledged + Math.max(1, Math.floor(this.#window / 2)));
  }
}
