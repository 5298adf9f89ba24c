import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import type { ClientConnection } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import { type ConnectOptions, startConnection } from '../listener.ts';
import { nodeRuntime, RTMP_PORT, RTMPS_PORT } from './runtime.ts';
import { SocketTransport } from './socket-transport.ts';

/** How the server's certificate is judged; by default by the system's authorities and the host's name. */
export interface TlsTrust {
  /** Authorities to trust instead, PEM. */
  readonly ca?: string;
  /** The name the certificate must be for, when it is not the host's. */
  readonly serverName?: string;
}

export interface NodeConnectOptions extends ConnectOptions {
  readonly host: string;
  /** Default 1935, or 443 with `tls`. */
  readonly port?: number;
  /** RTMPS: `true`, or whom to trust. */
  readonly tls?: boolean | TlsTrust;
  /** How long TCP and TLS may take. Default 10000. */
  readonly timeoutMs?: number;
}

/** Nobody answered in time. */
export class ConnectTimeout extends Error {
  override readonly name = 'ConnectTimeout';
  readonly code = 'ETIMEDOUT';
}

/**
 * Opens a TCP or TLS connection and starts a client over it. Answers when the transport is open; how the RTMP connection
 * fares is told by its events.
 *
 * @throws ConnectTimeout, or the system's error by its code: `ECONNREFUSED`, `ENOTFOUND`, `DEPTH_ZERO_SELF_SIGNED_CERT`, …
 */
export function connect(options: NodeConnectOptions): Promise<Driver<ClientConnection>> {
  const timeoutMs = options.timeoutMs ?? 10_000;
  return new Promise((resolve, reject) => {
    const socket = openSocket(options, () => {
      socket.setTimeout(0);
      socket.off('error', reject);
      const transport = new SocketTransport(socket);
      const driver = startConnection(transport, nodeRuntime, options);
      transport.attach(driver);
      resolve(driver);
    });
    socket.once('error', reject);
    socket.setTimeout(timeoutMs, () => socket.destroy(new ConnectTimeout(`No connection within ${timeoutMs} ms.`)));
  });
}

const NO_TRUST: TlsTrust = {};

/** The peer's FIN must not end our side: what is unsent still goes out. */
const SOCKET_OPTIONS = { allowHalfOpen: true };

function openSocket(options: NodeConnectOptions, onOpen: () => void): Socket {
  const { host, tls = false } = options;
  if (tls === false) return connectPlain({ ...SOCKET_OPTIONS, host, port: options.port ?? RTMP_PORT }, onOpen);
  const { ca, serverName } = tls === true ? NO_TRUST : tls;
  const trust = {
    ...(ca === undefined ? {} : { ca }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  };
  return connectSecure({ ...SOCKET_OPTIONS, host, port: options.port ?? RTMPS_PORT, ...trust }, onOpen);
}
