/**
 * `millrace/bun`: servers and clients over Bun's own sockets. See
 * `adapters/README.md`.
 */

export * from '../socket-exports.ts';
export { connectWebSocket } from '../web/connect.ts';
export { connect } from './connect.ts';
export { listen } from './listen.ts';
export { listenWebSocket } from './listen-web-socket.ts';
export { bunRuntime } from './runtime.ts';
