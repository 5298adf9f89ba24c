import { Accepted, type CloseOptions, type Listener } from '../listener.ts';
import { type ListenOptions, OPEN_TIMEOUT_MS, RTMP_PORT } from '../socket-options.ts';
import { failureOf } from '../transport.ts';
import { StreamTransport } from '../web/stream-transport.ts';
import type { DenoApi, DenoConn, DenoNetListener, DenoTcpConn, DenoTlsConn } from './api.ts';
import { ConnDuplex, closeQuietly, peerOf } from './conn-duplex.ts';
import { pemText } from './pem.ts';
import { denoRuntime } from './runtime.ts';

declare const Deno: DenoApi<unknown>;

/**
 * Listens for RTMP, or for RTMPS with `tls`. Answers when the port is open.
 *
 * @throws Deno's error (`EADDRINUSE`, `EADDRNOTAVAIL`, …; `InvalidData` for an unusable certificate or key), or what
 *   `checkAcceptOptions` throws
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  return new DenoListener(options);
}

/** How long to wait after a failed accept: file descriptors are short, and asking again at once helps nobody. */
const ACCEPT_PAUSE_MS = 100;

class DenoListener implements Listener {
  readonly address: Listener['address'];
  readonly #options: ListenOptions;
  readonly #accepted: Accepted;
  readonly #listener: DenoNetListener<DenoTcpConn> | DenoNetListener<DenoTlsConn>;
  /** Connections whose TLS handshake is not done. */
  readonly #opening = new Set<DenoConn>();

  constructor(options: ListenOptions) {
    const { host: hostname = '0.0.0.0', port = RTMP_PORT, tls } = options;
    this.#options = options;
    this.#accepted = new Accepted(denoRuntime, options);
    if (tls === undefined) {
      const listener = Deno.listen({ hostname, port });
      this.#listener = listener;
      void this.#acceptAll(listener, async (conn) => conn.setNoDelay(true));
    } else {
      const listener = Deno.listenTls({ hostname, port, cert: pemText(tls.cert), key: pemText(tls.key) });
      this.#listener = listener;
      void this.#acceptAll(listener, (conn) => this.#handshake(conn));
    }
    const { addr } = this.#listener;
    this.address = { address: addr.hostname, port: addr.port };
  }

  close(options?: CloseOptions): Promise<void> {
    if (!this.#accepted.isDraining) this.#listener.close();
    for (const conn of this.#opening) closeQuietly(conn);
    return this.#accepted.drain(options);
  }

  async #acceptAll<Conn extends DenoConn>(
    listener: DenoNetListener<Conn>,
    prepare: (conn: Conn) => Promise<void>,
  ): Promise<void> {
    while (!this.#accepted.isDraining) {
      try {
        const conn = await listener.accept();
        void this.#start(conn, prepare);
      } catch (error) {
        if (this.#accepted.isDraining) return;
        this.#options.onFailure?.(failureOf(error), undefined);
        await pause(ACCEPT_PAUSE_MS);
      }
    }
  }

  async #start<Conn extends DenoConn>(conn: Conn, prepare: (conn: Conn) => Promise<void>): Promise<void> {
    const peer = peerOf(conn, this.#options.tls !== undefined);
    try {
      await prepare(conn);
    } catch (error) {
      closeQuietly(conn);
      if (!this.#accepted.isDraining) this.#options.onFailure?.(failureOf(error), peer);
      return;
    }
    this.#accepted.accept(new StreamTransport(new ConnDuplex(conn), peer));
  }

  async #handshake(conn: DenoTlsConn): Promise<void> {
    const { clock } = denoRuntime;
    const alarm = clock.wakeAt(clock.now() + OPEN_TIMEOUT_MS, () => closeQuietly(conn));
    this.#opening.add(conn);
    try {
      await conn.handshake();
    } finally {
      alarm.cancel();
      this.#opening.delete(conn);
    }
  }
}

function pause(ms: number): Promise<void> {
  const { clock } = denoRuntime;
  return new Promise((resolve) => clock.wakeAt(clock.now() + ms, resolve));
}
