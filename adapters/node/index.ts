/**
 * `millrace/node`: servers and clients over `net`, `tls` and WebSockets. See `adapters/README.md`.
 */

export * from '../socket-exports.ts';
export { CaptureFolder, DiskReserveReached } from './capture-folder.ts';
export { nodeClock } from './clock.ts';
export { connect } from './connect.ts';
export { listen } from './listen.ts';
export { RecordingFolder } from './recording-folder.ts';
export { nodeRuntime } from './runtime.ts';
export { SocketTransport } from './socket-transport.ts';
export { VodFolder } from './vod-folder.ts';
export { connectWebSocket, listenWebSocket } from './web-socket.ts';
