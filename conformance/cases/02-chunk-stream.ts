import { idCases } from './02-chunk-stream/ids.ts';
import { orderCases } from './02-chunk-stream/order.ts';
import { segmentationCases } from './02-chunk-stream/segmentation.ts';
import { sentCases } from './02-chunk-stream/sent.ts';
import { sizeCases } from './02-chunk-stream/sizes.ts';
import { timeCases } from './02-chunk-stream/time.ts';
import { extendedTimeCases } from './02-chunk-stream/time-extended.ts';
import { typeCases } from './02-chunk-stream/types.ts';

/** Area 2: the chunk stream. */
export const chunkStreamCases = [
  ...sizeCases,
  ...idCases,
  ...timeCases,
  ...extendedTimeCases,
  ...orderCases,
  ...sentCases,
  ...segmentationCases,
  ...typeCases,
];
