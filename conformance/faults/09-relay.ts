import type { SeededFault } from './fault.ts';

/** Area 9: what the cases on media relay fidelity must find. */
export const relayFaults: readonly SeededFault[] = [];
