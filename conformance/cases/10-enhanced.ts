import { codecCases } from './10-enhanced/codecs.ts';
import { connectCases } from './10-enhanced/connect.ts';
import { metadataCases } from './10-enhanced/metadata.ts';
import { reconnectCases } from './10-enhanced/reconnect.ts';
import { trackCases } from './10-enhanced/tracks.ts';

/** Area 10: Enhanced RTMP. */
export const enhancedCases = [...connectCases, ...codecCases, ...trackCases, ...metadataCases, ...reconnectCases];
