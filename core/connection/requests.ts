import type { ConnectionEvent } from './event.ts';
import type { RequestId } from './server-event.ts';
import { RtmpUsageError } from './usage-error.ts';

/** What the application is asked to decide on. */
export type RequestKind = 'connect' | StreamRequestKind;

/** The requests that a message stream may make. */
export type StreamRequestKind = 'publish' | 'play' | 'play2' | 'seek';

/**
 * The one request that may wait for the application's decision. There is never a second: while one is open the
 * connection reads nothing further, so that the order of the wire holds however long a decision takes.
 */
export class Requests<Subject> {
  #lastId: RequestId = 0;
  #kind: RequestKind = 'connect';
  #open: Subject | undefined;

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  /** What the open request is about. */
  get open(): Subject | undefined {
    return this.#open;
  }

  /** Opens a request about something. */
  ask(kind: RequestKind, subject: Subject): RequestId {
    this.#kind = kind;
    this.#open = subject;
    return ++this.#lastId;
  }

  /** The event that tells of a request which can no longer be answered. */
  expire(reason: 'timeout' | 'withdrawn'): ConnectionEvent {
    this.close();
    return { type: 'requestExpired', requestId: this.#lastId, reason };
  }

  /**
   * What a request is about, of which an answer came.
   *
   * @returns `undefined` when it expired or was answered before
   * @throws RtmpUsageError `requestUnknown` for an id that was never given, and for a request of another kind
   */
  find(requestId: RequestId, kind: RequestKind): Subject | undefined {
    if (!(requestId >= 1 && requestId <= this.#lastId)) {
      throw new RtmpUsageError('requestUnknown', `no request of this connection has the id ${requestId}`);
    }
    if (requestId !== this.#lastId || this.#open === undefined) return undefined;
    if (kind === this.#kind) return this.#open;
    throw new RtmpUsageError('requestUnknown', `request ${requestId} is to ${this.#kind}, not to ${kind}`);
  }

  /** The open request has its answer. */
  close(): void {
    this.#open = undefined;
  }
}
