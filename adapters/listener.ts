import {
  type ClientConnection,
  type ClientConnectionOptions,
  type ConnectionOptions,
  createClientConnection,
  type Millis,
  type ServerConnection,
  type ServerConnectionOptions,
  serverConnections,
} from '../core/index.ts';
import { Driver, type DriverListener } from './driver.ts';
import { type Tap, tapped } from './tap.ts';
import type { AttachableTransport, Clock, Transport, TransportPeer } from './transport.ts';

// What the `listen` and `connect` of every adapter have in common: opening a connection over a transport, and draining.

/** What an adapter brings to each connection: time and randomness. */
export interface Runtime {
  readonly clock: Clock;
  readonly random: (into: Uint8Array) => void;
  /** SHA-256, where the runtime has one that answers at once: handshakes and captures cost less with it. */
  readonly sha256?: (bytes: Uint8Array) => Uint8Array;
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
  /** Called for each transport before anything is made for it: one that is not let in is dropped unread. Default: all are. */
  readonly letsIn?: (peer: TransportPeer) => boolean;
  /** Sees the bytes of each connection, such as the one of `CaptureRecorder`. */
  readonly tap?: Tap;
}

/** How an opened connection is set up. */
export interface ConnectOptions {
  /** Called once, when the transport is open, before the handshake begins. */
  readonly onConnection: (driver: Driver<ClientConnection>) => DriverListener;
  readonly connection: Omit<ClientConnectionOptions, 'now' | 'random'>;
  /** Sees the bytes of the connection, such as the one of `CaptureRecorder`. */
  readonly tap?: Tap;
}

/** As the core's `timeouts.close`. */
export const DEFAULT_DRAIN_MS: Millis = 5_000;

export interface CloseOptions {
  /** How long open connections may take to end in order before they are aborted. Default `DEFAULT_DRAIN_MS`. */
  readonly drainMs?: Millis;
  /** How much of that time open connections go on as they are, before they are told to end. Default 0. */
  readonly graceMs?: Millis;
  /** Called when `graceMs` have passed, right before the connections that are still open are closed in order. */
  readonly onGraceOver?: () => void;
}

/** Something that accepts connections. */
export interface Listener {
  /** Where it listens, with the real port when 0 was asked for. */
  readonly address: { readonly address: string; readonly port: number };
  /**
   * Accepts no more, closes every open connection in order, after `graceMs`, and answers when all are gone, which takes at
   * most `drainMs`. Later calls answer the same promise.
   */
  close(options?: CloseOptions): Promise<void>;
}

/**
 * Checks what every connection would be made with, so that a mistake shows when listening begins and not at the first
 * client.
 *
 * @throws RtmpUsageError as `serverConnections` does; TypeError without a function `onConnection`
 */
export function checkAcceptOptions({ connection, onConnection }: AcceptOptions): void {
  if (typeof onConnection !== 'function') throw new TypeError('onConnection must be a function');
  serverConnections({ ...connection, random: () => {} });
}

/** What the core has no source of its own for, or a slower one. */
function sourcesOf({ random, sha256 }: Runtime): Pick<ConnectionOptions, 'random' | 'sha256'> {
  return sha256 === undefined ? { random } : { random, sha256 };
}

/** Starts a client connection over an open transport: C0 and C1 are written before this returns. */
export function startConnection(
  opened: AttachableTransport,
  runtime: Runtime,
  options: ConnectOptions,
): Driver<ClientConnection> {
  const { clock } = runtime;
  const transport = tapped(opened, options.tap, 'client');
  const connection = createClientConnection({ ...sourcesOf(runtime), ...options.connection, now: clock.now() });
  const driver = new Driver(connection, transport, clock);
  driver.start(options.onConnection(driver));
  transport.attach(driver);
  return driver;
}

/** The connections that one listener has accepted and whose transports are open: it starts them and ends them. */
export class Accepted {
  readonly #runtime: Runtime;
  readonly #options: AcceptOptions;
  readonly #connectionOpenedAt: (now: Millis) => ServerConnection;
  readonly #drivers = new Set<Driver>();
  #draining: Promise<void> | undefined;
  #whenEmpty: (() => void) | undefined;

  /** @throws what `checkAcceptOptions` throws */
  constructor(runtime: Runtime, options: AcceptOptions) {
    checkAcceptOptions(options);
    this.#runtime = runtime;
    this.#options = options;
    this.#connectionOpenedAt = serverConnections({ ...sourcesOf(runtime), ...options.connection });
  }

  /** Nothing is accepted any more. */
  get isDraining(): boolean {
    return this.#draining !== undefined;
  }

  /** Starts a server connection over an open transport, or drops one that is not let in, as all are once draining has begun. */
  accept(accepted: AttachableTransport): void {
    if (this.isDraining || this.#options.letsIn?.(accepted.peer) === false) return accepted.abort();
    const transport = tapped(accepted, this.#options.tap, 'server');
    const driver = this.#driverFor(transport);
    this.#drivers.add(driver);
    transport.attach(driver, () => {
      this.#drivers.delete(driver);
      if (this.#drivers.size === 0) this.#whenEmpty?.();
    });
  }

  /**
   * Accepts no more, closes all in order once the grace is over, aborts after `drainMs` those that are left, and answers
   * when every transport is gone. Later calls answer the same promise.
   */
  drain(options: CloseOptions = {}): Promise<void> {
    this.#draining ??= this.#drain(options);
    return this.#draining;
  }

  #drain({ drainMs = DEFAULT_DRAIN_MS, graceMs = 0, onGraceOver }: CloseOptions): Promise<void> {
    const { clock } = this.#runtime;
    const now = clock.now();
    const endGrace = () => {
      onGraceOver?.();
      for (const driver of [...this.#drivers]) driver.close();
    };
    const done = new Promise<void>((resolve) => {
      const alarms = [clock.wakeAt(now + drainMs, () => this.#abortAll())];
      if (graceMs > 0) alarms.push(clock.wakeAt(now + graceMs, endGrace));
      this.#whenEmpty = () => {
        for (const alarm of alarms) alarm.cancel();
        resolve();
      };
    });
    if (!(graceMs > 0)) endGrace();
    if (this.#drivers.size === 0) this.#whenEmpty?.();
    return done;
  }

  #abortAll(): void {
    for (const driver of [...this.#drivers]) driver.abort({ code: 'DRAIN_TIMEOUT', message: 'Did not end in time.' });
  }

  /** An `onConnection` that throws is the embedder's to mend, but its peer must not wait for ever. */
  #driverFor(transport: Transport): Driver<ServerConnection> {
    const { clock } = this.#runtime;
    const driver = new Driver(this.#connectionOpenedAt(clock.now()), transport, clock);
    try {
      driver.start(this.#options.onConnection(driver));
    } catch (error) {
      transport.abort();
      throw error;
    }
    return driver;
  }
}
