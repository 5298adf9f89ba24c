import { allocateAndCopy, reading } from './testing/bench-traffic.ts';
import { printRate } from './testing/rate.ts';

/** Prints what the design asks for, section 5: messages of 5 kB, in reads of 64 KiB. */
printRate('reader, chunks of 4096', 0.6, allocateAndCopy, reading(4096));
printRate('reader, chunks of 128', 0.2, allocateAndCopy, reading(128));
