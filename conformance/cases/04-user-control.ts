import { defineCases } from '../kit/steps.ts';

/** Area 4: user control. */
export const userControlCases = defineCases([]);
