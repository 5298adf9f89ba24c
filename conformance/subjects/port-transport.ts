import type { AttachableTransport, TransportHandlers, TransportPeer } from '../../adapters/transport.ts';
import type { Peer, Port } from '../kit/subject.ts';

/** A port of the kit as a transport of ours. */
export class PortTransport implements AttachableTransport, Peer {
  readonly peer: TransportPeer = { address: 'kit', port: 1935, secure: false };
  #port: Port | undefined;
  #handlers: TransportHandlers | undefined;
  #onGone: (() => void) | undefined;

  connect(port: Port): this {
    this.#port = port;
    return this;
  }

  attach(handlers: TransportHandlers, onGone?: () => void): void {
    this.#handlers = handlers;
    this.#onGone = onGone;
  }

  write(buffers: readonly Uint8Array[]): void {
    for (const buffer of buffers) this.#port?.write(buffer.slice());
  }

  end(): void {
    this.#port?.end();
  }

  abort(): void {
    this.#port?.abort();
  }

  pauseReading(): void {
    this.#port?.pauseReading();
  }

  resumeReading(): void {
    this.#port?.resumeReading();
  }

  receive(bytes: Uint8Array): void {
    this.#handlers?.onBytes(bytes);
  }

  ended(): void {
    this.#handlers?.onEnd();
  }

  transmitted(count: number): void {
    this.#handlers?.onTransmitted(count);
  }

  lost(isReset: boolean): void {
    this.#handlers?.onLost(isReset ? { code: 'ECONNRESET', message: 'The peer reset the connection.' } : undefined);
    this.#onGone?.();
  }
}
