import type { Runtime } from '../listener.ts';
import { fillRandom } from '../random.ts';
import { nodeClock } from './clock.ts';
import { sha256 } from './sha256.ts';

/** What connections run on in Node: the process's clock and its cryptographic random source. */
export const nodeRuntime: Runtime = { clock: nodeClock, random: fillRandom, sha256 };
