import type {
  Capabilities,
  CutReason,
  DeviationCode,
  Fault,
  Millis,
  PathRefusal,
  PublicationCounters,
  StreamEnd,
  SubscriptionCounters,
  TrackDescription,
} from '../../core/index.ts';
import type { TransportFailure } from '../transport.ts';
import type { ConnectionInfo, HookName } from './hooks.ts';
import type { VodFailure } from './vod-recording.ts';

/** Why a stream ended: a command, the server, the end of its connection, or another publisher in its place. */
export type PublishEndReason = StreamEnd | 'takenOver';

/** Why a player left: a command, the server, the end of its connection, or it was too slow. */
export type PlayEndReason = StreamEnd | CutReason;

/** Why a recording is no longer played: as for a player, or it failed, or the next of the playlist took its place. */
export type VodEndReason = PlayEndReason | 'failed' | 'switched';

/**
 * Why something was refused: a path nobody may use, another publisher, too many who wait, a recording that is not there or
 * cannot be played, a hook's no, or the server closes.
 */
export type RefusalReason =
  | PathRefusal
  | VodFailure
  | 'nameInUse'
  | 'tooManyWaiting'
  | 'liveHasNoEnd'
  | 'playlistFull'
  | 'hook'
  | 'closing';

interface OfConnection {
  readonly connection: ConnectionInfo;
}

interface OfRecording extends OfConnection {
  readonly path: string;
  /** Below the folder of recordings. It has the name of the stream in it, which belongs in no log. */
  readonly file: string;
}

/** A transport was accepted; nothing was read from it yet. */
export interface ConnectionOpened extends OfConnection {
  readonly type: 'connectionOpened';
}

/** A transport was dropped unread: there are as many connections as may be (`LiveServerLimits.connections`). */
export interface ConnectionDropped extends OfConnection {
  readonly type: 'connectionDropped';
}

/** A client was let in. */
export interface ClientConnected extends OfConnection {
  readonly type: 'clientConnected';
  readonly app: string;
  readonly flashVer: string;
  /** What it announced of Enhanced RTMP. */
  readonly capabilities: Capabilities;
}

/** A client was told no. */
export interface RequestRefused extends OfConnection {
  readonly type: 'requestRefused';
  readonly request: 'connect' | 'publish' | 'play';
  /** The app of a connect, as it came; else `app/name` without queries. */
  readonly path: string;
  readonly reason: RefusalReason;
  readonly description: string;
}

/** A client was asked to reconnect (Enhanced RTMP). It is served until it leaves, or until the server has no more time. */
export interface ReconnectRequested extends OfConnection {
  readonly type: 'reconnectRequested';
  /** Where to; `undefined`: where it is connected now. */
  readonly tcUrl: string | undefined;
}

/** The last event of a connection, but for those of recordings. Its streams and plays have ended before. */
export interface ConnectionClosed extends OfConnection {
  readonly type: 'connectionClosed';
  /** `undefined` when it ended in order. */
  readonly fault: Fault | undefined;
  /** Why the transport was lost, when it was. */
  readonly failure: TransportFailure | undefined;
  readonly bytesReceived: number;
  readonly bytesSent: number;
}

export interface StreamPublished extends OfConnection {
  readonly type: 'streamPublished';
  readonly path: string;
  /** It took the place of another publisher, whose `streamEnded` follows. */
  readonly tookOver: boolean;
  /** Players that waited for it, or stayed. */
  readonly playerCount: number;
}

/** A track of a published stream: it is new, or more is known of it than before. */
export interface TrackDescribed extends OfConnection {
  readonly type: 'trackDescribed';
  readonly path: string;
  readonly track: TrackDescription;
}

export interface StreamEnded extends OfConnection {
  readonly type: 'streamEnded';
  readonly path: string;
  readonly reason: PublishEndReason;
  readonly counters: Readonly<PublicationCounters>;
}

/** How far a recording is. */
export interface RecordingCounters {
  /** Of the file. */
  readonly bytes: number;
  /** Of the file: from its first frame to its last. */
  readonly durationMs: Millis;
  /** Left out, as the file did not keep up. */
  readonly skippedMessages: number;
}

/** The recording of a stream has its file. */
export interface RecordingStarted extends OfRecording {
  readonly type: 'recordingStarted';
  /** It goes on with what was in the file. */
  readonly isContinued: boolean;
}

/** A file does not keep up with its stream: messages are left out until it does, and pictures up to a key frame. */
export interface RecordingSkipping extends OfRecording {
  readonly type: 'recordingSkipping';
}

/** A recording is complete and its file closed. That takes time: the publish and its connection have most likely ended. */
export interface RecordingStopped extends OfRecording, RecordingCounters {
  readonly type: 'recordingStopped';
  /** Why the publish ended. */
  readonly reason: PublishEndReason;
}

/** A recording could not begin or go on. The stream is still live; what was written before can be played. */
export interface RecordingFailed extends OfRecording, RecordingCounters {
  readonly type: 'recordingFailed';
  /** Of the system, such as `ENOSPC`, or `notFlv`, `fileInUse`, `closeTimeout`. */
  readonly code: string;
  /** In words, without the file. */
  readonly description: string;
  /** What the store rejected with. Its message may name the file. */
  readonly error: unknown;
}

export interface PlayerJoined extends OfConnection {
  readonly type: 'playerJoined';
  readonly path: string;
  /** There is no publisher yet. */
  readonly isWaiting: boolean;
}

export interface PlayerLeft extends OfConnection {
  readonly type: 'playerLeft';
  readonly path: string;
  readonly reason: PlayEndReason;
  readonly counters: Readonly<SubscriptionCounters>;
}

/** A recording is played. */
export interface VodStarted extends OfConnection {
  readonly type: 'vodStarted';
  readonly path: string;
  /** Where it begins, milliseconds of the file. */
  readonly positionMs: Millis;
  /** Of the whole recording, milliseconds. */
  readonly durationMs: Millis;
}

/** A recording is played no longer. One that was sent whole ends only when its player leaves, or goes on with another. */
export interface VodEnded extends OfConnection {
  readonly type: 'vodEnded';
  readonly path: string;
  readonly reason: VodEndReason;
  /** What was sent last, milliseconds of the file: up to the player's buffer ahead of what was shown. */
  readonly positionMs: Millis;
  /** Sent since it began: payload bytes and messages. */
  readonly bytes: number;
  readonly messages: number;
}

/** A recording that was played, or was to follow in a playlist, cannot be. */
export interface VodFailed extends OfConnection {
  readonly type: 'vodFailed';
  readonly path: string;
  readonly failure: VodFailure;
  /** What the source of recordings threw, if it did. Its message may name the file. */
  readonly error: unknown;
}

/** A client deviated from the specification in a way that is accepted; told once for each code and connection. */
export interface ClientDeviated extends OfConnection {
  readonly type: 'clientDeviated';
  readonly code: DeviationCode;
  /** The quirk or rule that describes it. */
  readonly rule: string;
  readonly message: string;
}

/** A hook threw or rejected; the request was refused. */
export interface HookFailed extends OfConnection {
  readonly type: 'hookFailed';
  readonly hook: HookName;
  readonly error: unknown;
}

/** What a live server tells, in the order in which it happened. */
export type LiveServerEvent =
  | ConnectionOpened
  | ConnectionDropped
  | ClientConnected
  | RequestRefused
  | ReconnectRequested
  | ConnectionClosed
  | StreamPublished
  | TrackDescribed
  | StreamEnded
  | RecordingStarted
  | RecordingSkipping
  | RecordingStopped
  | RecordingFailed
  | PlayerJoined
  | PlayerLeft
  | VodStarted
  | VodEnded
  | VodFailed
  | ClientDeviated
  | HookFailed;
