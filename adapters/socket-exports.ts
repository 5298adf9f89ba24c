/** What `millrace/node`, `millrace/deno` and `millrace/bun` offer alike, beside functions of their own. */

export { Driver, type DriverListener } from './driver.ts';
export type { AcceptOptions, CloseOptions, ConnectOptions, Listener, Runtime } from './listener.ts';
export {
  ConnectTimeout,
  type ListenOptions,
  type SocketConnectOptions,
  type TlsIdentity,
  type TlsTrust,
  type WebSocketListenOptions,
} from './socket-options.ts';
export type { Alarm, Clock, Transport, TransportFailure, TransportHandlers, TransportPeer } from './transport.ts';
export { type WebSocketConnectOptions, WebSocketFailed } from './web/connect.ts';
export type { HttpAnswer, HttpRequest, HttpRules } from './web/upgrade.ts';
