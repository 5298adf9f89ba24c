import { connect as connectSocket, createServer } from 'node:net';
import type { ClientConnection } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import { Accepted, type AcceptOptions, type ConnectOptions, type Listener, startConnection } from '../listener.ts';
import { Port } from './port.ts';
import { nodeRuntime } from './runtime.ts';
import { SocketTransport } from './socket-transport.ts';

/**
 * Listens at a Unix domain socket, for this process alone also among workers of `node:cluster`. Who may connect is up to the
 * folder that it lies in.
 *
 * @param path - of a file that is not there yet
 * @throws the system's error
 */
export async function listenLocally(path: string, options: AcceptOptions): Promise<Pick<Listener, 'close'>> {
  const accepted = new Accepted(nodeRuntime, options);
  const server = createServer({ allowHalfOpen: true }, (socket) => accepted.accept(new SocketTransport(socket)));
  const port = new Port(server, undefined);
  await port.open({ path, exclusive: true });
  return { close: (closing) => port.close(() => accepted.drain(closing)) };
}

/** Connects to a Unix domain socket and starts a client over it. @throws the system's error */
export function connectLocally(path: string, options: ConnectOptions): Promise<Driver<ClientConnection>> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket({ path, allowHalfOpen: true }, () => {
      socket.off('error', reject);
      resolve(startConnection(new SocketTransport(socket), nodeRuntime, options));
    });
    socket.once('error', reject);
  });
}
