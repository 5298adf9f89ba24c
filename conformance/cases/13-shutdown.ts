import { halfwayCases } from './13-shutdown/halfway.ts';
import { peerEndsCases } from './13-shutdown/peer-ends.ts';
import { returnCases } from './13-shutdown/return.ts';
import { serverEndsCases } from './13-shutdown/server-ends.ts';

/** Area 13: shutdown and reconnect. */
export const shutdownCases = [...peerEndsCases, ...serverEndsCases, ...returnCases, ...halfwayCases];
