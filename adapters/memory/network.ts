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
  /** How links behave unless `connect` says otherwise: all alike, or by the hosts at their ends. */
  readonly link?: LinkOptions | ((from: string, to: string) => LinkOptions);
}

export interface MemoryListenOptions extends AcceptOptions {
  /** The host: any name; default `memory`. */
  readonly address?: string;
  /** 0 takes a free one. Default 0. */
  readonly port?: number;
}

export interface MemoryConnectOptions extends ConnectOptions {
  /** The host that connects: any name; default `client`. */
  readonly from?: string;
  /** The host to connect to; default `memory`. */
  readonly address?: string;
  readonly port: number;
  readonly link?: LinkOptions;
}

const COMPLAINTS = {
  ECONNREFUSED: 'Nothing listens there.',
  EADDRINUSE: 'Something already listens there.',
  EHOSTUNREACH: 'One of the hosts is isolated.',
} as const;

/** Nothing listens there, something already does, or no way leads there. `code` is the one a socket would give. */
export class MemoryNetworkError extends Error {
  override readonly name = 'MemoryNetworkError';
  readonly code: keyof typeof COMPLAINTS;

  constructor(code: keyof typeof COMPLAINTS, place: string) {
    super(`${place}: ${COMPLAINTS[code]}`);
    this.code = code;
  }
}

/** An open link, and the hosts at its ends. */
interface Route {
  readonly from: string;
  readonly to: string;
  readonly link: Link;
}

/** The first port given out when 0 is asked for, and the first of a client: the start of the dynamic range (RFC 6335). */
const FIRST_FREE_PORT = 49_152;

/**
 * Hosts that listen and connect without sockets, in virtual time. Nothing happens until `clock` runs; then everything
 * happens in the same order, and carries the same bytes, for the same seed.
 */
export class MemoryNetwork {
  readonly clock: VirtualClock;
  readonly #random: SeededRandom;
  readonly #linkOf: (from: string, to: string) => LinkOptions;
  readonly #listeners = new Map<string, MemoryListener>();
  readonly #routes = new Set<Route>();
  readonly #isolated = new Set<string>();
  #nextPort = FIRST_FREE_PORT;

  constructor(options: MemoryNetworkOptions = {}) {
    this.clock = options.clock ?? new VirtualClock();
    this.#random = new SeededRandom(options.seed ?? 1);
    const { link = {} } = options;
    this.#linkOf = typeof link === 'function' ? link : () => link;
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

  /**
   * Connects at once; the handshake's bytes travel when the clock runs.
   *
   * @throws MemoryNetworkError `ECONNREFUSED`, `EHOSTUNREACH`
   */
  connect(options: MemoryConnectOptions): Driver<ClientConnection> {
    const { clock } = this;
    const { from = 'client', address: to = 'memory', port } = options;
    const place = placeOf({ address: to, port });
    if (this.#isolated.has(from) || this.#isolated.has(to)) throw new MemoryNetworkError('EHOSTUNREACH', place);
    const listener = this.#listeners.get(place);
    if (listener === undefined) throw new MemoryNetworkError('ECONNREFUSED', place);
    const places = {
      server: { address: to, port, secure: false },
      client: { address: from, port: this.#nextPort++, secure: false },
    };
    const behaviour = options.link ?? this.#linkOf(from, to);
    const link = new Link(clock, this.#random, behaviour, places, () => this.#routes.delete(route));
    const route: Route = { from, to, link };
    this.#routes.add(route);
    listener.accept(link.server);
    return startConnection(link.client, { clock, random: this.#random.fill }, options);
  }

  /** Breaks the open links of a host, or those between two: both sides hear `ECONNRESET`. @returns how many */
  cut(host: string, other?: string): number {
    let count = 0;
    for (const { from, to, link } of this.#routes) {
      const far = from === host ? to : from;
      if ((from !== host && to !== host) || (other !== undefined && far !== other)) continue;
      link.cut();
      count += 1;
    }
    return count;
  }

  /** Breaks all links of a host and lets none be opened, from it or to it, until `rejoin`. */
  isolate(host: string): void {
    this.#isolated.add(host);
    this.cut(host);
  }

  /** A host that was isolated can be reached again. */
  rejoin(host: string): void {
    this.#isolated.delete(host);
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
