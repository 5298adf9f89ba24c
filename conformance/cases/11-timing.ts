import { defineCases } from '../kit/steps.ts';

/** Area 11: timing and timeouts. */
export const timingCases = defineCases([]);
