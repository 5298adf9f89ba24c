import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import type { ClientConnection } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import { startConnection } from '../listener.ts';
import { ConnectTimeout, OPEN_TIMEOUT_MS, portOf, type SocketConnectOptions, trustOf } from '../socket-options.ts';
import { nodeRuntime } from './runtime.ts';
import { SocketTransport } from './socket-transport.ts';

/**
 * Opens a TCP or TLS connection and starts a client over it. Answers when the transport is open; how the RTMP connection
 * fares is told by its events.
 *
 * @throws ConnectTimeout, or the system's error by its code: `ECONNREFUSED`, `ENOTFOUND`, `DEPTH_ZERO_SELF_SIGNED_CERT`, …
 */
export function connect(options: SocketConnectOptions): Promise<Driver<ClientConnection>> {
  const timeoutMs = options.timeoutMs ?? OPEN_TIMEOUT_MS;
  return new Promise((resolve, reject) => {
    const socket = openSocket(options, () => {
      socket.setTimeout(0);
      socket.off('error', reject);
      resolve(startConnection(new SocketTransport(socket), nodeRuntime, options));
    });
    socket.once('error', reject);
    socket.setTimeout(timeoutMs, () => socket.destroy(new ConnectTimeout(timeoutMs)));
  });
}

/** The peer's FIN must not end our side: what is unsent still goes out. */
const SOCKET_OPTIONS = { allowHalfOpen: true };

function openSocket(options: SocketConnectOptions, onOpen: () => void): Socket {
  const to = { ...SOCKET_OPTIONS, host: options.host, port: portOf(options) };
  const trust = trustOf(options);
  if (trust === undefined) return connectPlain(to, onOpen);
  const { ca, serverName } = trust;
  const judged = {
    ...(ca === undefined ? {} : { ca }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  };
  return connectSecure({ ...to, ...judged }, onOpen);
}
