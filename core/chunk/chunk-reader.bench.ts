import type { Bench } from '../testing/bench.ts';
import { reading, type Traffic, traffic } from './testing/bench-traffic.ts';

const small = traffic(200);
const middle = traffic(5000);
const large = traffic(30_000);

/** Reading into messages, in reads of 64 KiB. The design's targets are for messages of 5 kB. */
export const benches: readonly Bench[] = [
  bench(small, 128, 0.5),
  bench(small, 4096, 0.5),
  bench(small, 65_536, 0.5),
  bench(middle, 128, 0.3, 0.2),
  bench(middle, 4096, 0.6, 0.6),
  bench(middle, 65_536, 0.6),
  bench(large, 128, 0.3),
  bench(large, 4096, 0.6),
  bench(large, 65_536, 0.6),
];

function bench(messages: Traffic, chunkSize: number, recorded: number, target?: number): Bench {
  return {
    name: `read messages of ${messages.messageLength} in chunks of ${chunkSize}`,
    limit: messages.limit,
    work: reading(messages, chunkSize),
    count: messages.messages.length,
    recorded,
    ...(target !== undefined && { target }),
  };
}
