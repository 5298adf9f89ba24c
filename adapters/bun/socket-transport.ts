import {
  type AttachableTransport,
  failureOf,
  type TransportFailure,
  type TransportHandlers,
  type TransportPeer,
} from '../transport.ts';
import { WriteQueue } from '../write-queue.ts';
import type { BunSocket } from './api.ts';

/** The most bytes of one write. Bun keeps nothing of what the kernel does not take, so more would be offered again. */
const LARGEST_WRITE = 262_144;

/**
 * A socket of Bun, opened with `allowHalfOpen`, as a transport.
 *
 * `write` tells how much the kernel took; the rest waits here for `drain`. Whoever handles the socket's events calls the
 * methods of their names.
 */
export class BunSocketTransport implements AttachableTransport {
  readonly peer: TransportPeer;
  readonly #socket: BunSocket<unknown>;
  readonly #queue = new WriteQueue(LARGEST_WRITE);
  /** What is left of the piece being written. */
  #piece: Uint8Array | undefined;
  #handlers: TransportHandlers | undefined;
  #onGone: (() => void) | undefined;
  #failure: TransportFailure | undefined;
  /** Taken by the kernel before anybody listened. */
  #untold = 0;
  #sending: 'open' | 'ending' | 'ended' = 'open';
  #hasPeerEnded = false;
  #isGone = false;

  constructor(socket: BunSocket<unknown>, peer: TransportPeer) {
    this.#socket = socket;
    this.peer = peer;
    // A message is written whole, so waiting for more to send (Nagle) only delays it.
    socket.setNoDelay(true);
  }

  attach(handlers: TransportHandlers, onGone?: () => void): void {
    this.#handlers = handlers;
    this.#onGone = onGone;
  }

  write(buffers: readonly Uint8Array[]): void {
    if (this.#sending !== 'open' || this.#isGone) return;
    this.#queue.push(buffers);
    if (this.#piece === undefined) this.#flush();
  }

  end(): void {
    if (this.#sending !== 'open') return;
    this.#sending = 'ending';
    if (this.#piece === undefined) this.#flush();
  }

  abort(): void {
    if (this.#isGone) return;
    this.#isGone = true; // Bun calls `close` from within `terminate`, and nobody is told from within `abort`
    this.#socket.terminate();
    queueMicrotask(() => this.#tellLost(undefined));
  }

  pauseReading(): void {
    this.#socket.pause();
  }

  resumeReading(): void {
    this.#socket.resume();
  }

  onData(bytes: Uint8Array): void {
    this.#handlers?.onBytes(bytes);
  }

  /** The kernel has room again. */
  onDrain(): void {
    this.#flush();
  }

  onEnd(): void {
    this.#hasPeerEnded = true;
    this.#handlers?.onEnd();
    if (this.#sending === 'ended') this.#socket.end();
  }

  onError(error: Error): void {
    this.#failure = failureOf(error);
  }

  onClose(error?: Error): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#tellLost(error === undefined ? this.#failure : failureOf(error));
  }

  /** Writes until the kernel takes no more, then, when all is written, ends what is to be ended. */
  #flush(): void {
    let byteCount = this.#untold;
    let piece = this.#piece ?? this.#queue.take();
    while (piece !== undefined) {
      const taken = Math.max(0, this.#socket.write(piece)); // when it is gone, `close` tells
      byteCount += taken;
      if (taken < piece.length) {
        piece = piece.subarray(taken);
        break;
      }
      piece = this.#queue.take();
    }
    this.#piece = piece;
    if (piece === undefined && this.#sending === 'ending') this.#end();
    this.#tell(byteCount);
  }

  #tell(byteCount: number): void {
    this.#untold = this.#handlers === undefined ? byteCount : 0;
    if (byteCount > 0) this.#handlers?.onTransmitted(byteCount);
  }

  #tellLost(failure: TransportFailure | undefined): void {
    this.#queue.clear();
    try {
      this.#handlers?.onLost(failure);
    } finally {
      this.#onGone?.(); // also when a listener throws, or whoever waits for the end would wait for ever
    }
  }

  #end(): void {
    this.#sending = 'ended';
    if (this.#hasPeerEnded) this.#socket.end();
    else this.#socket.shutdown();
  }
}

export function peerOf({ remoteAddress, remotePort }: BunSocket<unknown>, secure: boolean): TransportPeer {
  return { address: remoteAddress.replace(/^::ffff:/, ''), port: remotePort, secure };
}
