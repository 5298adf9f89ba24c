import { floodCases } from './12-robustness/floods.ts';
import { otherCases } from './12-robustness/others.ts';
import { rubbishCases } from './12-robustness/rubbish.ts';

/** Area 12: robustness and security. */
export const robustnessCases = [...rubbishCases, ...floodCases, ...otherCases];
