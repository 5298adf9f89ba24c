import type { MemorySubject } from '../kit/subject.ts';
import { ChunkDecoder, type DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { afterHandshake } from './fault.ts';
import { rewired } from './rewired.ts';

/** All that a subject has heard on one connection behind the handshake. */
export interface Heard {
  /** What is under way. */
  readonly decoder: ChunkDecoder;
  readonly messages: readonly DecodedMessage[];
}

/** A subject that holds more memory than it must, by what it heard on each connection, and says so when it is measured. */
export function wasteful(subject: MemorySubject, held: (heard: Heard) => number): MemorySubject {
  let connections: Heard[] = [];
  return rewired(subject, {
    world: () => {
      connections = [];
      return {};
    },
    peer: (peer) => {
      const messages: DecodedMessage[] = [];
      const decoder = new ChunkDecoder();
      connections.push({ decoder, messages });
      const hear = afterHandshake((bytes) => {
        messages.push(...decoder.push(bytes));
        return bytes;
      });
      return { receive: (bytes) => peer.receive(hear(bytes.slice())) };
    },
    running: (running) => ({
      measure: (metric) => {
        const honest = running.measure?.(metric);
        if (metric !== 'heldBytes' || honest === undefined) return honest;
        return connections.reduce((sum, heard) => sum + held(heard), honest);
      },
    }),
  });
}
