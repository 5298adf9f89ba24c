import { clientCases } from './07-publish/client.ts';
import { endCases } from './07-publish/end.ts';
import { startCases } from './07-publish/start.ts';

/** Area 7: NetStream: publish. */
export const publishCases = [...startCases, ...endCases, ...clientCases];
