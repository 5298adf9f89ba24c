/**
 * `millrace/bun`: servers and clients over Bun's own sockets. See
 * `adapters/README.md`.
 */

export { Driver, type DriverListener } from '../driver.ts';
export type { AcceptOptions, CloseOptions, ConnectOptions, Listener, Runtime } from '../listener.ts';
export {
  ConnectTimeout,
  type ListenOptions,
  type SocketConnectOptions,
  type TlsIdentity,
  type TlsTrust,
  type WebSocketListenOptions,
} from '../socket-options.ts';
export type { Alarm, Clock, Transport, TransportFailure, TransportHandlers, TransportPeer } from '../transport.ts';
export { connectWebSocket, type WebSocketConnectOptions, WebSocketFailed } from '../web/connect.ts';
export type { HttpAnswer, HttpRequest, HttpRules } from '../web/upgrade.ts';
export { connect } from './connect.ts';
export { listen } from './listen.ts';
export { listenWebSocket } from './listen-web-socket.ts';
export { bunRuntime } from './runtime.ts';
