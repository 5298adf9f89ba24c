import type { AmfObject, AmfValue } from '../amf/value.ts';
import type { Transition } from '../command/stream-command.ts';
import type { DecodedSharedObject } from '../message/decode-shared-object.ts';
import type { DeviationCode } from './deviation.ts';
import type { Fault } from './fault.ts';

/** Names a request that waits for the application's decision; unique on its connection. */
export type RequestId = number;

/** Names a call of the peer that waits for the application's answer; unique on its connection. */
export type CallId = number;

/** Why a publication or playback ended: a command of the client said so, a call of ours, or the connection is gone. */
export type StreamEnd = 'unpublished' | 'closedStream' | 'deletedStream' | 'endedHere' | 'connectionClosed';

/**
 * The handshake is complete. `form`: by echoes, by digests, or by digests with encryption of all that follows.
 * `peerVersion`: bytes 4 to 7 of the peer's packet 1 (HS-10), as an unsigned number.
 */
export interface HandshakeDone {
  readonly type: 'handshakeDone';
  readonly form: 'simple' | 'digest' | 'encrypted';
  readonly peerVersion: number;
}

/** Server: a client wants to connect. Answer with `acceptConnect` or `rejectConnect`. */
export interface ConnectRequested {
  readonly type: 'connectRequested';
  readonly requestId: RequestId;
  /** `app` exactly as it came, query included (CMD-56). */
  readonly app: string;
  /** Empty when the client sent none. Quotes and blanks around it are removed. */
  readonly tcUrl: string;
  readonly flashVer: string;
  readonly objectEncoding: number;
  /** All that the client said, in its order. */
  readonly commandObject: AmfObject;
  /** Further AMF values after the command object. */
  readonly userArguments: readonly AmfValue[];
}

/** Server: a client wants to publish. Answer with `acceptPublish` or `rejectPublish`. */
export interface PublishRequested {
  readonly type: 'publishRequested';
  readonly requestId: RequestId;
  readonly messageStreamId: number;
  /** The stream name exactly as it came, query included. */
  readonly name: string;
  readonly publishType: 'live' | 'record' | 'append';
}

/** Server: a client wants to play. Answer with `acceptPlay` or `rejectPlay`. */
export interface PlayRequested {
  readonly type: 'playRequested';
  readonly requestId: RequestId;
  readonly messageStreamId: number;
  readonly name: string;
  /** As sent; -2 when absent. Units differ between peers (CMD-26): `playRange` reads the two. */
  readonly start: number;
  /** As sent; -1 when absent. */
  readonly duration: number;
  readonly reset: boolean;
  /**
   * The stream plays already, and this is to follow what plays (`reset` is false, CMD-25): a playlist. Accepted, nothing is
   * said until `switchPlay`; refused, what plays goes on. A play that resets ends what played before: `playEnded` comes first.
   */
  readonly appends: boolean;
}

/**
 * Server: a player wants another stream in place of what it plays, usually the same at another bit rate (`play2`, CMD-27).
 * Answer with `acceptPlay2` or `rejectPlay2`; what plays goes on meanwhile. On a stream that does not play, it is a
 * `playRequested`. Properties are those of NetStreamPlayOptions, numbers as sent.
 */
export interface Play2Requested {
  readonly type: 'play2Requested';
  readonly requestId: RequestId;
  readonly messageStreamId: number;
  readonly streamName: string;
  /** Empty when absent. */
  readonly oldStreamName: string;
  /** -2 when absent. */
  readonly start: number;
  /** -1 when absent. */
  readonly len: number;
  /** Seconds into the new stream at which to change; -1 when absent: as soon as possible. */
  readonly offset: number;
  readonly transition: Transition;
}

/** Server: a player wants to go elsewhere in what it plays. Answer with `acceptSeek` or `rejectSeek`. */
export interface SeekRequested {
  readonly type: 'seekRequested';
  readonly requestId: RequestId;
  readonly messageStreamId: number;
  /** Milliseconds, 0 or more; nothing says that the recording is as long. */
  readonly timeMs: number;
}

/**
 * Server: a player pauses or goes on (`pause`, `pauseRaw`; CMD-29), perhaps again. Do so, and say it with `notifyPaused` or
 * `notifyUnpaused`; media sent in spite of a pause goes out.
 */
export interface PauseToggled {
  readonly type: 'pauseToggled';
  readonly messageStreamId: number;
  readonly paused: boolean;
  /** Where in the stream it paused, or from where on it has nothing yet: milliseconds. 0 when absent. */
  readonly timeMs: number;
}

/** Server: the request was not decided within `timeouts.decision` or its stream went away; it can no longer be answered. */
export interface RequestExpired {
  readonly type: 'requestExpired';
  readonly requestId: RequestId;
  readonly reason: 'timeout' | 'withdrawn';
}

/** Server: a stream that was publishing no longer does. Emitted once for each accepted publish. */
export interface PublishEnded {
  readonly type: 'publishEnded';
  readonly messageStreamId: number;
  readonly reason: StreamEnd;
}

/** Server: a stream that was playing no longer does. Emitted once for each accepted play. */
export interface PlayEnded {
  readonly type: 'playEnded';
  readonly messageStreamId: number;
  readonly reason: StreamEnd;
}

/**
 * Server: the player switched audio or video off or on again (CMD-28). What it waits for then was said: Seek.Notify and
 * Play.Start.
 */
export interface ReceiveToggled {
  readonly type: 'receiveToggled';
  readonly messageStreamId: number;
  readonly media: 'audio' | 'video';
  readonly receive: boolean;
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

/** A command that no rule of ours handles (CMD-4), already answered with `_error` where it asked for an answer. */
export interface CommandUnhandled {
  readonly type: 'commandUnhandled';
  readonly messageStreamId: number;
  readonly name: string;
  readonly transactionId: number;
  readonly commandObject: AmfValue;
  readonly userArguments: readonly AmfValue[];
}

/** Client: the server accepted `connect`. */
export interface Connected {
  readonly type: 'connected';
  readonly properties: AmfValue;
  readonly information: AmfValue;
}

/** Client: the server refused `connect`; the connection closes. `redirect` holds the URL of `ex.redirect` where there is one. */
export interface ConnectRefused {
  readonly type: 'connectRefused';
  readonly code: string;
  readonly description: string;
  readonly redirect: string | undefined;
  readonly information: AmfValue;
}

/** Client: `createStream` was answered. */
export interface StreamCreated {
  readonly type: 'streamCreated';
  readonly transactionId: number;
  readonly messageStreamId: number;
}

/** Client: the answer to a `call`, or to `createStream` when it failed. Not in time: `succeeded` is false, `values` is empty. */
export interface CallAnswered {
  readonly type: 'callAnswered';
  readonly transactionId: number;
  readonly succeeded: boolean;
  readonly commandObject: AmfValue;
  readonly values: readonly AmfValue[];
}

/** Client: `publish` was accepted (NetStream.Publish.Start). */
export interface PublishStarted {
  readonly type: 'publishStarted';
  readonly messageStreamId: number;
}

/** Client: `play` was accepted (NetStream.Play.Start). */
export interface PlayStarted {
  readonly type: 'playStarted';
  readonly messageStreamId: number;
}

/** Client: `publish` or `play` was refused, by a status of level `error` or by `_error`, or not answered in time. */
export interface StreamRefused {
  readonly type: 'streamRefused';
  readonly messageStreamId: number;
  readonly code: string;
  readonly description: string;
}

/** Client: the server went where `seek` said (NetStream.Seek.Notify), or to the key frame before; media follows from there. */
export interface SeekDone {
  readonly type: 'seekDone';
  readonly messageStreamId: number;
}

/** Client: the server did not take a `seek`; what plays goes on. */
export interface SeekRefused {
  readonly type: 'seekRefused';
  readonly messageStreamId: number;
  readonly code: string;
  readonly description: string;
}

/** Client: onPlayStatus (CMD-36), such as NetStream.Play.Complete at the end of a recording. Not told as `dataReceived`. */
export interface PlayStatusReceived {
  readonly type: 'playStatusReceived';
  readonly messageStreamId: number;
  readonly level: string;
  readonly code: string;
  readonly description: string;
  /** What was played, where the server says so: seconds. */
  readonly duration: number | undefined;
  readonly bytes: number | undefined;
  readonly information: AmfValue;
}

/** What was asked to be played is over, or interrupted by a pause or seek (StreamEOF, MSG-22). Comes after its `userControlReceived`. */
export interface StreamEofReceived {
  readonly type: 'streamEofReceived';
  readonly messageStreamId: number;
}

/** Any onStatus, also those that led to one of the events above, which then comes right after. */
export interface StatusReceived {
  readonly type: 'statusReceived';
  readonly messageStreamId: number;
  readonly level: string;
  readonly code: string;
  readonly description: string;
  readonly information: AmfValue;
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
  | HandshakeDone
  | ConnectRequested
  | PublishRequested
  | PlayRequested
  | Play2Requested
  | SeekRequested
  | PauseToggled
  | RequestExpired
  | PublishEnded
  | PlayEnded
  | ReceiveToggled
  | MediaReceived
  | DataReceived
  | CallReceived
  | StreamLengthRequested
  | CommandUnhandled
  | Connected
  | ConnectRefused
  | StreamCreated
  | CallAnswered
  | PublishStarted
  | PlayStarted
  | StreamRefused
  | SeekDone
  | SeekRefused
  | PlayStatusReceived
  | StreamEofReceived
  | StatusReceived
  | SharedObjectReceived
  | UserControlReceived
  | Acknowledged
  | BacklogCrossed
  | Deviated
  | Closed;
