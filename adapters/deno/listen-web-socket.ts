import type { CloseOptions, Listener } from '../listener.ts';
import type { WebSocketListenOptions } from '../socket-options.ts';
import { Acceptor } from '../web/acceptor.ts';
import { CLOSING, responseOf, responseTo } from '../web/upgrade.ts';
import type { WebSocketLike } from '../web/web-socket.ts';
import type { DenoApi } from './api.ts';
import { pemText } from './pem.ts';
import { denoRuntime } from './runtime.ts';

declare const Deno: DenoApi<WebSocketLike>;

/**
 * Listens for RTMP in WebSockets, at any path. Answers when the port is open.
 *
 * @throws as `listen` does
 */
export async function listenWebSocket(options: WebSocketListenOptions): Promise<Listener> {
  const { host: hostname = '0.0.0.0', port, tls } = options;
  let closing: Promise<void> | undefined;
  const acceptor = new Acceptor(options, denoRuntime);
  const identity = tls === undefined ? {} : { cert: pemText(tls.cert), key: pemText(tls.key) };
  const server = Deno.serve({ hostname, port, ...identity, onListen: () => {} }, (request, { remoteAddr }) => {
    if (closing !== undefined) return responseOf(CLOSING);
    const answer = responseTo(request, options);
    if (answer !== undefined) return answer;
    // RTMP has pings of its own.
    const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: 0 });
    acceptor.acceptWebSocket(socket, {
      address: remoteAddr.hostname,
      port: remoteAddr.port,
      secure: tls !== undefined,
    });
    return response;
  });
  const { addr } = server;
  const close = async (closeOptions?: CloseOptions) => {
    await acceptor.close(closeOptions);
    await server.shutdown(); // not before: Deno closes all WebSockets with it
  };
  return {
    address: { address: addr.hostname, port: addr.port },
    close: (closeOptions) => {
      closing ??= close(closeOptions);
      return closing;
    },
  };
}
