import type { AttachableTransport, TransportFailure, TransportHandlers, TransportPeer } from '../transport.ts';
import { Pipe, type PipeOptions, type PipeOwner } from './pipe.ts';
import type { SeededRandom } from './random.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** How the two directions of a link behave. */
export interface LinkOptions {
  readonly toServer?: PipeOptions;
  readonly toClient?: PipeOptions;
}

/** Who the two sides seem to be to each other. */
export interface LinkPlaces {
  readonly server: TransportPeer;
  readonly client: TransportPeer;
}

const PLACES: LinkPlaces = {
  server: { address: 'server', port: 1935, secure: false },
  client: { address: 'client', port: 49_152, secure: false },
};

const RESET: TransportFailure = { code: 'ECONNRESET', message: 'The peer reset the connection.' };
const CUT: TransportFailure = { code: 'ECONNRESET', message: 'The link was cut.' };

/** Two pipes and the transports at their ends. */
export class Link implements PipeOwner {
  /** What the server writes to and reads from, and the same for the client. */
  readonly server: MemoryTransport;
  readonly client: MemoryTransport;
  readonly #clock: VirtualClock;
  readonly #toServer: Pipe;
  readonly #toClient: Pipe;
  readonly #delayMs: { readonly toServer: number; readonly toClient: number };
  readonly #onGone: () => void;
  #isOpen = true;

  /** @param onGone - called once, when the link is no longer open */
  constructor(
    clock: VirtualClock,
    random: SeededRandom,
    options: LinkOptions = {},
    places = PLACES,
    onGone: () => void = () => {},
  ) {
    this.#clock = clock;
    this.#onGone = onGone;
    this.#toServer = new Pipe(clock, random, options.toServer ?? {}, this);
    this.#toClient = new Pipe(clock, random, options.toClient ?? {}, this);
    this.#delayMs = { toServer: options.toServer?.delayMs ?? 0, toClient: options.toClient?.delayMs ?? 0 };
    this.server = new MemoryTransport(this, places.client, this.#toServer, this.#toClient);
    this.client = new MemoryTransport(this, places.server, this.#toClient, this.#toServer);
  }

  /** False once the link was cut, reset, or ended by both sides. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Breaks the link now: what is under way is lost, and both sides hear `ECONNRESET`. */
  cut(): void {
    this.#lose(0, CUT, 0, CUT);
  }

  /** One side drops the link: the other hears of it as a reset, one delay later. */
  reset(by: MemoryTransport): void {
    if (by === this.server) this.#lose(0, undefined, this.#delayMs.toClient, RESET);
    else this.#lose(this.#delayMs.toServer, RESET, 0, undefined);
  }

  onPipeEnded(): void {
    if (this.#toServer.isEnded && this.#toClient.isEnded) this.#lose(0, undefined, 0, undefined);
  }

  #lose(
    serverDelayMs: number,
    serverFailure: TransportFailure | undefined,
    clientDelayMs: number,
    clientFailure: TransportFailure | undefined,
  ): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#onGone();
    this.#toServer.drop();
    this.#toClient.drop();
    const now = this.#clock.now();
    this.#clock.deliverAt(now + serverDelayMs, () => this.server.lose(serverFailure));
    this.#clock.deliverAt(now + clientDelayMs, () => this.client.lose(clientFailure));
  }
}

/** One end of a link. */
export class MemoryTransport implements AttachableTransport {
  readonly peer: TransportPeer;
  readonly #link: Link;
  readonly #incoming: Pipe;
  readonly #outgoing: Pipe;
  #handlers: TransportHandlers | undefined;
  #onGone: (() => void) | undefined;

  constructor(link: Link, peer: TransportPeer, incoming: Pipe, outgoing: Pipe) {
    this.#link = link;
    this.peer = peer;
    this.#incoming = incoming;
    this.#outgoing = outgoing;
  }

  /** The handlers hear from the next step of the clock on. */
  attach(handlers: TransportHandlers, onGone?: () => void): void {
    this.#handlers = handlers;
    this.#onGone = onGone;
    this.#incoming.attachReader(handlers);
    this.#outgoing.attachWriter(handlers);
  }

  write(buffers: readonly Uint8Array[]): void {
    this.#outgoing.write(buffers);
  }

  end(): void {
    this.#outgoing.end();
  }

  abort(): void {
    this.#link.reset(this);
  }

  pauseReading(): void {
    this.#incoming.pause();
  }

  resumeReading(): void {
    this.#incoming.resume();
  }

  /** Called by the link when it is gone. */
  lose(failure: TransportFailure | undefined): void {
    this.#handlers?.onLost(failure);
    this.#onGone?.();
  }
}
