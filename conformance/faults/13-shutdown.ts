import type { SeededFault } from './fault.ts';

/** Area 13: what the cases on shutdown and reconnect must find. */
export const shutdownFaults: readonly SeededFault[] = [];
