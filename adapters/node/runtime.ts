import { randomFillSync } from 'node:crypto';
import type { Runtime } from '../listener.ts';
import { nodeClock } from './clock.ts';

/** What connections run on in Node: the process's clock and its cryptographic random source. */
export const nodeRuntime: Runtime = {
  clock: nodeClock,
  random: (into) => {
    randomFillSync(into);
  },
};

/** The ports of RTMP and of RTMPS (CMD-51). */
export const RTMP_PORT = 1935;
export const RTMPS_PORT = 443;
