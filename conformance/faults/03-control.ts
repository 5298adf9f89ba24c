import type { SeededFault } from './fault.ts';

/** Area 3: what the cases on protocol control, acknowledgement, bandwidth must find. */
export const controlFaults: readonly SeededFault[] = [];
