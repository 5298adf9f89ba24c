import type { SeededFault } from './fault.ts';

/** Area 6: what the cases on NetConnection must find. */
export const netConnectionFaults: readonly SeededFault[] = [];
