import {
  type ClientConnection,
  type ClientConnectionOptions,
  createClientConnection,
  createServerConnection,
  type Millis,
  type ServerConnection,
  type ServerConnectionOptions,
} from '../core/index.ts';
import { Driver, type DriverListener } from './driver.ts';
import type { Clock, Transport } from './transport.ts';

// What the `listen` and `connect` of every adapter have in common: opening a connection over a transport, and draining.

/** What an adapter brings to each connection: time and randomness. */
export interface Runtime {
  readonly clock: Clock;
  readonly random: (into: Uint8Array) => void;
}

/** How each accepted connection is set up. */
export interface AcceptOptions {
  /**
   * Called for each new connection before any of its bytes are read; answers with the listener of its events. Keep the
   * driver: a command goes `driver.perform(driver.connection.acceptConnect(requestId, driver.now()))`.
   */
  readonly onConnection: (driver: Driver<ServerConnection>) => DriverListener;
  /** Limits, timeouts and the like, the same for every connection. */
  readonly connection?: Omit<ServerConnectionOptions, 'now' | 'random'>;
}

/** How an opened connection is set up. */
export interface ConnectOptions {
  /** Called once, when the transport is open, before the handshake begins. */
  readonly onConnection: (driver: Driver<ClientConnection>) => DriverListener;
  readonly connection: Omit<ClientConnectionOptions, 'now' | 'random'>;
}

export interface CloseOptions {
  /** How long open connections may take to end in order before they are aborted. Default 5000, the core's `timeouts.close`. */
  readonly drainMs?: Millis;
}

/** Something that accepts connections. */
export interface Listener {
  /** Where it listens, with the real port when 0 was asked for. */
  readonly address: { readonly address: string; readonly port: number };
  /**
   * Accepts no more, closes every open connection in order and answers when all are gone, which takes at most
   * `drainMs`. Later calls answer the same promise.
   */
  close(options?: CloseOptions): Promise<void>;
}

/**
 * Checks what every connection would be made with, so that a mistake shows when listening begins and not at the first
 * client.
 *
 * @throws RtmpUsageError as `createServerConnection` does; TypeError without a function `onConnection`
 */
export function checkAcceptOptions({ connection, onConnection }: AcceptOptions): void {
  if (typeof onConnection !== 'function') throw new TypeError('onConnection must be a function');
  createServerConnection({ ...connection, now: 0, random: () => {} });
}

/** Starts a server connection over an open transport. The caller then forwards the transport's calls to the driver. */
export function acceptConnection(
  transport: Transport,
  runtime: Runtime,
  options: AcceptOptions,
): Driver<ServerConnection> {
  const { clock, random } = runtime;
  const connection = createServerConnection({ ...options.connection, now: clock.now(), random });
  const driver = new Driver(connection, transport, clock);
  driver.start(options.onConnection(driver));
  return driver;
}

/** Starts a client connection over an open transport: C0 and C1 are written before this returns. */
export function startConnection(
  transport: Transport,
  runtime: Runtime,
  options: ConnectOptions,
): Driver<ClientConnection> {
  const { clock, random } = runtime;
  const connection = createClientConnection({ ...options.connection, now: clock.now(), random });
  const driver = new Driver(connection, transport, clock);
  driver.start(options.onConnection(driver));
  return driver;
}

/** The drivers whose transports are open, kept so that a listener can end them. */
export class OpenDrivers {
  readonly #drivers = new Set<Driver>();
  #whenEmpty: (() => void) | undefined;

  get size(): number {
    return this.#drivers.size;
  }

  add(driver: Driver): void {
    this.#drivers.add(driver);
  }

  /** Its transport is gone. */
  delete(driver: Driver): void {
    this.#drivers.delete(driver);
    if (this.#drivers.size === 0) this.#whenEmpty?.();
  }

  /** Closes all in order, aborts after `drainMs` those that are left, and answers when every transport is gone. */
  drain(clock: Clock, drainMs: Millis = 5_000): Promise<void> {
    const done = new Promise<void>((resolve) => {
      const alarm = clock.wakeAt(clock.now() + drainMs, () => this.#abortAll());
      this.#whenEmpty = () => {
        alarm.cancel();
        resolve();
      };
    });
    for (const driver of [...this.#drivers]) driver.close();
    if (this.#drivers.size === 0) this.#whenEmpty?.();
    return done;
  }

  #abortAll(): void {
    for (const driver of [...this.#drivers]) driver.abort({ code: 'DRAIN_TIMEOUT', message: 'Did not end in time.' });
  }
}
