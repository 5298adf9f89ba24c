import type { SeededFault } from './fault.ts';

/** Area 12: what the cases on robustness and security must find. */
export const robustnessFaults: readonly SeededFault[] = [];
