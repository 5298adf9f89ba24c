import { createServer, type Server, type ServerOpts, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Accepted, type Listener } from '../listener.ts';
import { type ListenOptions, RTMP_PORT } from '../socket-options.ts';
import { Port } from './port.ts';
import { nodeRuntime } from './runtime.ts';
import { SocketTransport } from './socket-transport.ts';
import { tlsOptions } from './tls-options.ts';

/**
 * The peer's FIN must not end our side: what is unsent still goes out. The mark is Node 22's: at that of Node 20, 16 KiB, each
 * larger write tells in a tick of its own that it has left, which nobody asks for.
 */
const SOCKET_OPTIONS: ServerOpts = { allowHalfOpen: true, highWaterMark: 65_536 };

/**
 * Listens for RTMP, or for RTMPS with `tls`. Answers when the port is open.
 *
 * @throws the system's error (`EADDRINUSE`, `EACCES`, …), OpenSSL's for an unusable certificate or key, or what
 *   `checkAcceptOptions` throws
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const accepted = new Accepted(nodeRuntime, options);
  const accept = (socket: Socket) => accepted.accept(new SocketTransport(socket));
  const port = new Port(createServerFor(options, accept), options.onFailure);
  await port.open({ port: options.port ?? RTMP_PORT, host: options.host ?? '0.0.0.0' });
  return {
    address: port.address,
    close: (closing) => port.close(() => accepted.drain(closing)),
  };
}

function createServerFor({ tls }: ListenOptions, accept: (socket: Socket) => void): Server {
  if (tls === undefined) return createServer(SOCKET_OPTIONS, accept);
  return createTlsServer({ ...SOCKET_OPTIONS, ...tlsOptions(tls) }, accept);
}
