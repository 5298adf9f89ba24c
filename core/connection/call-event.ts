import type { AmfValue } from '../amf/value.ts';

/** Names a call of the peer that waits for the application's answer; unique on its connection. */
export type CallId = number;

/**
 * The peer calls a procedure that no rule of ours handles, and wants an answer (7.2.1.2): `answerCall` or `failCall`. Only
 * with the option `calls: 'answer'`.
 */
export interface CallReceived {
  readonly type: 'callReceived';
  readonly callId: CallId;
  readonly messageStreamId: number;
  readonly name: string;
  readonly commandObject: AmfValue;
  readonly userArguments: readonly AmfValue[];
}

/**
 * Server: a player wants to know how long a recording is (`getStreamLength`, CMD-21). Answer with `answerCall` and seconds,
 * 0 for what is live; players do not wait for it. Only with the option `calls: 'answer'`; else 0 is the answer.
 */
export interface StreamLengthRequested {
  readonly type: 'streamLengthRequested';
  readonly callId: CallId;
  /** The stream name exactly as it came. */
  readonly name: string;
}

/**
 * A command that no rule of ours handles (CMD-4), already answered with `_error` where it asked for an answer. At a client
 * also what servers tell everyone, such as onBWDone, which is not answered whatever number it has (CMD-22).
 */
export interface CommandUnhandled {
  readonly type: 'commandUnhandled';
  readonly messageStreamId: number;
  readonly name: string;
  readonly transactionId: number;
  readonly commandObject: AmfValue;
  readonly userArguments: readonly AmfValue[];
}

/** Client: the answer to a `call`, or to `createStream` when it failed. Not in time: `succeeded` is false, `values` is empty. */
export interface CallAnswered {
  readonly type: 'callAnswered';
  readonly transactionId: number;
  readonly succeeded: boolean;
  readonly commandObject: AmfValue;
  readonly values: readonly AmfValue[];
}

/** What either role tells of calls, those of the peer and its own (7.2.1.2). */
export type CallEvent = CallReceived | StreamLengthRequested | CommandUnhandled | CallAnswered;
