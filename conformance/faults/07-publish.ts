import type { SeededFault } from './fault.ts';

/** Area 7: what the cases on NetStream: publish must find. */
export const publishFaults: readonly SeededFault[] = [];
