import type { AmfValue } from '../amf/value.ts';
import { encodeCommand } from '../message/command-message.ts';
import type { SessionHost } from './session-host.ts';
import { RtmpUsageError } from './usage-error.ts';

/** A command of a message stream that was sent. It is answered by a status; some servers answer its number as well. */
export interface SentOrder {
  readonly messageStreamId: number;
  readonly command: string;
}

export type CallKind = 'createStream' | 'call';

/** The transaction of `connect`, always (7.2.1.1). */
export const CONNECT_TRANSACTION = 1;

/** Numbers what a client sends, and keeps the calls whose answer it awaits, each for so long (7.2.1.2, CMD-2). */
export class ClientCalls {
  readonly #host: SessionHost;
  readonly #open = new Map<number, CallKind>();
  /** The last of them: most are never answered. */
  readonly #orders = new Map<number, SentOrder>();
  #lastTransactionId = CONNECT_TRANSACTION;

  constructor(host: SessionHost) {
    this.#host = host;
  }

  get lastTransactionId(): number {
    return this.#lastTransactionId;
  }

  /** The transaction id of a command of a message stream: deployed clients number every command (CMD-2). */
  readonly number = (order: SentOrder): number => {
    const transactionId = ++this.#lastTransactionId;
    this.#orders.set(transactionId, order);
    const [oldest = transactionId] = this.#orders.keys();
    if (this.#orders.size > this.#host.limits.pendingCalls) this.#orders.delete(oldest);
    return transactionId;
  };

  /** The command that an answer is to. `undefined` when there is none of that number, or it was answered before. */
  takeOrder(transactionId: number): SentOrder | undefined {
    const order = this.#orders.get(transactionId);
    this.#orders.delete(transactionId);
    return order;
  }

  /**
   * Sends a command of the connection that wants an answer.
   *
   * @throws RtmpUsageError `tooManyPendingCalls`
   * @throws AmfUsageError for values that cannot be encoded
   */
  send(kind: CallKind, name: string, commandObject: AmfValue, values: readonly AmfValue[]): void {
    const { pendingCalls } = this.#host.limits;
    if (this.#open.size >= pendingCalls) {
      throw new RtmpUsageError('tooManyPendingCalls', `${name} must wait: ${pendingCalls} calls await their answers`);
    }
    const transactionId = this.#lastTransactionId + 1;
    const payload = encodeCommand(name, transactionId, commandObject, ...values);
    this.#lastTransactionId = transactionId; // only now: what cannot be encoded was never called
    this.#open.set(transactionId, kind);
    this.#host.arm('answerTimeout', transactionId);
    this.#host.sendCommand(0, payload);
  }

  /** The call ends: its answer came, or will no longer be awaited. `undefined` when there is no such call. */
  end(transactionId: number): CallKind | undefined {
    const kind = this.#open.get(transactionId);
    if (!this.#open.delete(transactionId)) return undefined;
    this.#host.disarm('answerTimeout', transactionId);
    return kind;
  }
}
