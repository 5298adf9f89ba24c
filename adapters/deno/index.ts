/**
 * `millrace/deno`: servers and clients over Deno's own sockets, without its compatibility layer for Node. See
 * `adapters/README.md`.
 */

export * from '../socket-exports.ts';
export { connectWebSocket } from '../web/connect.ts';
export { connect } from './connect.ts';
export { listen } from './listen.ts';
export { listenWebSocket } from './listen-web-socket.ts';
export { denoRuntime } from './runtime.ts';
