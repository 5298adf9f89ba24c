import type { Bench } from '../testing/bench.ts';
import { reading, type Traffic, traffic } from './testing/bench-traffic.ts';

const small = traffic(200);
const middle = traffic(5000);
const large = traffic(30_000);

/** Reading into messages, in reads of 64 KiB. The design's targets are for messages of 5 kB. */
export const benches: readonly Bench[] = [
  bench(small, 128, 0.7),
  bench(small, 4096, 0.9),
  bench(small, 65_536, 0.8),
  bench(middle, 128, 0.38, 0.2),
  bench(middle, 4096, 0.8, 0.6),
  bench(middle, 65_536, 0.87),
  bench(large, 128, 0.25),
  bench(large, 4096, 0.68),
  bench(large, 65_536, 0.88),
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
