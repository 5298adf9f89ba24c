import type { AttachableTransport, TransportFailure, TransportHandlers, TransportPeer } from './transport.ts';

/**
 * Sees what connections say, both ways, as plain bytes: under TLS and WebSockets, above RTMP. Asked once for each, before
 * its first byte; `undefined` looks at none of it, and costs nothing.
 */
export type Tap = (peer: TransportPeer, role: 'server' | 'client') => ConnectionTap | undefined;

/** What is told of one connection, in order. What a tap throws is the connection's end: it must not. */
export interface ConnectionTap {
  /** Bytes of the peer, borrowed for the call. */
  onReceived(bytes: Uint8Array): void;
  /** Bytes of ours, about to be written. Nobody changes them. */
  onSent(buffers: readonly Uint8Array[]): void;
  /** The peer sent all it had to send. */
  onReceivedEnd(): void;
  /** We did. */
  onSentEnd(): void;
  /** The connection is gone, by an error or because both sides ended it, or dropped by us. Told once, and last. */
  onGone(failure?: TransportFailure): void;
}

/** The transport itself where nobody looks, else one that tells. */
export function tapped(
  transport: AttachableTransport,
  tap: Tap | undefined,
  role: 'server' | 'client',
): AttachableTransport {
  const ear = tap?.(transport.peer, role);
  return ear === undefined ? transport : new TappedTransport(transport, ear);
}

class TappedTransport implements AttachableTransport, TransportHandlers {
  readonly peer: TransportPeer;
  readonly #transport: AttachableTransport;
  readonly #tap: ConnectionTap;
  #handlers: TransportHandlers | undefined;
  #isGone = false;

  constructor(transport: AttachableTransport, tap: ConnectionTap) {
    this.peer = transport.peer;
    this.#transport = transport;
    this.#tap = tap;
  }

  attach(handlers: TransportHandlers, onGone?: () => void): void {
    this.#handlers = handlers;
    this.#transport.attach(this, onGone);
  }

  write(buffers: readonly Uint8Array[]): void {
    this.#tap.onSent(buffers);
    this.#transport.write(buffers);
  }

  end(): void {
    this.#tap.onSentEnd();
    this.#transport.end();
  }

  abort(): void {
    this.#gone({ code: 'ABORTED', message: 'Dropped by us.' });
    this.#transport.abort();
  }

  pauseReading(): void {
    this.#transport.pauseReading();
  }

  resumeReading(): void {
    this.#transport.resumeReading();
  }

  onBytes(bytes: Uint8Array): void {
    this.#tap.onReceived(bytes);
    this.#handlers?.onBytes(bytes);
  }

  onEnd(): void {
    this.#tap.onReceivedEnd();
    this.#handlers?.onEnd();
  }

  onTransmitted(byteCount: number): void {
    this.#handlers?.onTransmitted(byteCount);
  }

  onLost(failure?: TransportFailure): void {
    this.#gone(failure);
    this.#handlers?.onLost(failure);
  }

  #gone(failure: TransportFailure | undefined): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#tap.onGone(failure);
  }
}
