import type { ClientConnection, Millis } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import { type ConnectOptions, type Runtime, startConnection } from '../listener.ts';
import { ConnectTimeout, OPEN_TIMEOUT_MS } from '../socket-options.ts';
import type { TransportPeer } from '../transport.ts';
import { type ByteStreamPair, duplexOf } from './byte-duplex.ts';
import { webRuntime } from './runtime.ts';
import { StreamTransport } from './stream-transport.ts';
import type { WebSocketConstructor, WebSocketLike } from './web-socket.ts';
import { WebSocketTransport } from './web-socket-transport.ts';

/** What is known of a peer when a stream came from somewhere else. */
export const UNKNOWN_PEER: TransportPeer = { address: '', port: 0, secure: false };

/**
 * Starts a client over an open pair of streams, such as those of a worker's `connect()`. How the RTMP connection fares is
 * told by its events.
 *
 * @param peer - who is at the other end, for those who ask the transport
 * @throws TypeError when a stream is locked
 */
export function connectOver(
  pair: ByteStreamPair,
  options: ConnectOptions,
  peer: Partial<TransportPeer> = {},
): Driver<ClientConnection> {
  const transport = new StreamTransport(duplexOf(pair), { ...UNKNOWN_PEER, ...peer });
  return startConnection(transport, webRuntime, options);
}

export interface WebSocketConnectOptions extends ConnectOptions {
  /** `ws:` or `wss:`, a text or a `URL`, with any path: RTMP says in its own `connect` what it wants. */
  readonly url: string | { readonly href: string };
  readonly protocols?: readonly string[];
  /** Another constructor than the runtime's own, such as that of the package `ws`. */
  readonly WebSocket?: WebSocketConstructor;
  /** How long the opening may take. Default 10000. */
  readonly timeoutMs?: Millis;
}

/** A WebSocket did not open. Browsers do not tell why; the others say it in `message`. */
export class WebSocketFailed extends Error {
  override readonly name = 'WebSocketFailed';
  readonly code = 'WEBSOCKET_FAILED';
}

declare const WebSocket: WebSocketConstructor | undefined;

/**
 * Opens a WebSocket and starts a client over it. Answers when the WebSocket is open; how the RTMP connection fares is told
 * by its events.
 *
 * @throws WebSocketFailed or ConnectTimeout; what the constructor throws for a URL that is none; TypeError where the runtime
 *   has no WebSocket and none was given
 */
export function connectWebSocket(options: WebSocketConnectOptions): Promise<Driver<ClientConnection>> {
  return dialWebSocket(options, webRuntime);
}

/** `connectWebSocket` on a given runtime. */
export async function dialWebSocket(
  options: WebSocketConnectOptions,
  runtime: Runtime,
): Promise<Driver<ClientConnection>> {
  const Constructor = options.WebSocket ?? (typeof WebSocket === 'undefined' ? undefined : WebSocket);
  if (Constructor === undefined) {
    throw new TypeError('This runtime has no WebSocket; give one, such as that of the package ws.');
  }
  const url = new URL(typeof options.url === 'string' ? options.url : options.url.href);
  const socket = new Constructor(url.href, [...(options.protocols ?? [])]);
  await opened(socket, url, options.timeoutMs ?? OPEN_TIMEOUT_MS, runtime);
  return startConnection(new WebSocketTransport(socket, runtime.clock, peerOf(url)), runtime, options);
}

function opened(socket: WebSocketLike, { host }: URL, timeoutMs: Millis, { clock }: Runtime): Promise<void> {
  return new Promise((resolve, reject) => {
    const alarm = clock.wakeAt(clock.now() + timeoutMs, () => {
      reject(new ConnectTimeout(timeoutMs));
      socket.close();
    });
    const settle = (error?: Error) => {
      alarm.cancel();
      if (error === undefined) resolve();
      else reject(error);
    };
    const failed = (why: string) => settle(new WebSocketFailed(`The WebSocket to ${host} did not open${why}.`));
    socket.addEventListener('open', () => settle());
    socket.addEventListener('error', (event) =>
      failed('message' in event && event.message ? `: ${event.message}` : ''),
    );
    socket.addEventListener('close', ({ code }) => failed(`: closed with ${code}`));
  });
}

function peerOf({ hostname, port, protocol }: URL): TransportPeer {
  const secure = protocol === 'wss:';
  return { address: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (secure ? 443 : 80), secure };
}
