import { defineCases } from '../kit/steps.ts';

/** Area 12: robustness and security. */
export const robustnessCases = defineCases([]);
