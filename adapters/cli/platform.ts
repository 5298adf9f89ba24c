import type { ClientConnection } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import type { Listener, Runtime } from '../listener.ts';
import type { ListenOptions, SocketConnectOptions, WebSocketListenOptions } from '../socket-options.ts';

/** The sockets of one runtime, for every command: what `millrace/node`, `millrace/deno` and `millrace/bun` have in common. */
export interface Platform {
  readonly runtime: Runtime;
  readonly listen: (options: ListenOptions) => Promise<Listener>;
  readonly listenWebSocket: (options: WebSocketListenOptions) => Promise<Listener>;
  readonly connect: (options: SocketConnectOptions) => Promise<Driver<ClientConnection>>;
  /** For a server, before it begins: has the engine collect garbage as fits one. Node's does not by itself. */
  readonly collectForMedia?: () => void;
  /** Several processes on one port: Node alone has that. Loaded when it is asked for. */
  readonly workers?: () => Promise<typeof import('../node/workers.ts')>;
}
