import { defineCases } from '../kit/steps.ts';

/** Area 6: NetConnection. */
export const netConnectionCases = defineCases([]);
