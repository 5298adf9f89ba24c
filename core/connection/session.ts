import type { AmfObject } from '../amf/value.ts';
import type { Message } from '../chunk/message.ts';
import type { ReceivedCalls } from './received-calls.ts';
import type { DeadlineName } from './session-host.ts';

/** What the application adds to the connect result, after the properties that are always there. */
export interface ConnectAnswer {
  /** Into the first object, beside `fmsVer` and `capabilities`. */
  readonly properties?: AmfObject;
  /** Into the information object, beside `level`, `code`, `description` and `objectEncoding`. */
  readonly information?: AmfObject;
}

/** The application's no. */
export interface Refusal<Code extends string = string> {
  /** A status code of level `error`; each method has its default. */
  readonly code?: Code;
  readonly description: string;
}

/** The application's no to a `connect`. */
export interface ConnectRefusal extends Refusal<`NetConnection.Connect.${'Rejected' | 'InvalidApp' | 'Failed'}`> {
  /** A URL to try instead (CMD-10). */
  readonly redirect?: string;
}

/** The role of a connection: commands, and the streams they make. Sees whole messages, never bytes. */
export interface Session {
  /** What the peer called and the application answers. */
  readonly calls: ReceivedCalls;
  /** Chunks flow from now on. */
  handshakeDone(): void;
  /** A message that is neither protocol control nor user control. */
  receive(message: Message): void;
  /** A deadline armed through the host has come. */
  deadlineReached(name: DeadlineName, of: number): void;
  /** The connection ends: every stream ends with it, nothing more may be sent. */
  connectionClosed(): void;
  /** @throws RtmpUsageError `commandNotLegalNow` unless connected; `what` is what that is needed for */
  requireConnected(what: string): void;
  /** The application owes a decision; nothing further is read until it came. */
  readonly isDeciding: boolean;
}
