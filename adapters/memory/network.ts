import type { ClientConnection } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import {
  Accepted,
  type AcceptOptions,
  type CloseOptions,
  type ConnectOptions,
  type Listener,
  type Runtime,
  startConnection,
} from '../listener.ts';
import { Link, type LinkOptions, type MemoryTransport } from './link.ts';
import { SeededRandom } from './random.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface MemoryNetworkOptions {
  /** Decides everything random: handshakes and random splits. Default 1. */
  readonly seed?: number;
  /** To share one clock between networks. */
  readonly clock?: VirtualClock;
  /** How links behave unless `connect` says otherwise. */
  readonly link?: LinkOptions;
}

export interface MemoryListenOptions extends AcceptOptions {
  /** Any name; default `memory`. */
  readonly address?: string;
  /** 0 takes a free one. Default 0. */
  readonly port?: number;
}

export interface MemoryConnectOptions extends ConnectOptions {
  readonly address?: string;
  readonly port: number;
  readonly link?: LinkOptions;
}

/** Nothing listens there, or something already does. `code` is the one a socket would give. */
export class MemoryNetworkError extends Error {
  override readonly name = 'MemoryNetworkError';
  readonly code: 'ECONNREFUSED' | 'EADDRINUSE';

  constructor(code: 'ECONNREFUSED' | 'EADDRINUSE', place: string) {
    super(code === 'EADDRINUSE' ? `Something already listens on ${place}.` : `Nothing listens on ${place}.`);
    this.code = code;
  }
}

/** The first port given out when 0 is asked for, and the first of a client: the start of the dynamic range (RFC 6335). */
const FIRST_FREE_PORT = 49_152;

/**
 * Listeners and connections without sockets, in virtual time. Nothing happens until `clock` runs; then everything happens
 * in the same order, and carries the same bytes, for the same seed.
 */
export class MemoryNetwork {
  readonly clock: VirtualClock;
  readonly #random: SeededRandom;
  readonly #link: LinkOptions;
  readonly #listeners = new Map<string, MemoryListener>();
  #nextPort = FIRST_FREE_PORT;

  constructor(options: MemoryNetworkOptions = {}) {
    this.clock = options.clock ?? new VirtualClock();
    this.#random = new SeededRandom(options.seed ?? 1);
    this.#link = options.link ?? {};
  }

  /** @throws MemoryNetworkError `EADDRINUSE` */
  listen(options: MemoryListenOptions): MemoryListener {
    const address = { address: options.address ?? 'memory', port: options.port || this.#nextPort++ };
    const place = placeOf(address);
    if (this.#listeners.has(place)) throw new MemoryNetworkError('EADDRINUSE', place);
    const runtime = { clock: this.clock, random: this.#random.fill };
    const listener = new MemoryListener(address, runtime, options, () => this.#listeners.delete(place));
    this.#listeners.set(place, listener);
    return listener;
  }

  /** Connects at once; the handshake's bytes travel when the clock runs. @throws MemoryNetworkError `ECONNREFUSED` */
  connect(options: MemoryConnectOptions): Driver<ClientConnection> {
    const { clock } = this;
    const address = { address: options.address ?? 'memory', port: options.port };
    const listener = this.#listeners.get(placeOf(address));
    if (listener === undefined) throw new MemoryNetworkError('ECONNREFUSED', placeOf(address));
    const link = new Link(clock, this.#random, options.link ?? this.#link, {
      server: { ...address, secure: false },
      client: { address: 'client', port: this.#nextPort++, secure: false },
    });
    listener.accept(link.server);
    return startConnection(link.client, { clock, random: this.#random.fill }, options);
  }
}

/** What `MemoryNetwork.listen` answers. `close` needs the clock to run, as everything does. */
export class MemoryListener implements Listener {
  readonly address: Listener['address'];
  readonly #accepted: Accepted;
  readonly #onClose: () => void;

  constructor(address: Listener['address'], runtime: Runtime, options: AcceptOptions, onClose: () => void) {
    this.address = address;
    this.#accepted = new Accepted(runtime, options);
    this.#onClose = onClose;
  }

  /** Starts a server connection at one end of a link. */
  accept(transport: MemoryTransport): void {
    this.#accepted.accept(transport);
  }

  close(options: CloseOptions = {}): Promise<void> {
    this.#onClose();
    return this.#accepted.drain(options);
  }
}

function placeOf(address: Listener['address']): string {
  return `${address.address}:${address.port}`;
}
