import type { AmfValue } from '../amf/value.ts';
import { callFailed, result } from '../command/answers.ts';
import type { CallId } from './call-event.ts';
import type { ReceivedCommand } from './receive-values.ts';
import type { SessionHost } from './session-host.ts';
import { RtmpUsageError } from './usage-error.ts';

/** Where the answer to a call goes. */
interface Caller {
  readonly messageStreamId: number;
  readonly transactionId: number;
}

/**
 * Calls of the peer that the application answers, when it will and in any order (7.2.1.2). Nothing is held for them: a
 * peer goes on while it waits.
 *
 * No more than `limits.pendingCalls` wait at one time, and none longer than `timeouts.decision`: others are answered
 * with `_error` here.
 */
export class ReceivedCalls {
  readonly #host: SessionHost;
  /** Made with the first: most peers call nothing. */
  #open: Map<CallId, Caller> | undefined;
  #lastId: CallId = 0;

  constructor(host: SessionHost) {
    this.#host = host;
  }

  /**
   * Takes a command that no rule of ours handles: the application answers it, or it has its `_error` (CMD-4).
   *
   * @param otherwise - `ignore`: no `_error`, whatever number it has
   */
  receive(command: ReceivedCommand, otherwise: 'refuse' | 'ignore' = 'refuse'): void {
    const callId = this.take(command);
    const { messageStreamId, name, transactionId, commandObject, userArguments } = command;
    if (callId !== undefined) {
      this.#host.emit({ type: 'callReceived', callId, messageStreamId, name, commandObject, userArguments });
      return;
    }
    if (transactionId > 0 && otherwise === 'refuse') {
      this.#host.sendCommand(messageStreamId, callFailed(transactionId, `The command ${name} is not known here.`));
    }
    this.#host.emit({ type: 'commandUnhandled', messageStreamId, name, transactionId, commandObject, userArguments });
  }

  /** Takes a call. `undefined`: none is taken that asks for no answer, nor without the option, nor when too many wait. */
  take({ messageStreamId, transactionId }: ReceivedCommand): CallId | undefined {
    if (!(transactionId > 0) || !this.#host.answersCalls) return undefined;
    this.#open ??= new Map();
    if (this.#open.size >= this.#host.limits.pendingCalls) return undefined;
    const callId = ++this.#lastId;
    this.#open.set(callId, { messageStreamId, transactionId });
    this.#host.arm('callTimeout', callId);
    return callId;
  }

  /**
   * Sends `_result` with one value; without effect when the call was answered before.
   *
   * @throws RtmpUsageError `callUnknown` for an id that was never given
   * @throws AmfUsageError for a value that cannot be encoded; the call stays open
   */
  answer(callId: CallId, value: AmfValue): void {
    const caller = this.#find(callId);
    if (caller !== undefined) this.#send(callId, caller, result(caller.transactionId, value));
  }

  /** Sends `_error` with NetConnection.Call.Failed; else as `answer`. */
  fail(callId: CallId, description: string): void {
    const caller = this.#find(callId);
    if (caller !== undefined) this.#send(callId, caller, callFailed(caller.transactionId, description));
  }

  connectionClosed(): void {
    this.#open?.clear();
  }

  #find(callId: CallId): Caller | undefined {
    if (callId >= 1 && callId <= this.#lastId) return this.#open?.get(callId);
    throw new RtmpUsageError('callUnknown', `no call on this connection has the id ${callId}`);
  }

  #send(callId: CallId, { messageStreamId }: Caller, payload: Uint8Array): void {
    this.#open?.delete(callId);
    this.#host.disarm('callTimeout', callId);
    this.#host.sendCommand(messageStreamId, payload);
  }
}
