import type { SeededFault } from './fault.ts';

/** Area 4: what the cases on user control must find. */
export const userControlFaults: readonly SeededFault[] = [];
