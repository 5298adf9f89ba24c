import type { SeededFault } from './fault.ts';

/** Area 10: what the cases on Enhanced RTMP must find. */
export const enhancedFaults: readonly SeededFault[] = [];
