import { Accepted, type AcceptOptions, type CloseOptions, type Runtime } from '../listener.ts';
import type { TransportPeer } from '../transport.ts';
import { type ByteStreamPair, duplexOf } from './byte-duplex.ts';
import { UNKNOWN_PEER } from './connect.ts';
import { webRuntime } from './runtime.ts';
import { StreamTransport } from './stream-transport.ts';
import { CONNECTING, type WebSocketLike } from './web-socket.ts';
import { WebSocketTransport } from './web-socket-transport.ts';

/**
 * Serves streams and WebSockets that something else accepted: the HTTP server of an application, a worker's handler. Ends
 * them all when it is closed, as a listener does.
 */
export class Acceptor {
  readonly #runtime: Runtime;
  readonly #accepted: Accepted;

  /** @throws RtmpUsageError as `createServerConnection` does; TypeError without a function `onConnection` */
  constructor(options: AcceptOptions, runtime: Runtime = webRuntime) {
    this.#runtime = runtime;
    this.#accepted = new Accepted(runtime, options);
  }

  /**
   * Starts a server connection over an open pair of streams.
   *
   * @param peer - who is at the other end, for those who ask the transport
   * @throws TypeError when a stream is locked
   */
  acceptStreams(pair: ByteStreamPair, peer: Partial<TransportPeer> = {}): void {
    this.#accepted.accept(new StreamTransport(duplexOf(pair), { ...UNKNOWN_PEER, ...peer }));
  }

  /** Starts a server connection over a WebSocket, now or when it opens. A text frame on it is a failure. */
  acceptWebSocket(socket: WebSocketLike, peer: Partial<TransportPeer> = {}): void {
    const start = () => {
      const transport = new WebSocketTransport(socket, this.#runtime.clock, { ...UNKNOWN_PEER, ...peer });
      this.#accepted.accept(transport);
    };
    if (socket.readyState === CONNECTING) socket.addEventListener('open', start);
    else start();
  }

  /** Accepts no more, closes all in order, drops after `drainMs` those that are left, and answers when all are gone. */
  close(options?: CloseOptions): Promise<void> {
    return this.#accepted.drain(options);
  }
}
