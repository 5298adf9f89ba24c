import type { AmfValue } from '../amf/value.ts';
import { encodeCommand } from '../message/command-message.ts';
import type { SessionHost } from './session.ts';
import { RtmpUsageError } from './usage-error.ts';

export type CallKind = 'createStream' | 'call';

/** The transaction of `connect`, always (7.2.1.1). */
export const CONNECT_TRANSACTION = 1;

/** Numbers what a client sends, and keeps the calls whose answer it awaits, each for so long (7.2.1.2, CMD-2). */
export class ClientCalls {
  readonly #host: SessionHost;
  readonly #open = new Map<number, CallKind>();
  #lastTransactionId = CONNECT_TRANSACTION;

  constructor(host: SessionHost) {
    this.#host = host;
  }

  get lastTransactionId(): number {
    return this.#lastTransactionId;
  }

  /** The transaction id of a command that is answered by a status, if at all. */
  readonly nextTransactionId = (): number => ++this.#lastTransactionId;

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
