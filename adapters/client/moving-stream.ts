import type { ClientError } from './client-error.ts';
import type { RtmpUrl } from './rtmp-url.ts';
import { StreamClient, type StreamClientEvent, type StreamClientOptions } from './stream-client.ts';

/** What a moving stream tells its owner, of the client that counts. */
export interface MovingListener {
  /** This client counts from now on. One before it has ended, or is leaving in order. */
  onStarted(client: StreamClient): void;
  /** What it tells beside that. */
  onEvent(event: StreamClientEvent, client: StreamClient): void;
  /** It is gone. `isOnItsWay`: the one that was sent elsewhere takes its place; else nothing more comes. */
  onEnded(client: StreamClient, error: ClientError | undefined, isOnItsWay: boolean): void;
  /** Nothing of it is left, not even a client that was leaving. */
  onRest?(): void;
  onTurnEnd?(client: StreamClient): void;
}

export interface MovingOptions extends Omit<StreamClientOptions, 'listener'> {
  readonly listener: MovingListener;
  /** Where a stream can be parted: anywhere, or where its owner calls `moveOn`. Default `anywhere`. */
  readonly parts?: 'anywhere' | 'atBoundaries';
}

/**
 * A stream that goes on elsewhere when its server asks for that, unless `followsReconnects` is false (ERTMP-37 to ERTMP-42):
 * the new place is connected to while the old one goes on, and the old one is left when the new one has taken over: for a
 * publisher when it may send, for a player when the stream comes. A place that does not take it is given up, and the old one
 * stays until its server ends it.
 */
export class MovingStream {
  readonly #options: MovingOptions;
  /** All that have not ended. */
  readonly #clients = new Set<StreamClient>();
  /** The client that counts, or was the last to. */
  #current: StreamClient;
  /** On its way to where the server of `current` sent us. */
  #next: StreamClient | undefined;
  #isClosing = false;

  /** @throws RtmpUrlError */
  constructor(options: MovingOptions) {
    this.#options = options;
    this.#current = this.#client(options.url);
  }

  get client(): StreamClient {
    return this.#current;
  }

  get isAtRest(): boolean {
    return this.#clients.size === 0;
  }

  /** Begins. To be called once. */
  start(): this {
    this.#current.start();
    return this;
  }

  /** Leaves the old place if a new one is ready; else nothing happens. */
  moveOn(): void {
    if (this.#next?.isStarted === true) this.#arrive(this.#next);
  }

  /** Ends in order, here and on the way. */
  close(): void {
    this.#isClosing = true;
    this.#next?.close();
    this.#current.close();
  }

  /** Drops the client that counts. */
  abort(error: ClientError): void {
    this.#current.abort(error);
  }

  #client(url: string | RtmpUrl): StreamClient {
    const { listener, parts: _, ...options } = this.#options;
    const client = new StreamClient({
      followsReconnects: true,
      ...options,
      url,
      listener: {
        onEvent: (event, from) => this.#hear(event, from),
        onTurnEnd: (from) => listener.onTurnEnd?.(from),
      },
    });
    this.#clients.add(client);
    return client;
  }

  #hear(event: StreamClientEvent, client: StreamClient): void {
    if (event.type === 'ended') return this.#ended(client, event.error);
    if (client === this.#next && this.#hasArrived(event)) {
      this.#arrive(client);
      if (event.type === 'started') return; // told by that
    }
    if (client !== this.#current) return;
    if (event.type === 'started') return this.#options.listener.onStarted(client);
    if (event.type === 'reconnectRequested') return this.#follow(event.url);
    // The stream that came to its end here goes on where we were sent.
    if (event.type === 'finished' && this.#next !== undefined) return client.close();
    this.#options.listener.onEvent(event, client);
  }

  /** A server may say yes to a player long before the stream is there. */
  #hasArrived(event: StreamClientEvent): boolean {
    const { order, parts = 'anywhere' } = this.#options;
    if (parts === 'atBoundaries') return false;
    if (order.kind === 'publish') return event.type === 'started';
    return event.type === 'mediaReceived' || (event.type === 'dataReceived' && event.handler === 'onMetaData');
  }

  #follow(url: RtmpUrl): void {
    const { followsReconnects = true } = this.#options;
    if (this.#next !== undefined || this.#isClosing || !followsReconnects) return;
    this.#next = this.#client(url);
    this.#next.start();
  }

  #arrive(next: StreamClient): void {
    const old = this.#current;
    this.#current = next;
    this.#next = undefined;
    this.#options.listener.onStarted(next);
    old.close();
  }

  #ended(client: StreamClient, error: ClientError | undefined): void {
    this.#clients.delete(client);
    if (client === this.#next) this.#next = undefined;
    else if (client === this.#current) this.#lost(error);
    if (this.isAtRest) this.#options.listener.onRest?.();
  }

  #lost(error: ClientError | undefined): void {
    const { listener } = this.#options;
    const lost = this.#current;
    const next = this.#isClosing ? undefined : this.#next;
    if (next !== undefined) {
      this.#current = next;
      this.#next = undefined;
    }
    listener.onEnded(lost, error, next !== undefined);
    if (next?.isStarted === true && next === this.#current) listener.onStarted(next);
  }
}
