import type { SeededFault } from './fault.ts';

/** Area 11: what the cases on timing and timeouts must find. */
export const timingFaults: readonly SeededFault[] = [];
