import { timerClock } from '../clock.ts';
import type { Runtime } from '../listener.ts';
import { fillRandom } from '../random.ts';
import type { DenoApi } from './api.ts';

declare const Deno: DenoApi<unknown>;

/** What connections run on in Deno: the process's clock and its cryptographic random source. */
export const denoRuntime: Runtime = { clock: timerClock((timer) => Deno.unrefTimer(timer)), random: fillRandom };
