import type { AmfObject, AmfValue } from '../amf/value.ts';
import type { PauseCommand, Play2Command, PlayCommand } from '../command/stream-command.ts';

/** Names a request that waits for the application's decision; unique on its connection. */
export type RequestId = number;

/** Why a publication or playback ended: a command of the client said so, a call of ours, or the connection is gone. */
export type StreamEnd = 'unpublished' | 'closedStream' | 'deletedStream' | 'endedHere' | 'connectionClosed';

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
export interface PlayRequested extends PlayCommand {
  readonly type: 'playRequested';
  readonly requestId: RequestId;
  readonly messageStreamId: number;
  /**
   * The stream plays already, and this is to follow what plays (`reset` is false, CMD-25): a playlist. Accepted, nothing is
   * said until `switchPlay`; refused, what plays goes on. A play that resets ends what played before: `playEnded` comes first.
   */
  readonly appends: boolean;
}

/**
 * Server: a player wants another stream in place of what it plays, usually the same at another bit rate (`play2`, CMD-27).
 * Answer with `acceptPlay2` or `rejectPlay2`; what plays goes on meanwhile. On a stream that does not play, it is a
 * `playRequested`.
 */
export interface Play2Requested extends Play2Command {
  readonly type: 'play2Requested';
  readonly requestId: RequestId;
  readonly messageStreamId: number;
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
export interface PauseToggled extends PauseCommand {
  readonly type: 'pauseToggled';
  readonly messageStreamId: number;
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

/** What only a server tells: requests that wait for a decision, and what became of the streams. */
export type ServerEvent =
  | ConnectRequested
  | PublishRequested
  | PlayRequested
  | Play2Requested
  | SeekRequested
  | PauseToggled
  | RequestExpired
  | PublishEnded
  | PlayEnded
  | ReceiveToggled;
