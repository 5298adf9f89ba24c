/**
 * `millrace/web`: WHATWG streams and WebSockets, for browsers, workers, edge runtimes and everything that has them. See
 * `adapters/README.md`.
 */

export { Driver, type DriverListener } from '../driver.ts';
export type { AcceptOptions, CloseOptions, ConnectOptions, Listener, Runtime } from '../listener.ts';
export { ConnectTimeout } from '../socket-options.ts';
export type { Alarm, Clock, Transport, TransportFailure, TransportHandlers, TransportPeer } from '../transport.ts';
export { Acceptor } from './acceptor.ts';
export type { ByteReader, ByteStreamPair, ByteWriter } from './byte-duplex.ts';
export { connectOver, connectWebSocket, type WebSocketConnectOptions, WebSocketFailed } from './connect.ts';
export { webRuntime } from './runtime.ts';
export type { WebSocketClose, WebSocketConstructor, WebSocketLike } from './web-socket.ts';
