import { bench, describe } from 'vitest';
import { allocateAndCopy, reading } from './testing/bench-traffic.ts';
import { printRates } from './testing/print-rates.ts';

printRates(new URL('reader-rates.script.ts', import.meta.url));

describe('read 210 messages of 5 kB', () => {
  bench('allocate and copy', allocateAndCopy);
  bench('chunks of 4096', reading(4096));
  bench('chunks of 128', reading(128));
});
