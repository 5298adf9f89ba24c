import type { SeededFault } from './fault.ts';

/** Area 5: what the cases on AMF0 and AMF3 must find. */
export const amfFaults: readonly SeededFault[] = [];
