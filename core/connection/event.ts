import type { AmfValue } from '../amf/value.ts';
import type { DecodedSharedObject } from '../message/decode-shared-object.ts';
import type { CallEvent } from './call-event.ts';
import type { ClientEvent } from './client-event.ts';
import type { DeviationCode } from './deviation.ts';
import type { Fault } from './fault.ts';
import type { ServerEvent } from './server-event.ts';

/**
 * The handshake is complete. `form`: by echoes, by digests, or by digests with encryption of all that follows.
 * `peerVersion`: bytes 4 to 7 of the peer's packet 1 (HS-10), as an unsigned number.
 */
export interface HandshakeDone {
  readonly type: 'handshakeDone';
  readonly form: 'simple' | 'digest' | 'encrypted';
  readonly peerVersion: number;
}

/** A whole audio or video message. The payload is fresh memory, the timestamp is the sender's. */
export interface MediaReceived {
  readonly type: 'mediaReceived';
  readonly messageStreamId: number;
  readonly media: 'audio' | 'video';
  /** uint32 milliseconds, wraps. */
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

/** A data message (18). `@setDataFrame` and `@clearDataFrame` are taken off and told by `retain` (CMD-40, CMD-41). */
export interface DataReceived {
  readonly type: 'dataReceived';
  readonly messageStreamId: number;
  readonly timestamp: number;
  /** `onMetaData`, `onTextData`, … */
  readonly handler: string;
  readonly values: readonly AmfValue[];
  readonly retain: 'set' | 'clear' | 'no';
  /** The AMF0 bytes to relay: handler and values, without `@setDataFrame`. */
  readonly payload: Uint8Array;
}

/** What was asked to be played is over, or interrupted by a pause or seek (StreamEOF, MSG-22). Comes after its `userControlReceived`. */
export interface StreamEofReceived {
  readonly type: 'streamEofReceived';
  readonly messageStreamId: number;
}

/**
 * A shared object message (7.1.3): what the peer asks for, or tells, of an object. A server may ignore it (MSG-9), or let
 * `SharedObjects` answer.
 */
export interface SharedObjectReceived extends DecodedSharedObject {
  readonly type: 'sharedObjectReceived';
}

/** A User Control message (7.1.7); PingRequest is already answered. */
export interface UserControlReceived {
  readonly type: 'userControlReceived';
  readonly eventType: number;
  /** Stream id, or timestamp for the two pings; 0 when the event has none. */
  readonly value: number;
  /** SetBufferLength: milliseconds; else 0. */
  readonly bufferLengthMs: number;
}

/** An Acknowledgement came. `unacknowledgedBytes` is our best estimate of what is under way. */
export interface Acknowledged {
  readonly type: 'acknowledged';
  readonly sequenceNumber: number;
  readonly unacknowledgedBytes: number;
}

/** More than `limits.sendBacklogHigh` is unsent, or again no more than `limits.sendBacklogLow`. */
export interface BacklogCrossed {
  readonly type: 'sendBacklogHigh' | 'sendBacklogLow';
  readonly unsentBytes: number;
}

/** The peer deviated from the specification in a way that is accepted; told once for each code. */
export interface Deviated {
  readonly type: 'deviated';
  readonly code: DeviationCode;
  readonly rule: string;
  readonly at: number;
  readonly message: string;
}

/** The last event of every connection. `fault` is `undefined` after an orderly end. */
export interface Closed {
  readonly type: 'closed';
  readonly fault: Fault | undefined;
}

/** Everything a connection can tell, either role. Emitted in the order in which it happened on the wire. */
export type ConnectionEvent =
  | ServerEvent
  | ClientEvent
  | CallEvent
  | HandshakeDone
  | MediaReceived
  | DataReceived
  | StreamEofReceived
  | SharedObjectReceived
  | UserControlReceived
  | Acknowledged
  | BacklogCrossed
  | Deviated
  | Closed;
