import { type Ability, type ContractHarness, untilInRealTime } from '../contract/harness.ts';
import type { Listener } from '../listener.ts';
import { memoryHarness } from '../memory/testing/harness.ts';
import { selfSigned } from '../node/testing/self-signed.ts';
import type { ListenOptions, SocketConnectOptions, WebSocketListenOptions } from '../socket-options.ts';
import type { WebSocketConnectOptions } from '../web/connect.ts';
import { streamHarness } from '../web/testing/stream-harness.ts';

/** What `millrace/node`, `millrace/deno` and `millrace/bun` all have. */
export interface SocketApi {
  readonly listen: (options: ListenOptions) => Promise<Listener>;
  readonly connect: (options: SocketConnectOptions) => Promise<ClientDriver>;
  readonly listenWebSocket: (options: WebSocketListenOptions) => Promise<Listener>;
  readonly connectWebSocket: (options: WebSocketConnectOptions) => Promise<ClientDriver>;
}

type ClientDriver = Awaited<ReturnType<ContractHarness['connect']>>;

/** In what a runtime differs from the others. */
export interface RuntimeTraits {
  /** As `SecureHarness.untrustedCode`. */
  readonly untrustedCode: string;
  /** What it cannot do beyond what none can. */
  readonly socketLacks?: Readonly<Partial<Record<Ability, string>>>;
  readonly webSocketLacks?: Readonly<Partial<Record<Ability, string>>>;
}

const host = '127.0.0.1';

/** Everything that bytes travel over in a runtime with sockets. */
export function socketHarnesses(
  { listen, connect, listenWebSocket, connectWebSocket }: SocketApi,
  { untrustedCode, socketLacks = {}, webSocketLacks = {} }: RuntimeTraits,
): Readonly<Record<string, () => ContractHarness>> {
  const tls = selfSigned();
  return {
    'TCP and TLS': () => ({
      listen: (options) => listen({ host, port: 0, ...options }),
      connect: ({ port }, options) => connect({ host, port, ...options }),
      until: untilInRealTime,
      lacks: socketLacks,
      secure: {
        listen: (options) => listen({ host, port: 0, tls, ...options }),
        connect: ({ port }, options, trust) =>
          connect({ host, port, tls: trust ? { ca: tls.cert } : true, ...options }),
        untrustedCode,
      },
    }),
    WebSocket: () => ({
      listen: (options) => listenWebSocket({ host, port: 0, ...options }),
      connect: ({ port }, options) => connectWebSocket({ url: `ws://${host}:${port}/`, ...options }),
      until: untilInRealTime,
      refusedCode: 'WEBSOCKET_FAILED',
      lacks: {
        halfClose: 'a WebSocket ends both ways at once',
        tls: 'the standard WebSocket trusts the system alone',
        ...webSocketLacks,
      },
    }),
    'WHATWG streams': streamHarness,
    memory: memoryHarness,
  };
}
