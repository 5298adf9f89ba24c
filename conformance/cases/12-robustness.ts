import { bombCases } from './12-robustness/bombs.ts';
import { crowdCases } from './12-robustness/crowds.ts';
import { floodCases } from './12-robustness/floods.ts';
import { otherCases } from './12-robustness/others.ts';
import { placeCases } from './12-robustness/places.ts';
import { rubbishCases } from './12-robustness/rubbish.ts';

/** Area 12: robustness and security. */
export const robustnessCases = [
  ...rubbishCases,
  ...floodCases,
  ...otherCases,
  ...crowdCases,
  ...bombCases,
  ...placeCases,
];
