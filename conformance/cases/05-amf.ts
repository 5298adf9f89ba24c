import { defineCases } from '../kit/steps.ts';

/** Area 5: AMF0 and AMF3. */
export const amfCases = defineCases([]);
