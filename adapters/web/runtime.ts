import { timerClock } from '../clock.ts';
import type { Runtime } from '../listener.ts';
import { fillRandom } from '../random.ts';

/** What connections run on where nothing but the web platform is there: its clock and its cryptographic random source. */
export const webRuntime: Runtime = { clock: timerClock(), random: fillRandom };
