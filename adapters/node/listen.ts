import { type AddressInfo, createServer, type Server, type ServerOpts, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Accepted, type CloseOptions, type Listener } from '../listener.ts';
import { type ListenOptions, OPEN_TIMEOUT_MS, RTMP_PORT, type TlsIdentity } from '../socket-options.ts';
import { failureOf } from '../transport.ts';
import { nodeRuntime } from './runtime.ts';
import { peerOf, SocketTransport } from './socket-transport.ts';

/** The peer's FIN must not end our side: what is unsent still goes out. */
const SOCKET_OPTIONS: ServerOpts = { allowHalfOpen: true };

/**
 * Listens for RTMP, or for RTMPS with `tls`. Answers when the port is open.
 *
 * @throws the system's error (`EADDRINUSE`, `EACCES`, …), OpenSSL's for an unusable certificate or key, or what
 *   `checkAcceptOptions` throws
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const listener = new NodeListener(options);
  await listener.open(options.port ?? RTMP_PORT, options.host ?? '0.0.0.0');
  return listener;
}

class NodeListener implements Listener {
  readonly #options: ListenOptions;
  readonly #server: Server;
  readonly #accepted: Accepted;
  /** Every accepted TCP socket, also those whose TLS handshake is not done. */
  readonly #sockets = new Set<Socket>();
  #address: Listener['address'] = { address: '', port: 0 };
  #closing: Promise<void> | undefined;

  constructor(options: ListenOptions) {
    this.#options = options;
    this.#accepted = new Accepted(nodeRuntime, options);
    this.#server = options.tls === undefined ? this.#createPlain() : this.#createSecure(options.tls);
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  get address(): Listener['address'] {
    return this.#address;
  }

  open(port: number, host: string): Promise<void> {
    const server = this.#server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        server.on('error', (error) => this.#options.onFailure?.(failureOf(error), undefined));
        const { address, port } = server.address() as AddressInfo; // it listens, and on no pipe
        this.#address = { address, port };
        resolve();
      });
    });
  }

  close(options: CloseOptions = {}): Promise<void> {
    this.#closing ??= this.#close(options);
    return this.#closing;
  }

  async #close(options: CloseOptions): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await this.#accepted.drain(options);
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #createPlain(): Server {
    return createServer(SOCKET_OPTIONS, (socket) => this.#accept(socket));
  }

  #createSecure(tls: TlsIdentity): Server {
    const { cert, key } = tls;
    const options = { ...SOCKET_OPTIONS, handshakeTimeout: OPEN_TIMEOUT_MS, cert: pem(cert), key: pem(key) };
    const server = createTlsServer(options, (socket) => this.#accept(socket));
    return server.on('tlsClientError', (error, socket) => {
      if (!this.#accepted.isDraining) this.#options.onFailure?.(failureOf(error), peerOf(socket));
    });
  }

  #accept(socket: Socket): void {
    this.#accepted.accept(new SocketTransport(socket));
  }
}

/** Node takes PEM as text or as its own Buffer. */
function pem(text: string | Uint8Array): string | Buffer {
  return typeof text === 'string' ? text : Buffer.from(text);
}
