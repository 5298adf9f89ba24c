import { allocateAndCopy, sharing, writing } from './testing/bench-traffic.ts';
import { printRate } from './testing/rate.ts';

/** Prints how fast messages of 5 kB are written. The writer is held to what the design, section 5, asks of the reader. */
printRate('writer, chunks of 4096', 0.6, allocateAndCopy, writing(4096));
printRate('writer, chunks of 128', 0.2, allocateAndCopy, writing(128));
printRate('chunkMessage, chunks of 4096', 0.6, allocateAndCopy, sharing(4096));
printRate('chunkMessage, chunks of 128', 0.2, allocateAndCopy, sharing(128));
