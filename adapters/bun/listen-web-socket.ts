import type { CloseOptions, Listener } from '../listener.ts';
import type { WebSocketListenOptions } from '../socket-options.ts';
import type { TransportPeer } from '../transport.ts';
import { Acceptor } from '../web/acceptor.ts';
import { responseTo } from '../web/upgrade.ts';
import { LARGEST_FRAME } from '../web/web-socket.ts';
import type { BunApi } from './api.ts';
import { bunRuntime } from './runtime.ts';
import { ServerWebSocket } from './server-web-socket.ts';

declare const Bun: BunApi;

/** What a WebSocket of a listener carries. */
interface Accepted {
  readonly peer: TransportPeer;
  socket?: ServerWebSocket;
}

/** Bun drops what is sent past its limit, in the middle of a stream. The core has its own, so this one is out of reach. */
const BACKPRESSURE_LIMIT = 2 ** 31 - 1;

/**
 * Listens for RTMP in WebSockets, at any path. Answers when the port is open.
 *
 * @throws as `listen` does
 */
export async function listenWebSocket(options: WebSocketListenOptions): Promise<Listener> {
  const { host: hostname = '0.0.0.0', port, tls } = options;
  const acceptor = new Acceptor(options, bunRuntime);
  const server = Bun.serve<Accepted>({
    hostname,
    port,
    ...(tls === undefined ? {} : { tls }),
    fetch: (request, server) => {
      const answer = responseTo(request, options);
      if (answer !== undefined) return answer;
      const { address, port } = server.requestIP(request) ?? { address: '', port: 0 };
      const peer = { address: address.replace(/^::ffff:/, ''), port, secure: tls !== undefined };
      return server.upgrade(request, { data: { peer } }) ? undefined : new Response(null, { status: 400 });
    },
    websocket: {
      perMessageDeflate: false, // media is compressed already
      idleTimeout: 0, // RTMP has pings of its own
      maxPayloadLength: LARGEST_FRAME,
      backpressureLimit: BACKPRESSURE_LIMIT,
      open: (accepted) => {
        const socket = new ServerWebSocket(accepted);
        accepted.data.socket = socket;
        acceptor.acceptWebSocket(socket, accepted.data.peer);
      },
      message: ({ data }, message) => data.socket?.tellMessage(message),
      close: ({ data }, code, reason) => data.socket?.tellClose(code, reason),
    },
  });
  const address = { address: server.hostname, port: server.port };
  let closing: Promise<void> | undefined;
  const close = async (closeOptions?: CloseOptions) => {
    const stopped = server.stop(); // accepts no more; waits for the open ones
    await acceptor.close(closeOptions);
    await stopped;
  };
  return {
    address,
    close: (closeOptions) => {
      closing ??= close(closeOptions);
      return closing;
    },
  };
}
