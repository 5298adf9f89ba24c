import { clientTimeCases } from './11-timing/client.ts';
import { clockCases } from './11-timing/clock.ts';
import { serverTimeCases } from './11-timing/server.ts';

/** Area 11: timing and timeouts. */
export const timingCases = [...serverTimeCases, ...clientTimeCases, ...clockCases];
