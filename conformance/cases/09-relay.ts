import { defineCases } from '../kit/steps.ts';

/** Area 9: media relay fidelity. */
export const relayCases = defineCases([]);
