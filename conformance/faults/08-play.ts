import type { SeededFault } from './fault.ts';

/** Area 8: what the cases on NetStream: play, recorded streams, seek, pause must find. */
export const playFaults: readonly SeededFault[] = [];
