import { type ContractHarness, untilInRealTime } from '../../contract/harness.ts';
import type { Listener } from '../../listener.ts';
import { Acceptor } from '../acceptor.ts';
import type { ByteStreamPair } from '../byte-duplex.ts';
import { connectOver } from '../connect.ts';

/** Two pairs of WHATWG streams, each the other's peer. */
export function streamPairs(): [ByteStreamPair, ByteStreamPair] {
  const toServer = new TransformStream<Uint8Array, Uint8Array>();
  const toClient = new TransformStream<Uint8Array, Uint8Array>();
  return [
    { readable: toClient.readable, writable: toServer.writable },
    { readable: toServer.readable, writable: toClient.writable },
  ];
}

/** WHATWG streams for the contract: whoever opens them brings both ends. */
export function streamHarness(): ContractHarness {
  let acceptor: Acceptor | undefined;
  return {
    listen: async (options): Promise<Listener> => {
      const opened = new Acceptor(options);
      acceptor = opened;
      return { address: { address: 'streams', port: 1 }, close: (closing) => opened.close(closing) };
    },
    connect: async (to, options) => {
      const [client, server] = streamPairs();
      acceptor?.acceptStreams(server);
      return connectOver(client, options, to);
    },
    until: untilInRealTime,
    lacks: {
      listen: 'streams are opened by whoever hands them over',
      tls: 'whoever opens the streams sees to it',
    },
  };
}
