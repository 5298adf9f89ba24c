import { defineCases } from '../kit/steps.ts';

/** Area 3: protocol control, acknowledgement, bandwidth. */
export const controlCases = defineCases([]);
