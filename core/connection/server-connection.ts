import type { Status } from '../command/status.ts';
import { status } from '../command/status.ts';
import { ServerHandshake } from '../handshake/server-handshake.ts';
import { UserControlEvent } from '../message/user-control.ts';
import { Connection } from './connection.ts';
import { Engine } from './engine.ts';
import type { RequestId } from './event.ts';
import type { ServerConnectionOptions } from './options.ts';
import type { Millis, Outputs } from './outputs.ts';
import { ServerSession } from './server-session.ts';
import type { ConnectAnswer, ConnectRefusal, Refusal } from './session.ts';
import { settingsOf } from './settings.ts';

/**
 * The server's end of one connection. Requests arrive as events and wait for `accept…` or `reject…`; an answer to a
 * request that expired or was answered before changes nothing. What is sent to a stream that ended meanwhile is dropped:
 * its end is among the events on their way.
 */
export class ServerConnection extends Connection {
  readonly #session: ServerSession;

  constructor(options: ServerConnectionOptions) {
    const engine = new Engine(
      settingsOf(options),
      (handshake) => new ServerHandshake({ ...handshake, rtmpe: options.rtmpe ?? false }),
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

  /** Accepts a `play`: StreamBegin, Play.Reset where it resets, Play.Start, `|RtmpSampleAccess` (CMD-44). */
  acceptPlay(requestId: RequestId, now: Millis): Outputs {
    return this.act(now, () => this.#session.accept(requestId, 'play'));
  }

  /** Refuses a `play` with a status, by default NetStream.Play.StreamNotFound; the connection stays. */
  rejectPlay(requestId: RequestId, { code, description }: Refusal, now: Millis): Outputs {
    const refusal: Status = { level: 'error', code: code ?? 'NetStream.Play.StreamNotFound', description };
    return this.act(now, () => this.#session.reject(requestId, 'play', refusal));
  }

  /** Tells a player that waits that its stream is published now: StreamBegin, NetStream.Play.PublishNotify. */
  announcePublisher(messageStreamId: number, now: Millis): Outputs {
    return this.act(now, () => {
      const stream = this.#session.playing(messageStreamId);
      stream?.sendUserControl(UserControlEvent.StreamBegin);
      stream?.sendStatus(status('NetStream.Play.PublishNotify', 'The stream is published.'));
    });
  }

  /**
   * Tells a player that its stream is no longer published: StreamEOF, NetStream.Play.UnpublishNotify. The play
   * stays, for the next publisher; most players leave.
   */
  announceUnpublish(messageStreamId: number, now: Millis): Outputs {
    return this.act(now, () => {
      const stream = this.#session.playing(messageStreamId);
      stream?.sendUserControl(UserControlEvent.StreamEof);
      stream?.sendStatus(status('NetStream.Play.UnpublishNotify', 'The stream is no longer published.'));
    });
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
  return new ServerConnection(options);
}
