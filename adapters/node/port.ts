import type { ListenOptions as Place, Server, Socket } from 'node:net';
import type { Listener } from '../listener.ts';
import type { ListenOptions } from '../socket-options.ts';
import { failureOf } from '../transport.ts';
import { peerOf } from './socket-transport.ts';

/** The port of a server of `net`, `tls`, `http` or `https`. */
export class Port {
  readonly #server: Server;
  readonly #onFailure: ListenOptions['onFailure'];
  /** Every accepted TCP socket, also those whose TLS handshake is not done. */
  readonly #sockets = new Set<Socket>();
  #address: Listener['address'] = { address: '', port: 0 };
  #closing: Promise<void> | undefined;

  constructor(server: Server, onFailure: ListenOptions['onFailure']) {
    this.#server = server;
    this.#onFailure = onFailure;
    const sockets = this.#sockets;
    function forget(this: Socket): void {
      sockets.delete(this); // one function for all of them
    }
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('close', forget);
    });
    server.on('tlsClientError', (error: Error, socket: Socket) => {
      if (this.#closing === undefined) onFailure?.(failureOf(error), peerOf(socket));
    });
  }

  get address(): Listener['address'] {
    return this.#address;
  }

  /** Answers when it is open. @param place - host and port, or the path of a local socket @throws the system's error */
  open(place: Place): Promise<void> {
    const server = this.#server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(place, () => {
        server.off('error', reject);
        server.on('error', (error) => this.#onFailure?.(failureOf(error), undefined));
        const at = server.address(); // a text for a local socket, which has no port
        if (at !== null && typeof at === 'object') this.#address = { address: at.address, port: at.port };
        resolve();
      });
    });
  }

  /** Accepts no more, and drops what is left when `drain` is done. Later calls answer the same promise. */
  close(drain: () => Promise<void>): Promise<void> {
    this.#closing ??= this.#close(drain);
    return this.#closing;
  }

  async #close(drain: () => Promise<void>): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await drain();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
