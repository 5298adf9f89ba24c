import type { ReconnectTarget } from '../command/answers.ts';
import type { Status } from '../command/status.ts';
import { ServerHandshake } from '../handshake/server-handshake.ts';
import { UserControlEvent } from '../message/user-control.ts';
import { Connection } from './connection.ts';
import { Engine } from './engine.ts';
import type { ServerConnectionOptions } from './options.ts';
import { checkTimestamp } from './outgoing.ts';
import type { Millis, Outputs } from './outputs.ts';
import type { RequestId } from './server-event.ts';
import { ServerSession } from './server-session.ts';
import type { ConnectAnswer, ConnectRefusal, Refusal } from './session.ts';
import { type Settings, settingsOf } from './settings.ts';
import type { Played } from './stream-notices.ts';

/** What a play gives. */
export interface PlaySource {
  /** A recording, which players are told (MSG-25). Default false: live. */
  readonly isRecorded?: boolean;
}

/** What follows in a playlist. */
export interface NextPlay extends PlaySource {
  /** Of the last media sent before, uint32 milliseconds; default 0. */
  readonly timestamp?: number;
}

/**
 * The server's end of one connection. Requests arrive as events and wait for `accept…` or `reject…`; an answer to a
 * request that expired or was answered before changes nothing. What is sent to a stream that ended meanwhile is dropped:
 * its end is among the events on their way.
 */
export class ServerConnection extends Connection {
  readonly #session: ServerSession;

  /** Made by `createServerConnection` or `serverConnections`. */
  constructor(settings: Settings, now: Millis) {
    const engine = new Engine(
      settings,
      now,
      (handshake) => new ServerHandshake({ ...handshake, rtmpe: settings.rtmpe }),
      (host) => new ServerSession(host),
    );
    super(engine);
    this.#session = engine.session;
  }

  /**
   * Accepts a `connect`: Window Acknowledgement Size, Set Peer Bandwidth, Set Chunk Size, `_result` (CMD-11).
   *
   * @throws RtmpUsageError `requestUnknown` for an id that was never given or asks for something else; so do all answers
   * @throws AmfUsageError for an answer that cannot be encoded; the request stays open
   */
  acceptConnect(requestId: RequestId, now: Millis, answer: ConnectAnswer = {}): Outputs {
    return this.act(now, () => this.#session.acceptConnect(requestId, answer));
  }

  /** Refuses a `connect` with `_error`, then ends the connection (CMD-10). Default code NetConnection.Connect.Rejected. */
  rejectConnect(requestId: RequestId, refusal: ConnectRefusal, now: Millis): Outputs {
    return this.act(now, () => this.#session.rejectConnect(requestId, refusal));
  }

  /**
   * Asks the client to connect elsewhere, or anew, and to leave this connection once it is there (ERTMP-40). Nothing ends
   * by it: the client is served until it goes, or is closed, which it should have some seconds for (ERTMP-42).
   *
   * @param target - default: where it is connected now. `tcUrl` may be absolute, `//host/app` or `/app` (ERTMP-41)
   * @throws RtmpUsageError `commandNotLegalNow` unless `mayRequestReconnect`; `tcUrlInvalid`
   */
  requestReconnect(now: Millis, target: ReconnectTarget = {}): Outputs {
    return this.act(now, () => this.#session.requestReconnect(target));
  }

  /** The client is connected, and said in `connect` that it understands requests to reconnect (ERTMP-37). */
  get mayRequestReconnect(): boolean {
    return this.#session.mayRequestReconnect;
  }

  /** Accepts a `publish`: onFCPublish where it was asked for, StreamBegin, NetStream.Publish.Start. */
  acceptPublish(requestId: RequestId, now: Millis): Outputs {
    return this.act(now, () => this.#session.accept(requestId, 'publish'));
  }

  /**
   * Refuses a `publish` with a status, by default NetStream.Publish.BadName, then ends the connection unless another
   * stream of it publishes or plays.
   */
  rejectPublish(requestId: RequestId, { code, description }: Refusal, now: Millis): Outputs {
    const refusal: Status = { level: 'error', code: code ?? 'NetStream.Publish.BadName', description };
    return this.act(now, () => this.#session.reject(requestId, 'publish', refusal));
  }

  /**
   * Accepts a `play`: StreamIsRecorded where it is, StreamBegin, Play.Reset where it resets, Play.Start, `|RtmpSampleAccess`
   * (CMD-44). One that appends: nothing, until `switchPlay`.
   */
  acceptPlay(requestId: RequestId, now: Millis, { isRecorded = false }: PlaySource = {}): Outputs {
    return this.act(now, () => this.#session.accept(requestId, 'play', isRecorded));
  }

  /** Refuses a `play` with a status, by default NetStream.Play.StreamNotFound; the connection stays. */
  rejectPlay(requestId: RequestId, { code, description }: Refusal, now: Millis): Outputs {
    const refusal: Status = { level: 'error', code: code ?? 'NetStream.Play.StreamNotFound', description };
    return this.act(now, () => this.#session.reject(requestId, 'play', refusal));
  }

  /** Accepts a `play2`: NetStream.Play.Transition. `completeTransition` follows when the new stream plays (CMD-27). */
  acceptPlay2(requestId: RequestId, now: Millis): Outputs {
    return this.act(now, () => this.#session.accept(requestId, 'play2'));
  }

  /** Refuses a `play2` with a status, by default NetStream.Play.Failed; what plays goes on. */
  rejectPlay2(requestId: RequestId, { code, description }: Refusal, now: Millis): Outputs {
    const refusal: Status = { level: 'error', code: code ?? 'NetStream.Play.Failed', description };
    return this.act(now, () => this.#session.reject(requestId, 'play2', refusal));
  }

  /**
   * Accepts a `seek`: StreamEOF, NetStream.Seek.Notify, StreamIsRecorded where it is, StreamBegin, NetStream.Play.Start
   * (CMD-32). What plays from there is for the application to send, from a key frame on.
   */
  acceptSeek(requestId: RequestId, now: Millis): Outputs {
    return this.act(now, () => this.#session.accept(requestId, 'seek'));
  }

  /** Refuses a `seek` with a status, by default NetStream.Seek.Failed; what plays goes on. */
  rejectSeek(requestId: RequestId, { code, description }: Refusal, now: Millis): Outputs {
    const refusal: Status = { level: 'error', code: code ?? 'NetStream.Seek.Failed', description };
    return this.act(now, () => this.#session.reject(requestId, 'seek', refusal));
  }

  /** Tells a player that its stream pauses: NetStream.Pause.Notify, StreamEOF (CMD-29). */
  notifyPaused(messageStreamId: number, now: Millis): Outputs {
    return this.act(now, () => this.#session.playing(messageStreamId)?.notices.paused());
  }

  /** Tells a player that its stream goes on: NetStream.Unpause.Notify, StreamIsRecorded where it is, StreamBegin. */
  notifyUnpaused(messageStreamId: number, now: Millis): Outputs {
    return this.act(now, () => this.#session.playing(messageStreamId)?.notices.unpaused());
  }

  /**
   * Tells a player that a recording, or the last of its playlist, is at its end: StreamEOF, onPlayStatus
   * NetStream.Play.Complete, NetStream.Play.Stop. The play stays: the player may seek back into it, or append to it.
   *
   * @throws RtmpUsageError `timestampNotUint32`
   */
  completePlay(messageStreamId: number, played: Played, now: Millis): Outputs {
    checkTimestamp(played.timestamp ?? 0);
    return this.act(now, () => this.#session.playing(messageStreamId)?.notices.completed(played));
  }

  /**
   * Tells a player that the next of its playlist follows: StreamEOF, onPlayStatus NetStream.Play.Switch, StreamIsRecorded
   * where it is, StreamBegin, NetStream.Play.Start.
   *
   * @param next - whether it is recorded, and the timestamp of the last media sent
   * @throws RtmpUsageError `timestampNotUint32`
   */
  switchPlay(messageStreamId: number, { isRecorded = false, timestamp = 0 }: NextPlay, now: Millis): Outputs {
    checkTimestamp(timestamp);
    return this.act(now, () => {
      const notices = this.#session.playing(messageStreamId)?.notices;
      if (notices === undefined) return;
      notices.isRecorded = isRecorded;
      notices.switched(timestamp);
    });
  }

  /**
   * Tells a player that it gets the stream which its `play2` named: onPlayStatus NetStream.Play.TransitionComplete.
   *
   * @param timestamp - of the first media of it
   * @throws RtmpUsageError `timestampNotUint32`
   */
  completeTransition(messageStreamId: number, timestamp: number, now: Millis): Outputs {
    checkTimestamp(timestamp);
    return this.act(now, () => this.#session.playing(messageStreamId)?.notices.transitionCompleted(timestamp));
  }

  /**
   * Says a status on a message stream, if the client has not deleted it, and changes nothing: NetStream.Record.Start or
   * NetStream.Play.InsufficientBW, or NetStream.Record.Stop of what it published before.
   */
  sendStatus(messageStreamId: number, information: Status, now: Millis): Outputs {
    return this.act(now, () => this.#session.stream(messageStreamId)?.notices.status(information));
  }

  /** Tells a player that waits that its stream is published now: StreamBegin, NetStream.Play.PublishNotify. */
  announcePublisher(messageStreamId: number, now: Millis): Outputs {
    return this.act(now, () => this.#session.playing(messageStreamId)?.notices.published());
  }

  /**
   * Tells a player that its stream is no longer published: StreamEOF, NetStream.Play.UnpublishNotify. The play
   * stays, for the next publisher; most players leave.
   */
  announceUnpublish(messageStreamId: number, now: Millis): Outputs {
    return this.act(now, () => this.#session.playing(messageStreamId)?.notices.unpublished());
  }

  /** Ends a playback from our side: StreamEOF and the status, such as NetStream.Play.Stop. The id stays usable. */
  endPlay(messageStreamId: number, information: Status, now: Millis): Outputs {
    return this.act(now, () => this.#session.playing(messageStreamId)?.end(information, UserControlEvent.StreamEof));
  }

  /** Ends a publication from our side, with a status such as NetStream.Publish.BadName. The id stays usable. */
  endPublish(messageStreamId: number, information: Status, now: Millis): Outputs {
    return this.act(now, () => this.#session.publishing(messageStreamId)?.end(information));
  }

  protected override mayCarry(messageStreamId: number): boolean {
    return this.#session.playing(messageStreamId) !== undefined;
  }
}

/** Makes the server's end of a connection whose transport was opened at `options.now`. */
export function createServerConnection(options: ServerConnectionOptions): ServerConnection {
  return new ServerConnection(settingsOf(options), options.now);
}

/**
 * For a listener: the options, which are checked here and shared by all its connections.
 *
 * @returns makes the server's end of one connection; takes the instant at which its transport was opened
 * @throws RtmpUsageError as `createServerConnection` does
 */
export function serverConnections(options: Omit<ServerConnectionOptions, 'now'>): (now: Millis) => ServerConnection {
  const settings = settingsOf(options);
  return (now) => new ServerConnection(settings, now);
}
