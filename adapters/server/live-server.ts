import {
  checkReconnectUrl,
  DEFAULT_LIMITS,
  Live,
  type LiveOptions,
  liveOptions,
  type Millis,
  type PartialLiveOptions,
  type PlayerFormOptions,
  RtmpUsageError,
  type ServerConnection,
  type ServerConnectionOptions,
  UNANNOUNCED_FORMS,
} from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import { type AcceptOptions, checkAcceptOptions, DEFAULT_DRAIN_MS, type Listener } from '../listener.ts';
import type { Clock, TransportPeer } from '../transport.ts';
import { Turn } from '../turn.ts';
import { BoundedVod } from './bounded-vod.ts';
import { DESCRIPTIONS } from './client.ts';
import type { LiveServerEvent } from './event.ts';
import type { LiveServerHooks } from './hooks.ts';
import type { Hub, Publisher } from './hub.ts';
import { type LiveServerLimits, liveServerLimits } from './live-server-limits.ts';
import { checkMergeMs } from './merge-window.ts';
import type { Neighbours } from './neighbours.ts';
import type { Player } from './player.ts';
import { Recorder, type RecorderOptions } from './recorder.ts';
import { Session } from './session.ts';
import { type LiveServerStats, streamStats } from './stats.ts';
import type { VodSource } from './vod-source.ts';

export interface LiveServerOptions extends LiveServerHooks {
  /** Duplicates, caches, players that wait or are slow. */
  readonly live?: PartialLiveOptions;
  /**
   * How long what players get may be held back, so that several messages go to each in one write, milliseconds, 0 to 1000.
   * Default 0: nothing waits. The time runs from the first message held back, of each stream on its own.
   */
  readonly mergeMs?: Millis;
  /** In which form players get media that the publisher did not send for them: see `PlayerFormOptions`. */
  readonly players?: PlayerFormOptions;
  /** Limits, timeouts and the like of every connection; `chunkSize` is 60000 by default. */
  readonly connection?: Omit<ServerConnectionOptions, 'now' | 'random'>;
  /** Which streams are recorded, and where; by default none. */
  readonly recording?: RecorderOptions;
  /** Where recordings come from: streams that are not live, or that a client wants from a certain time on. Default: none. */
  readonly vod?: VodSource;
  /** What all clients may take together. */
  readonly limits?: LiveServerLimits;
  /** The other workers, where several processes serve one port. Default: none. */
  readonly neighbours?: Neighbours;
  /** Hears everything that an operator may want to know. What it throws is reported as an uncaught error. */
  readonly onEvent?: (event: LiveServerEvent) => void;
}

/** How a live server closes. */
export interface LiveServerCloseOptions {
  /** How long all of it may take; default `DEFAULT_DRAIN_MS`. */
  readonly drainMs?: Millis;
  /**
   * Where clients are sent that take requests to reconnect (Enhanced RTMP): `rtmp://…`, `rtmps://…`, `//host/app` or `/app`.
   * Default: where they are connected now, which is right where others listen behind the same name.
   */
  readonly reconnectTo?: string;
}

/** The part of `drainMs` in which clients may move; what is left is for the others to end in order. */
const GRACE_SHARE = 0.8;

/**
 * Bytes of the chunks that we send, by default, as SRS does: most messages are one chunk, whose header is written in front of
 * what the publisher sent, without a copy. nginx-rtmp reads chunks of up to 65536.
 */
const CHUNK_SIZE = 60_000;

/**
 * A live RTMP server without a runtime: clients publish, others play, hooks decide.
 *
 * It listens nowhere by itself. Hand `acceptOptions` to the `listen` of any adapter, and `attach` what that answers:
 *
 * ```ts
 * const server = createLiveServer({ onPublish: ({ name }) => (keys.has(name) ? undefined : { refuse: 'Wrong key.' }) });
 * server.attach(await listen({ ...server.acceptOptions, port: 1935 }));
 * ```
 */
export class LiveServer {
  /** For the `listen` of an adapter: how its connections are set up, and that they belong to this server. */
  readonly acceptOptions: AcceptOptions;
  readonly #live: Live<Publisher, Player>;
  readonly #hub: Hub;
  readonly #sessions = new Map<number, Session>();
  readonly #onClosed = (id: number) => void this.#sessions.delete(id);
  readonly #listeners: Pick<Listener, 'close'>[] = [];
  readonly #mostConnections: number;
  #nextId = 1;
  /** That of the runtime, once there was a client. */
  #clock: Clock | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: LiveServerOptions = {}) {
    const {
      live,
      players = {},
      mergeMs = 0,
      connection,
      onEvent,
      recording,
      vod,
      neighbours,
      limits,
      ...hooks
    } = options;
    checkPlayers(players);
    checkMergeMs(mergeMs);
    const { slowPlayer } = liveOptions(live);
    const { connections, recordingsPlayed } = liveServerLimits(limits);
    this.#mostConnections = connections;
    this.#live = new Live(live);
    const emit = reporting(onEvent);
    const isClosing = (): boolean => this.#closing !== undefined;
    this.#hub = {
      live: this.#live,
      hooks,
      turn: new Turn(),
      mergeMs,
      players,
      vod: vod && new BoundedVod(vod, recordingsPlayed),
      neighbours,
      stallMs: slowPlayer.stallMs,
      get isClosing() {
        return isClosing();
      },
      recorder: recording && new Recorder(recording, emit),
      emit,
    };
    this.acceptOptions = {
      connection: withRoomForPlayers(
        vod === undefined ? connection : { ...connection, calls: 'answer' },
        liveOptions(live),
      ),
      onConnection: (driver) => this.#accept(driver),
      letsIn: (peer) => this.#letsIn(peer),
    };
    checkAcceptOptions(this.acceptOptions);
    neighbours?.attach(this.#hub, this.acceptOptions.connection);
  }

  /** `close` will close this too: a listener of any adapter, or what accepts for one. */
  attach(listener: Pick<Listener, 'close'>): void {
    this.#listeners.push(listener);
  }

  /** Ends a client's connection in order. @returns false when there is none of this id */
  disconnect(connectionId: number): boolean {
    const session = this.#sessions.get(connectionId);
    session?.shutDown('Disconnected by the operator.');
    return session !== undefined;
  }

  /** What is connected, published and played right now. */
  stats(): LiveServerStats {
    return {
      connections: Array.from(this.#sessions.values(), (session) => session.stats()),
      streams: Array.from(this.#live.channels(), streamStats),
      waitingCount: this.#live.waiting,
    };
  }

  /**
   * Accepts no more, tells every player and publisher that its stream ends, closes all connections in order, and answers
   * when the attached listeners have seen them go and all recordings are complete, which takes at most `drainMs`. Clients
   * that take requests to reconnect are asked to, and served until they have left or four fifths of that time are over
   * (ERTMP-42). Later calls answer the same promise.
   *
   * @throws RtmpUsageError `tcUrlInvalid` for `reconnectTo`; nothing has changed then
   */
  close({ drainMs = DEFAULT_DRAIN_MS, reconnectTo }: LiveServerCloseOptions = {}): Promise<void> {
    const tcUrl = reconnectTo === undefined ? undefined : checkReconnectUrl(reconnectTo);
    this.#closing ??= this.#close(drainMs, tcUrl);
    return this.#closing;
  }

  async #close(drainMs: Millis, tcUrl: string | undefined): Promise<void> {
    const staying = [...this.#sessions.values()].filter((session) => !session.askToReconnect(tcUrl));
    const graceMs = staying.length < this.#sessions.size ? drainMs * GRACE_SHARE : 0;
    this.#shutDown(staying);
    const onGraceOver = () => this.#shutDown([...this.#sessions.values()]);
    const closing = Promise.all(this.#listeners.map((listener) => listener.close({ drainMs, graceMs, onGraceOver })));
    await Promise.all([closing, this.#hub.recorder?.close(drainMs, closing, this.#clock)]);
    this.#hub.neighbours?.close();
  }

  #shutDown(sessions: readonly Session[]): void {
    for (const session of sessions) session.shutDown(DESCRIPTIONS.closing);
    this.#hub.turn.end();
  }

  #letsIn(peer: TransportPeer): boolean {
    if (this.#sessions.size < this.#mostConnections) return true;
    const openedAt = this.#clock?.now() ?? 0; // there was a client, as there are too many
    this.#hub.emit({ type: 'connectionDropped', connection: { id: this.#takeId(), app: '', peer, openedAt } });
    return false;
  }

  #takeId(): number {
    this.#nextId += 1;
    return this.#nextId - 1;
  }

  #accept(driver: Driver<ServerConnection>): Session {
    this.#clock = driver.clock;
    const id = this.#takeId();
    const session = new Session(id, driver, this.#hub, this.#onClosed);
    this.#sessions.set(id, session);
    return session;
  }
}

/**
 * Makes a live server.
 *
 * @throws RtmpUsageError `optionOutOfRange` and the like, for what `connection`, `limits` or `players` says
 */
export function createLiveServer(options?: LiveServerOptions): LiveServer {
  return new LiveServer(options);
}

function checkPlayers({ unannounced }: PlayerFormOptions): void {
  if (unannounced === undefined || UNANNOUNCED_FORMS.includes(unannounced)) return;
  const expected = UNANNOUNCED_FORMS.join(', ');
  throw new RtmpUsageError('optionOutOfRange', `players.unannounced must be one of ${expected}, not ${unannounced}`);
}

/** An observer that throws must not stop what it observes, nor go unnoticed. */
function reporting(onEvent: LiveServerOptions['onEvent']): (event: LiveServerEvent) => void {
  if (onEvent === undefined) return () => {};
  return (event) => {
    try {
      onEvent(event);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
}

/**
 * A connection's own last resort lies above what the broadcast may give a player, so that a slow one is cut by the policy
 * for slow players. The eighth on top is for chunk headers.
 */
function withRoomForPlayers(
  connection: LiveServerOptions['connection'],
  { gopCacheBytes, headerCacheBytes, slowPlayer }: LiveOptions,
): Omit<ServerConnectionOptions, 'now' | 'random'> {
  const limits = { ...DEFAULT_LIMITS, ...connection?.limits };
  const given = gopCacheBytes + headerCacheBytes + slowPlayer.cutAboveBytes + limits.messageLength;
  const sendBacklogMax =
    connection?.limits?.sendBacklogMax ?? Math.max(limits.sendBacklogMax, given + Math.ceil(given / 8));
  return { chunkSize: CHUNK_SIZE, ...connection, limits: { ...limits, sendBacklogMax } };
}
