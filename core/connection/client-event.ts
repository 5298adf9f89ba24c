import type { AmfValue } from '../amf/value.ts';

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

/**
 * Client: what was to follow (`play` with reset false) or to replace what plays (`play2`) was refused; what plays goes on.
 * A status does not name its command: while one of them is unanswered, an error about playing is taken for its answer.
 */
export interface ChangeRefused {
  readonly type: 'changeRefused';
  readonly messageStreamId: number;
  readonly code: string;
  readonly description: string;
}

/**
 * Client: the server asks us to connect to `tcUrl`, to begin there what we do here, at a key frame, and then to leave this
 * connection, which goes on until then (ERTMP-42). Servers ask only clients that say `capsEx` 1 in `connect`. A URL that no
 * client may follow is noted as `reconnectUrlUnusable` instead.
 */
export interface ReconnectRequested {
  readonly type: 'reconnectRequested';
  /** Absolute: read against that of our `connect`, which it is where the server says none. */
  readonly tcUrl: string;
  /** Empty when absent. */
  readonly description: string;
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

/** Client: onPlayStatus (CMD-36), such as NetStream.Play.Complete at the end of a recording: a data message, or a command. */
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

/** What only a client tells: what the server said, and what that means. */
export type ClientEvent =
  | Connected
  | ConnectRefused
  | StreamCreated
  | PublishStarted
  | PlayStarted
  | StreamRefused
  | SeekDone
  | SeekRefused
  | ChangeRefused
  | ReconnectRequested
  | StatusReceived
  | PlayStatusReceived;
