import { timerClock } from '../clock.ts';
import type { Runtime } from '../listener.ts';
import { fillRandom } from '../random.ts';

/** What connections run on in Bun: the process's clock and its cryptographic random source. */
export const bunRuntime: Runtime = { clock: timerClock(), random: fillRandom };
