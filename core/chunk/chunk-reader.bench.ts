import { bench, describe } from 'vitest';
import { allocateAndCopy, reading } from './testing/bench-traffic.ts';
import { printRate } from './testing/rate.ts';

// The targets of the design, section 5: messages of 5 kB, in reads of 64 KiB.
printRate('reader, chunks of 4096', 0.6, allocateAndCopy, reading(4096));
printRate('reader, chunks of 128', 0.2, allocateAndCopy, reading(128));

describe('read 210 messages of 5 kB', () => {
  bench('allocate and copy', allocateAndCopy);
  bench('chunks of 4096', reading(4096));
  bench('chunks of 128', reading(128));
});
