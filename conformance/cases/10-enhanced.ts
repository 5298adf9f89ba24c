import { defineCases } from '../kit/steps.ts';

/** Area 10: Enhanced RTMP. */
export const enhancedCases = defineCases([]);
