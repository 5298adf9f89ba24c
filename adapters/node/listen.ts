import { type AddressInfo, createServer, type Server, type ServerOpts, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { ServerConnection } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import {
  type AcceptOptions,
  acceptConnection,
  type CloseOptions,
  checkAcceptOptions,
  type Listener,
  OpenDrivers,
} from '../listener.ts';
import type { TransportFailure, TransportPeer } from '../transport.ts';
import { nodeRuntime, RTMP_PORT } from './runtime.ts';
import { failureOf, peerOf, SocketTransport } from './socket-transport.ts';

/** Certificate chain and private key, PEM. */
export interface TlsIdentity {
  readonly cert: string | Uint8Array;
  readonly key: string | Uint8Array;
}

export interface ListenOptions extends AcceptOptions {
  /** An address or a name of this machine. Default `0.0.0.0`; `::` takes IPv4 too where the system maps it. */
  readonly host?: string;
  /** Default 1935; 0 takes a free one. */
  readonly port?: number;
  /** With it the port speaks RTMPS. */
  readonly tls?: TlsIdentity;
  /**
   * A peer failed before it became a connection (TLS), or accepting itself failed; then `peer` is undefined. Default: not
   * told. Node tells nothing of peers that it drops for want of file descriptors.
   */
  readonly onFailure?: (failure: TransportFailure, peer: TransportPeer | undefined) => void;
}

/** How long a TLS handshake may take: as long as the core gives the RTMP handshake. */
const TLS_HANDSHAKE_MS = 10_000;

/** The peer's FIN must not end our side: what is unsent still goes out. */
const SOCKET_OPTIONS: ServerOpts = { allowHalfOpen: true };

/**
 * Listens for RTMP, or for RTMPS with `tls`. Answers when the port is open.
 *
 * @throws the system's error (`EADDRINUSE`, `EACCES`, …), OpenSSL's for an unusable certificate or key, or what
 *   `checkAcceptOptions` throws
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  checkAcceptOptions(options);
  const listener = new NodeListener(options);
  await listener.open(options.port ?? RTMP_PORT, options.host ?? '0.0.0.0');
  return listener;
}

class NodeListener implements Listener {
  readonly #options: ListenOptions;
  readonly #server: Server;
  readonly #drivers = new OpenDrivers();
  /** Every accepted TCP socket, also those whose TLS handshake is not done. */
  readonly #sockets = new Set<Socket>();
  #address: Listener['address'] = { address: '', port: 0 };
  #closing: Promise<void> | undefined;

  constructor(options: ListenOptions) {
    this.#options = options;
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
    await this.#drivers.drain(nodeRuntime.clock, options.drainMs);
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #createPlain(): Server {
    return createServer(SOCKET_OPTIONS, (socket) => this.#accept(socket));
  }

  #createSecure(tls: TlsIdentity): Server {
    const { cert, key } = tls;
    const options = { ...SOCKET_OPTIONS, handshakeTimeout: TLS_HANDSHAKE_MS, cert: pem(cert), key: pem(key) };
    const server = createTlsServer(options, (socket) => this.#accept(socket));
    return server.on('tlsClientError', (error, socket) => {
      if (this.#closing === undefined) this.#options.onFailure?.(failureOf(error), peerOf(socket));
    });
  }

  #accept(socket: Socket): void {
    if (this.#closing !== undefined) {
      socket.destroy();
      return;
    }
    const transport = new SocketTransport(socket);
    const driver = this.#driverFor(socket, transport);
    this.#drivers.add(driver);
    transport.attach(driver, () => this.#drivers.delete(driver));
  }

  /** An `onConnection` that throws is the embedder's to mend, but its peer must not wait for ever. */
  #driverFor(socket: Socket, transport: SocketTransport): Driver<ServerConnection> {
    try {
      return acceptConnection(transport, nodeRuntime, this.#options);
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }
}

/** Node takes PEM as text or as its own Buffer. */
function pem(text: string | Uint8Array): string | Buffer {
  return typeof text === 'string' ? text : Buffer.from(text);
}
