import type { ClientConnection } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import { startConnection } from '../listener.ts';
import { ConnectTimeout, OPEN_TIMEOUT_MS, portOf, type SocketConnectOptions, trustOf } from '../socket-options.ts';
import { StreamTransport } from '../web/stream-transport.ts';
import type { DenoApi, DenoConn } from './api.ts';
import { ConnDuplex, closeQuietly, peerOf } from './conn-duplex.ts';
import { denoRuntime } from './runtime.ts';

declare const Deno: DenoApi<unknown>;

/**
 * Opens a TCP or TLS connection and starts a client over it. Answers when the transport is open; how the RTMP connection
 * fares is told by its events.
 *
 * @throws ConnectTimeout, or Deno's error: by its code (`ECONNREFUSED`), or by its name where it has none (`InvalidData` for
 *   a certificate that is not trusted)
 */
export async function connect(options: SocketConnectOptions): Promise<Driver<ClientConnection>> {
  const conn = await openInTime(options);
  const transport = new StreamTransport(new ConnDuplex(conn), peerOf(conn, trustOf(options) !== undefined));
  return startConnection(transport, denoRuntime, options);
}

/** Opens the connection, or closes it at whatever point it has reached when time is up. */
async function openInTime(options: SocketConnectOptions): Promise<DenoConn> {
  const { timeoutMs = OPEN_TIMEOUT_MS } = options;
  const { clock } = denoRuntime;
  let isLate = false;
  let reached: DenoConn | undefined;
  const reach = <Conn extends DenoConn>(conn: Conn): Conn => {
    reached = conn;
    if (isLate) closeQuietly(conn);
    return conn;
  };
  const opening = open(options, reach);
  const late = new Promise<never>((_, reject) => {
    const alarm = clock.wakeAt(clock.now() + timeoutMs, () => {
      isLate = true;
      closeQuietly(reached);
      reject(new ConnectTimeout(timeoutMs));
    });
    const settled = () => alarm.cancel();
    opening.then(settled, settled);
  });
  return Promise.race([opening, late]);
}

async function open(
  options: SocketConnectOptions,
  reach: <Conn extends DenoConn>(conn: Conn) => Conn,
): Promise<DenoConn> {
  const { host: hostname } = options;
  const trust = trustOf(options);
  const tcp = reach(await Deno.connect({ hostname, port: portOf(options) }));
  // A message is written whole, so waiting for more to send (Nagle) only delays it.
  tcp.setNoDelay(true);
  if (trust === undefined) return tcp;
  const { ca, serverName = hostname } = trust;
  const tls = reach(await Deno.startTls(tcp, { hostname: serverName, caCerts: ca === undefined ? [] : [ca] }));
  try {
    await tls.handshake();
  } catch (error) {
    closeQuietly(tls);
    throw error;
  }
  return tls;
}
