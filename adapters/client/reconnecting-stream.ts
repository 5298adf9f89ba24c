import type { Millis } from '../../core/index.ts';
import type { Alarm, Clock } from '../transport.ts';
import { Backoff } from './backoff.ts';
import type { ClientError } from './client-error.ts';
import { MovingStream } from './moving-stream.ts';
import type { StreamClient, StreamClientEvent, StreamClientOptions } from './stream-client.ts';

/** What a reconnecting stream tells its owner. */
export interface ReconnectingListener {
  /** This client is the one that counts from now on. One before it has been closed, or is about to be. */
  onStarted(client: StreamClient): void;
  /** The client that counted is gone; `retryMs` says when another is tried, and is `undefined` after `stop`. */
  onEnded(client: StreamClient, error: ClientError | undefined, retryMs: Millis | undefined): void;
  /** What the client that counts tells beside that. */
  onEvent(event: StreamClientEvent, client: StreamClient): void;
  /** Nothing is left of a connection, and of those that it moved from. */
  onRest(): void;
  onTurnEnd?(client: StreamClient): void;
}

export interface ReconnectingOptions extends Omit<StreamClientOptions, 'listener'> {
  readonly clock: Clock;
  readonly random: (into: Uint8Array) => void;
  readonly listener: ReconnectingListener;
}

/** A connection that lived so long is no failed attempt when it ends. */
const STABLE_MS: Millis = 30_000;

/** A moving stream that comes back: whatever ends it, it is asked for anew after a while. */
export class ReconnectingStream {
  readonly #options: ReconnectingOptions;
  readonly #backoff: Backoff;
  #moving: MovingStream | undefined;
  #startedAt: Millis | undefined;
  #alarm: Alarm | undefined;
  #isWanted = false;

  constructor(options: ReconnectingOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
  }

  /** Nothing of it is left: no connection, and none to come. */
  get isAtRest(): boolean {
    return !this.#isWanted && this.#moving === undefined;
  }

  /** Asks for the stream, now and whenever it is lost. */
  start(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    // One that is still leaving is waited for: most servers do not give a name out twice.
    if (this.#moving === undefined) this.#open();
  }

  /** Ends in order; `onEnded` tells when that is done. */
  stop(): void {
    this.#isWanted = false;
    this.#alarm?.cancel();
    this.#alarm = undefined;
    this.#moving?.close();
  }

  /** Ends the connection in order, and comes back as after a loss. */
  restart(): void {
    this.#moving?.close();
  }

  /** Drops the connection, and comes back as after a loss. */
  drop(error: ClientError): void {
    this.#moving?.abort(error);
  }

  #open(): void {
    this.#alarm = undefined;
    this.#startedAt = undefined;
    const { clock: _, listener, ...options } = this.#options;
    const moving = new MovingStream({
      ...options,
      listener: {
        onStarted: (client) => this.#started(client),
        onEvent: (event, client) => listener.onEvent(event, client),
        onEnded: (client, error, isOnItsWay) => this.#ended(client, error, isOnItsWay),
        onRest: () => this.#rested(moving),
        onTurnEnd: (client) => listener.onTurnEnd?.(client),
      },
    });
    this.#moving = moving;
    moving.start();
  }

  #started(client: StreamClient): void {
    this.#startedAt = this.#options.clock.now();
    this.#options.listener.onStarted(client);
  }

  #ended(client: StreamClient, error: ClientError | undefined, isOnItsWay: boolean): void {
    const { clock, listener } = this.#options;
    if (this.#startedAt !== undefined && clock.now() - this.#startedAt >= STABLE_MS) this.#backoff.reset();
    this.#startedAt = undefined;
    if (!this.#isWanted) return listener.onEnded(client, error, undefined);
    // Where it is on its way to is as good as any attempt.
    const retryMs = isOnItsWay ? 0 : this.#backoff.next();
    if (!isOnItsWay) this.#alarm = clock.wakeAt(clock.now() + retryMs, () => this.#open());
    listener.onEnded(client, error, retryMs);
  }

  #rested(moving: MovingStream): void {
    if (moving !== this.#moving) return; // one is there that came after
    this.#moving = undefined;
    if (this.#isWanted && this.#alarm === undefined) this.#open();
    this.#options.listener.onRest();
  }
}
