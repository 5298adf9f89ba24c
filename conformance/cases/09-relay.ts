import { frameCases } from './09-relay/frames.ts';
import { joiningCases } from './09-relay/joining.ts';
import { unusualCases } from './09-relay/unusual.ts';
import { wholeCases } from './09-relay/whole.ts';

/** Area 9: media relay fidelity. */
export const relayCases = [...frameCases, ...joiningCases, ...unusualCases, ...wholeCases];
