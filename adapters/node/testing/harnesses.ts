import { type ContractHarness, untilInRealTime } from '../../contract/case.ts';
import { memoryHarness } from '../../memory/testing/harness.ts';
import { streamHarness } from '../../web/testing/stream-harness.ts';
import { connect } from '../connect.ts';
import { listen } from '../listen.ts';
import { connectWebSocket, listenWebSocket } from '../web-socket.ts';
import { selfSigned } from './self-signed.ts';

const host = '127.0.0.1';
const tls = selfSigned();

/** Everything that bytes travel over in Node. */
export const nodeHarnesses: Readonly<Record<string, () => ContractHarness>> = {
  'TCP and TLS': () => ({
    listen: (options) => listen({ host, port: 0, ...options }),
    connect: ({ port }, options) => connect({ host, port, ...options }),
    until: untilInRealTime,
    lacks: {},
    secure: {
      listen: (options) => listen({ host, port: 0, tls, ...options }),
      connect: ({ port }, options, trust) => connect({ host, port, tls: trust ? { ca: tls.cert } : true, ...options }),
      untrustedCode: 'DEPTH_ZERO_SELF_SIGNED_CERT',
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
    },
  }),
  'WHATWG streams': streamHarness,
  memory: memoryHarness,
};
