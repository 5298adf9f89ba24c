import type { Millis } from '../../core/index.ts';
import type { Alarm, Clock } from '../transport.ts';
import { Backoff } from './backoff.ts';
import type { ClientError } from './client-error.ts';
import type { RtmpUrl } from './rtmp-url.ts';
import { StreamClient, type StreamClientEvent, type StreamClientOptions } from './stream-client.ts';

/** What a reconnecting stream tells its owner. */
export interface ReconnectingListener {
  /** This client is the one that counts from now on. One before it has been closed, or is about to be. */
  onStarted(client: StreamClient): void;
  /** The client that counted is gone; `retryMs` says when another is tried, and is `undefined` after `stop`. */
  onEnded(client: StreamClient, error: ClientError | undefined, retryMs: Millis | undefined): void;
  /** What the client that counts tells beside that. */
  onEvent(event: StreamClientEvent, client: StreamClient): void;
  onTurnEnd?(client: StreamClient): void;
}

export interface ReconnectingOptions extends Omit<StreamClientOptions, 'listener' | 'url'> {
  readonly url: RtmpUrl;
  readonly clock: Clock;
  readonly random: (into: Uint8Array) => void;
  readonly listener: ReconnectingListener;
}

/** A connection that lived so long is no failed attempt when it ends. */
const STABLE_MS: Millis = 30_000;

/**
 * A stream that comes back: whatever ends it, it is asked for anew after a while; and where its server asks it to go on
 * elsewhere, it does so before it leaves (ERTMP-42). A place that does not take it is given up, and the old one stays until
 * its server ends it.
 */
export class ReconnectingStream {
  readonly #options: ReconnectingOptions;
  readonly #backoff: Backoff;
  /** The client that counts, started or on its way. */
  #current: StreamClient | undefined;
  /** On its way to where the server of `current` sent us. */
  #next: StreamClient | undefined;
  #startedAt: Millis | undefined;
  #alarm: Alarm | undefined;
  #isWanted = false;

  constructor(options: ReconnectingOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
  }

  /** Nothing of it is left: no connection, and none to come. */
  get isAtRest(): boolean {
    return !this.#isWanted && this.#current === undefined && this.#next === undefined;
  }

  /** Asks for the stream, now and whenever it is lost. */
  start(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    // One that is still leaving is waited for: most servers do not give a name out twice.
    if (this.#current === undefined) this.#open();
  }

  /** Ends in order; `onEnded` tells when that is done. */
  stop(): void {
    this.#isWanted = false;
    this.#alarm?.cancel();
    this.#next?.close();
    this.#current?.close();
  }

  /** Ends the connection in order, and comes back as after a loss. */
  restart(): void {
    this.#current?.close();
  }

  /** Drops the connection, and comes back as after a loss. */
  drop(error: ClientError): void {
    this.#current?.abort(error);
  }

  #open(): void {
    this.#alarm = undefined;
    this.#startedAt = undefined;
    this.#current = this.#client(this.#options.url);
    this.#current.start();
  }

  #client(url: RtmpUrl): StreamClient {
    const { clock: _, listener, ...options } = this.#options;
    return new StreamClient({
      ...options,
      url,
      followsReconnects: true,
      listener: {
        onEvent: (event, client) => this.#hear(event, client),
        onTurnEnd: (client) => listener.onTurnEnd?.(client),
      },
    });
  }

  #hear(event: StreamClientEvent, client: StreamClient): void {
    if (event.type === 'ended') return this.#ended(client, event.error);
    if (client === this.#next) {
      if (event.type === 'started') this.#arrived(client);
      return;
    }
    if (client !== this.#current) return;
    if (event.type === 'started') this.#started(client);
    else if (event.type === 'reconnectRequested') this.#move(event.url);
    else this.#options.listener.onEvent(event, client);
  }

  #started(client: StreamClient): void {
    this.#startedAt = this.#options.clock.now();
    this.#options.listener.onStarted(client);
  }

  #move(url: RtmpUrl): void {
    if (this.#next !== undefined || !this.#isWanted) return;
    this.#next = this.#client(url);
    this.#next.start();
  }

  /** The new place has taken us: the old one is left. */
  #arrived(client: StreamClient): void {
    const old = this.#current;
    this.#current = client;
    this.#next = undefined;
    this.#started(client);
    old?.close();
  }

  #ended(client: StreamClient, error: ClientError | undefined): void {
    const { clock, listener } = this.#options;
    if (client === this.#next) {
      this.#next = undefined;
      if (!this.#isWanted) listener.onEnded(client, error, undefined);
    }
    if (client !== this.#current) return;
    this.#current = undefined;
    if (this.#startedAt !== undefined && clock.now() - this.#startedAt >= STABLE_MS) this.#backoff.reset();
    if (!this.#isWanted) return listener.onEnded(client, error, undefined);
    const isOnItsWay = this.#next !== undefined;
    const retryMs = isOnItsWay ? 0 : this.#backoff.next();
    if (isOnItsWay) this.#takeOver();
    else this.#alarm = clock.wakeAt(clock.now() + retryMs, () => this.#open());
    listener.onEnded(client, error, retryMs);
  }

  /** The old place ended us before the new one took us: the new one is as good as any attempt. */
  #takeOver(): void {
    this.#current = this.#next;
    this.#next = undefined;
    this.#startedAt = undefined;
  }
}
