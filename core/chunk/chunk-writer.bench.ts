import { type Bench, keep } from '../testing/bench.ts';
import { chunkMessage } from './chunk-message.ts';
import { type Traffic, traffic, writing } from './testing/bench-traffic.ts';

const small = traffic(200);
const middle = traffic(5000);
const large = traffic(30_000);

/** Writing with compressed headers, and `chunkMessage`, whose bytes many players share. */
export const benches: readonly Bench[] = [
  bench(small, 128, 0.6),
  bench(small, 4096, 0.65),
  bench(small, 65_536, 0.65),
  bench(middle, 128, 0.45),
  bench(middle, 4096, 0.78),
  bench(middle, 65_536, 0.9),
  bench(large, 128, 0.39),
  bench(large, 4096, 0.8),
  bench(large, 65_536, 1),
  {
    name: 'chunkMessage, 5000 bytes in chunks of 4096',
    limit: middle.limit,
    work: () => {
      for (const message of middle.messages) keep(chunkMessage(message, 4096));
    },
    count: middle.messages.length,
    recorded: 0.8,
  },
];

function bench(messages: Traffic, chunkSize: number, recorded: number): Bench {
  return {
    name: `write messages of ${messages.messageLength} in chunks of ${chunkSize}`,
    limit: messages.limit,
    work: writing(messages, chunkSize),
    count: messages.messages.length,
    recorded,
  };
}
