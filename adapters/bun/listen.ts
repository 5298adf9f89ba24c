import { Accepted, type CloseOptions, type Listener } from '../listener.ts';
import { type ListenOptions, OPEN_TIMEOUT_MS, RTMP_PORT } from '../socket-options.ts';
import { type Alarm, failureOf, type TransportPeer } from '../transport.ts';
import type { BunApi, BunListener, BunSocket, BunSocketHandler } from './api.ts';
import { bunRuntime } from './runtime.ts';
import { BunSocketTransport, peerOf } from './socket-transport.ts';

declare const Bun: BunApi;

/** What a socket of a listener carries. Bun forgets a closed socket's peer, so it is kept here. */
interface Accepting {
  readonly peer: TransportPeer;
  /** Runs out when the TLS handshake takes too long. */
  readonly alarm: Alarm | undefined;
  /** There when the connection has begun. */
  transport?: BunSocketTransport;
}

/**
 * Listens for RTMP, or for RTMPS with `tls`. Answers when the port is open.
 *
 * @throws the system's error (`EADDRINUSE`, `EACCES`, …), OpenSSL's for an unusable certificate or key, or what
 *   `checkAcceptOptions` throws
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  return new BunNetListener(options);
}

class BunNetListener implements Listener {
  readonly address: Listener['address'];
  readonly #options: ListenOptions;
  readonly #accepted: Accepted;
  readonly #listener: BunListener;
  /** Sockets whose TLS handshake is not done. */
  readonly #opening = new Set<BunSocket<Accepting>>();

  constructor(options: ListenOptions) {
    const { host: hostname = '0.0.0.0', port = RTMP_PORT, tls } = options;
    this.#options = options;
    this.#accepted = new Accepted(bunRuntime, options);
    this.#listener = Bun.listen<Accepting>({
      hostname,
      port,
      allowHalfOpen: true,
      ...(tls === undefined ? {} : { tls }),
      socket: this.#handler(),
    });
    this.address = { address: this.#listener.hostname, port: this.#listener.port };
  }

  close(options?: CloseOptions): Promise<void> {
    this.#listener.stop();
    const draining = this.#accepted.drain(options);
    for (const socket of this.#opening) socket.terminate();
    return draining;
  }

  #handler(): BunSocketHandler<Accepting> {
    return {
      open: (socket) => this.#opened(socket),
      handshake: (socket, isDone, error) => {
        if (isDone) this.#start(socket);
        else this.#fail(socket, error);
      },
      data: ({ data }, bytes) => data.transport?.onData(bytes),
      drain: ({ data }) => data.transport?.onDrain(),
      end: (socket) => {
        if (socket.data.transport === undefined) socket.terminate();
        else socket.data.transport.onEnd();
      },
      error: ({ data }, error) => data.transport?.onError(error),
      close: (socket, error) => {
        this.#settle(socket);
        socket.data.transport?.onClose(error);
      },
      connectError: () => {}, // of those that connect
    };
  }

  #opened(socket: BunSocket<Accepting>): void {
    const secure = this.#options.tls !== undefined;
    const { clock } = bunRuntime;
    const alarm = secure ? clock.wakeAt(clock.now() + OPEN_TIMEOUT_MS, () => socket.terminate()) : undefined;
    socket.data = { peer: peerOf(socket, secure), alarm };
    if (secure) this.#opening.add(socket);
    else this.#start(socket);
  }

  #start(socket: BunSocket<Accepting>): void {
    this.#settle(socket);
    const transport = new BunSocketTransport(socket, socket.data.peer);
    socket.data.transport = transport;
    this.#accepted.accept(transport);
  }

  #fail(socket: BunSocket<Accepting>, error: Error | null): void {
    this.#settle(socket);
    if (error !== null && !this.#accepted.isDraining) this.#options.onFailure?.(failureOf(error), socket.data.peer);
    socket.terminate();
  }

  #settle(socket: BunSocket<Accepting>): void {
    socket.data.alarm?.cancel();
    this.#opening.delete(socket);
  }
}
