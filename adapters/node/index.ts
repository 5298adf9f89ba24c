/**
 * `millrace/node`: servers and clients over `net`, `tls` and WebSockets. See `adapters/README.md`.
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
export { type WebSocketConnectOptions, WebSocketFailed } from '../web/connect.ts';
export type { HttpAnswer, HttpRequest, HttpRules } from '../web/upgrade.ts';
export { nodeClock } from './clock.ts';
export { connect } from './connect.ts';
export { listen } from './listen.ts';
export { RecordingFolder } from './recording-folder.ts';
export { nodeRuntime } from './runtime.ts';
export { SocketTransport } from './socket-transport.ts';
export { VodFolder } from './vod-folder.ts';
export { connectWebSocket, listenWebSocket } from './web-socket.ts';
