import { defineCases } from '../kit/steps.ts';

/** Area 13: shutdown and reconnect. */
export const shutdownCases = defineCases([]);
