/**
 * `millrace/node`: servers and clients over `net` and `tls`. See `adapters/README.md`.
 */

export { Driver, type DriverListener } from '../driver.ts';
export type { AcceptOptions, CloseOptions, ConnectOptions, Listener, Runtime } from '../listener.ts';
export type { Alarm, Clock, Transport, TransportFailure, TransportHandlers, TransportPeer } from '../transport.ts';
export { nodeClock } from './clock.ts';
export { ConnectTimeout, connect, type NodeConnectOptions, type TlsTrust } from './connect.ts';
export { type ListenOptions, listen, type TlsIdentity } from './listen.ts';
export { nodeRuntime } from './runtime.ts';
export { SocketTransport } from './socket-transport.ts';
