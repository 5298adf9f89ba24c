import { defineCases } from '../kit/steps.ts';

/** Area 7: NetStream: publish. */
export const publishCases = defineCases([]);
