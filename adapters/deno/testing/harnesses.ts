import { type ContractHarness, untilInRealTime } from '../../contract/case.ts';
import { memoryHarness } from '../../memory/testing/harness.ts';
import { selfSigned } from '../../node/testing/self-signed.ts';
import { streamHarness } from '../../web/testing/stream-harness.ts';
import { connect, connectWebSocket, listen, listenWebSocket } from '../index.ts';

const host = '127.0.0.1';
const tls = selfSigned();

/** Everything that bytes travel over in Deno. */
export const denoHarnesses: Readonly<Record<string, () => ContractHarness>> = {
  'TCP and TLS': () => ({
    listen: (options) => listen({ host, port: 0, ...options }),
    connect: ({ port }, options) => connect({ host, port, ...options }),
    until: untilInRealTime,
    lacks: { reset: 'Deno has no call that resets a connection' },
    secure: {
      listen: (options) => listen({ host, port: 0, tls, ...options }),
      connect: ({ port }, options, trust) => connect({ host, port, tls: trust ? { ca: tls.cert } : true, ...options }),
      untrustedCode: 'InvalidData',
    },
  }),
  WebSocket: () => ({
    listen: (options) => listenWebSocket({ host, port: 0, ...options }),
    connect: ({ port }, options) => connectWebSocket({ url: `ws://${host}:${port}/`, ...options }),
    until: untilInRealTime,
    refusedCode: 'WEBSOCKET_FAILED',
    lacks: {
      halfClose: 'a WebSocket ends both ways at once',
      holdReading: 'the standard WebSocket cannot stop its peer',
      reset: 'the standard WebSocket can only be closed',
      tls: 'the standard WebSocket trusts the system alone',
    },
  }),
  'WHATWG streams': streamHarness,
  memory: memoryHarness,
};
