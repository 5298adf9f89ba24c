import { bench, describe } from 'vitest';
import { allocateAndCopy, sharing, writing } from './testing/bench-traffic.ts';
import { printRate } from './testing/rate.ts';

// Messages of 5 kB. The writer is held to what the design asks of the reader, section 5.
printRate('writer, chunks of 4096', 0.6, allocateAndCopy, writing(4096));
printRate('writer, chunks of 128', 0.2, allocateAndCopy, writing(128));
printRate('chunkMessage, chunks of 4096', 0.6, allocateAndCopy, sharing(4096));
printRate('chunkMessage, chunks of 128', 0.2, allocateAndCopy, sharing(128));

describe('write 210 messages of 5 kB', () => {
  bench('allocate and copy', allocateAndCopy);
  bench('chunks of 4096', writing(4096));
  bench('chunks of 128', writing(128));
  bench('chunkMessage, chunks of 4096', sharing(4096));
  bench('chunkMessage, chunks of 128', sharing(128));
});
