import type { Socket } from 'node:net';
import type { WireListener } from './memory-wire.ts';

/** How long a connection that was ended may take to end at the other side too. */
const LINGER_MS = 300;

/**
 * The driver's end of a TCP or TLS connection. Pieces are written one after the other, each in a turn of its own with
 * TCP_NODELAY: as far apart as a sender can keep them. What the network joins it joins.
 */
export class SocketLine {
  readonly #socket: Socket;
  /** What a reset is sent from: the socket, or the one below TLS. */
  readonly #carrier: Socket;
  readonly #listener: WireListener;
  /** Pieces, and `undefined` for FIN. */
  readonly #queue: (Uint8Array | undefined)[] = [];
  #isBusy = false;
  #isClosed = false;
  /** Answers when nothing of it is left. */
  readonly gone: Promise<void>;

  constructor(socket: Socket, listener: WireListener, carrier: Socket = socket) {
    this.#socket = socket;
    this.#carrier = carrier;
    this.#listener = listener;
    carrier.setNoDelay(true);
    socket.on('data', (bytes) => listener.data(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)));
    socket.on('end', () => this.#close('fin'));
    // A connection that the system gives up is one that the peer reset, as far as a case can tell.
    socket.on('error', () => this.#close('rst'));
    this.gone = new Promise((resolve) => socket.on('close', () => resolve()));
  }

  send(bytes: Uint8Array): void {
    this.#queue.push(bytes);
    this.#proceed();
  }

  close(how: 'fin' | 'rst'): void {
    if (how === 'fin') {
      this.#queue.push(undefined);
      return this.#proceed();
    }
    this.#isClosed = true;
    this.#reset();
  }

  stopReading(isStopped: boolean): void {
    if (isStopped) this.#socket.pause();
    else this.#socket.resume();
  }

  /** The run is over: the peer may end its side, for a moment. */
  async leave(): Promise<void> {
    this.#isClosed = true;
    this.#socket.resume();
    const timer = setTimeout(() => this.#socket.destroy(), LINGER_MS);
    await this.gone;
    clearTimeout(timer);
  }

  #proceed(): void {
    if (this.#isBusy || this.#queue.length === 0 || this.#socket.destroyed) return;
    this.#isBusy = true;
    const piece = this.#queue.shift();
    const next = () =>
      setImmediate(() => {
        this.#isBusy = false;
        this.#proceed();
      });
    if (piece === undefined) this.#socket.end(next);
    else this.#socket.write(piece, next);
  }

  #close(how: 'fin' | 'rst'): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#listener.closed(how);
  }

  #reset(): void {
    if (this.#socket === this.#carrier) this.#socket.resetAndDestroy();
    else {
      this.#carrier.resetAndDestroy();
      this.#socket.destroy();
    }
  }
}
