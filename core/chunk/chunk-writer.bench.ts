import { bench, describe } from 'vitest';
import { allocateAndCopy, sharing, writing } from './testing/bench-traffic.ts';
import { printRates } from './testing/print-rates.ts';

printRates(new URL('writer-rates.script.ts', import.meta.url));

describe('write 210 messages of 5 kB', () => {
  bench('allocate and copy', allocateAndCopy);
  bench('chunks of 4096', writing(4096));
  bench('chunks of 128', writing(128));
  bench('chunkMessage, chunks of 4096', sharing(4096));
  bench('chunkMessage, chunks of 128', sharing(128));
});
