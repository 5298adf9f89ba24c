import { abortCases } from './03-control/abort.ts';
import { acknowledgementCases } from './03-control/acknowledgement.ts';
import { bandwidthCases } from './03-control/bandwidth.ts';
import { chunkSizeCases } from './03-control/chunk-size.ts';
import { sentControlCases } from './03-control/sent.ts';

/** Area 3: protocol control, acknowledgement, bandwidth. */
export const controlCases = [
  ...chunkSizeCases,
  ...sentControlCases,
  ...abortCases,
  ...acknowledgementCases,
  ...bandwidthCases,
];
