import { createServer, type IncomingMessage, STATUS_CODES } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { WebSocketServer, WebSocket as WsWebSocket } from 'ws';
import type { ClientConnection } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import type { Listener } from '../listener.ts';
import type { WebSocketListenOptions } from '../socket-options.ts';
import { Acceptor } from '../web/acceptor.ts';
import { dialWebSocket, type WebSocketConnectOptions } from '../web/connect.ts';
import { answerOf, type HttpAnswer, type HttpRequest } from '../web/upgrade.ts';
import { LARGEST_FRAME } from '../web/web-socket.ts';
import { Port } from './port.ts';
import { nodeRuntime } from './runtime.ts';
import { peerOf } from './socket-transport.ts';
import { tlsOptions } from './tls-options.ts';

/** Media is compressed already. */
const WS_OPTIONS = { perMessageDeflate: false, maxPayload: LARGEST_FRAME };

/** The client of the package `ws`, which Node 20 has no counterpart of. */
class NodeWebSocket extends WsWebSocket {
  constructor(url: string, protocols?: string[]) {
    super(url, protocols, WS_OPTIONS);
  }
}

/**
 * Opens a WebSocket and starts a client over it, as `connectWebSocket` of `millrace/web` does, with the package `ws` where no
 * other constructor is given: it can stop a server that sends faster than is read.
 */
export function connectWebSocket(options: WebSocketConnectOptions): Promise<Driver<ClientConnection>> {
  return dialWebSocket({ WebSocket: NodeWebSocket, ...options }, nodeRuntime);
}

/**
 * Listens for RTMP in WebSockets, at any path. Answers when the port is open.
 *
 * @throws as `listen` does
 */
export async function listenWebSocket(options: WebSocketListenOptions): Promise<Listener> {
  const { tls } = options;
  const acceptor = new Acceptor(options, nodeRuntime);
  const upgrader = new WebSocketServer({ ...WS_OPTIONS, noServer: true, clientTracking: false });
  const server = tls === undefined ? createServer() : createTlsServer(tlsOptions(tls));
  const port = new Port(server, options.onFailure);
  server.on('request', (request, response) => {
    const { status, headers, body } = answerOf(requestOf(request), options) ?? NO_UPGRADE;
    response
      .writeHead(status, { ...headers, connection: 'close', 'content-length': Buffer.byteLength(body) })
      .end(body);
  });
  server.on('upgrade', (request, socket, head) => {
    const refusal = answerOf(requestOf(request), options);
    if (refusal !== undefined) return refuse(socket, refusal);
    const peer = peerOf(request.socket);
    upgrader.handleUpgrade(request, socket, head, (accepted) => acceptor.acceptWebSocket(accepted, peer));
  });
  await port.open({ port: options.port, host: options.host ?? '0.0.0.0' });
  return {
    address: port.address,
    close: (closing) => port.close(() => acceptor.close(closing)),
  };
}

/** Node tells of a request that names `websocket` without `Connection: upgrade` as of any other. */
const NO_UPGRADE: HttpAnswer = { status: 400, body: 'Expected "Connection: Upgrade".\n' };

function requestOf({ method = '', url = '', headers }: IncomingMessage): HttpRequest {
  const { host, origin, upgrade } = headers;
  return { method, url, host, origin, upgrade };
}

/** Answers a request to upgrade by what it is told in HTTP. */
function refuse(socket: Duplex, { status, body }: HttpAnswer): void {
  const length = Buffer.byteLength(body);
  socket.on('error', () => {}); // whoever was refused may be gone by now
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`);
  socket.end(body);
}
