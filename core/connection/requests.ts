import type { ConnectionEvent, RequestId } from './event.ts';
import { RtmpUsageError } from './usage-error.ts';

/**
 * The one request that may wait for the application's decision. There is never a second: while one is open the
 * connection reads nothing further, so that the order of the wire holds however long a decision takes.
 */
export class Requests<Subject> {
  #lastId: RequestId = 0;
  #open: Subject | undefined;

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** What the open request is about. */
  get open(): Subject | undefined {
    return this.#open;
  }

  /** Opens a request about something. */
  ask(subject: Subject): RequestId {
    this.#open = subject;
    return ++this.#lastId;
  }

  /** The event that tells of a request which can no longer be answered. */
  expire(reason: 'timeout' | 'withdrawn'): ConnectionEvent {
    this.#open = undefined;
    return { type: 'requestExpired', requestId: this.#lastId, reason };
  }

  /**
   * Closes the request because its answer came.
   *
   * @returns what it was about; `undefined` when it expired or was answered before
   * @throws RtmpUsageError `requestUnknown` for an id that was never given
   */
  answer(requestId: RequestId): Subject | undefined {
    if (!(requestId >= 1 && requestId <= this.#lastId)) {
      throw new RtmpUsageError('requestUnknown', `no request of this connection has the id ${requestId}`);
    }
    if (requestId !== this.#lastId) return undefined;
    const subject = this.#open;
    this.#open = undefined;
    return subject;
  }
}
