import type { CutReason, Live, Millis, SharedFrame, Subscription } from '../../core/index.ts';
import type { Turn } from '../turn.ts';
import { ClientError } from './client-error.ts';
import type { ReconnectingListener, ReconnectingStream } from './reconnecting-stream.ts';
import type { RtmpUrl } from './rtmp-url.ts';
import type { StreamClient, StreamClientEvent } from './stream-client.ts';

/** What every target of a relay shares with it. */
export interface RelayHub {
  readonly live: Live<unknown, RelayPlayer>;
  /** The one path of `live`. */
  readonly path: string;
  readonly turn: Turn;
}

/** One connection of a target, as a player of the broadcast: what it gets is published at the other end. */
export class RelayPlayer {
  readonly #client: StreamClient;
  readonly #turn: Turn;
  readonly #onCut: (reason: CutReason) => void;

  constructor(client: StreamClient, turn: Turn, onCut: (reason: CutReason) => void) {
    this.#client = client;
    this.#turn = turn;
    this.#onCut = onCut;
  }

  send(frame: SharedFrame, now: Millis): void {
    const { driver, messageStreamId } = this.#client;
    if (driver === undefined || messageStreamId === undefined || !this.#client.isStarted) return;
    this.#turn.cork(driver);
    const { connection } = driver;
    driver.perform(connection.sendChunks(frame.chunks(connection.sendChunkSize, messageStreamId), now));
  }

  cut(reason: CutReason): void {
    this.#onCut(reason);
  }
}

/** What a target tells. */
export type RelayTargetEvent =
  | { readonly type: 'started'; readonly url: RtmpUrl }
  | { readonly type: 'ended'; readonly error: ClientError | undefined; readonly retryMs: Millis | undefined }
  /** Nothing is left of its connection. */
  | { readonly type: 'rested' };

/**
 * One server that a relay publishes to. Each time it is connected it begins with metadata, headers and the last key frame; one
 * that falls behind loses pictures, and in the end its connection, by the policy for slow players; none waits for another.
 */
export class RelayTarget implements ReconnectingListener {
  readonly #hub: RelayHub;
  readonly #stream: ReconnectingStream;
  readonly #tell: (event: RelayTargetEvent) => void;
  readonly #subscriptions = new Map<StreamClient, Subscription<RelayPlayer>>();

  constructor(
    hub: RelayHub,
    makeStream: (listener: ReconnectingListener) => ReconnectingStream,
    tell: (event: RelayTargetEvent) => void,
  ) {
    this.#hub = hub;
    this.#tell = tell;
    this.#stream = makeStream(this);
  }

  get isAtRest(): boolean {
    return this.#stream.isAtRest;
  }

  /** It is published to right now. */
  get isConnected(): boolean {
    return this.#subscriptions.size > 0;
  }

  start(): void {
    this.#stream.start();
  }

  stop(): void {
    this.#stream.stop();
  }

  onStarted(client: StreamClient): void {
    const { live, path, turn } = this.#hub;
    const { driver, messageStreamId } = client;
    if (driver === undefined || messageStreamId === undefined) return; // it has started, so both are there
    for (const before of this.#subscriptions.keys()) this.#leave(before);
    const owner = new RelayPlayer(client, turn, (reason) => this.#cut(client, reason));
    const now = driver.now();
    const answer = live.subscribe(path, { owner, messageStreamId, backlog: driver.connection }, now);
    if (answer.outcome !== 'accepted') return; // a relay has fewer targets than may wait
    this.#subscriptions.set(client, answer.subscription);
    for (const frame of answer.frames) owner.send(frame, now);
    turn.end();
    this.#tell({ type: 'started', url: client.url });
  }

  onEnded(client: StreamClient, error: ClientError | undefined, retryMs: Millis | undefined): void {
    this.#leave(client);
    this.#tell({ type: 'ended', error, retryMs });
  }

  onEvent(_: StreamClientEvent): void {}

  onRest(): void {
    this.#tell({ type: 'rested' });
  }

  #cut(client: StreamClient, reason: CutReason): void {
    this.#subscriptions.delete(client); // the broadcast has already let it go
    this.#stream.drop(new ClientError('lost', CUTS[reason]));
  }

  #leave(client: StreamClient): void {
    const subscription = this.#subscriptions.get(client);
    if (subscription === undefined) return;
    this.#subscriptions.delete(client);
    this.#hub.live.unsubscribe(subscription);
  }
}

const CUTS: Readonly<Record<CutReason, string>> = {
  backlog: 'the server fell too far behind',
  stalled: 'the server was behind and took no byte for too long',
};
