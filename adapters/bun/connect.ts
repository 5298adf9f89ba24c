import type { ClientConnection } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import { startConnection } from '../listener.ts';
import {
  ConnectTimeout,
  OPEN_TIMEOUT_MS,
  portOf,
  type SocketConnectOptions,
  type TlsTrust,
  trustOf,
} from '../socket-options.ts';
import type { BunApi, BunSocket, BunSocketHandler, BunTlsOptions } from './api.ts';
import { bunRuntime } from './runtime.ts';
import { BunSocketTransport, peerOf } from './socket-transport.ts';

declare const Bun: BunApi;

/** What a socket that connects carries: its transport, once the connection has begun. */
type Transport = BunSocketTransport | undefined;

/**
 * Opens a TCP or TLS connection and starts a client over it. Answers when the transport is open; how the RTMP connection
 * fares is told by its events.
 *
 * @throws ConnectTimeout, or the system's error by its code: `ECONNREFUSED`, `ENOTFOUND`, `DEPTH_ZERO_SELF_SIGNED_CERT`, …
 */
export function connect(options: SocketConnectOptions): Promise<Driver<ClientConnection>> {
  const { host: hostname, timeoutMs = OPEN_TIMEOUT_MS } = options;
  const { clock } = bunRuntime;
  const trust = trustOf(options);
  return new Promise((resolve, reject) => {
    let reached: BunSocket<Transport> | undefined;
    let isSettled = false;
    const alarm = clock.wakeAt(clock.now() + timeoutMs, () => fail(new ConnectTimeout(timeoutMs)));
    const settle = (): boolean => {
      alarm.cancel();
      const isFirst = !isSettled;
      isSettled = true;
      return isFirst;
    };
    const fail = (error: unknown) => {
      if (settle()) reject(error);
      reached?.terminate();
    };
    const start = (socket: BunSocket<Transport>) => {
      if (!settle()) return socket.terminate();
      const transport = new BunSocketTransport(socket, peerOf(socket, trust !== undefined));
      socket.data = transport;
      resolve(startConnection(transport, bunRuntime, options));
    };
    const reach = (socket: BunSocket<Transport>) => {
      reached = socket;
      if (isSettled) socket.terminate();
      else if (trust === undefined) start(socket);
    };
    const tls = trust === undefined ? {} : { tls: tlsOptions(trust) };
    const socket = handler(reach, start, fail);
    Bun.connect<Transport>({ hostname, port: portOf(options), allowHalfOpen: true, ...tls, socket }).catch(fail);
  });
}

function tlsOptions({ ca, serverName }: TlsTrust): BunTlsOptions | boolean {
  if (ca === undefined && serverName === undefined) return true;
  return { ...(ca === undefined ? {} : { ca }), ...(serverName === undefined ? {} : { serverName }) };
}

function handler(
  reach: (socket: BunSocket<Transport>) => void,
  start: (socket: BunSocket<Transport>) => void,
  fail: (error: unknown) => void,
): BunSocketHandler<Transport> {
  return {
    open: reach,
    handshake: (socket, isDone, error) => {
      if (isDone && error === null) start(socket);
      else fail(error ?? new Error('The TLS handshake failed.'));
    },
    data: ({ data }, bytes) => data?.onData(bytes),
    drain: ({ data }) => data?.onDrain(),
    end: ({ data }) => data?.onEnd(),
    error: ({ data }, error) => data?.onError(error),
    close: ({ data }, error) => {
      if (data === undefined) fail(error ?? new Error('The connection was closed before it was open.'));
      else data.onClose(error);
    },
    connectError: (_, error) => fail(error),
  };
}
