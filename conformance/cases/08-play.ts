import { defineCases } from '../kit/steps.ts';

/** Area 8: NetStream: play, recorded streams, seek, pause. */
export const playCases = defineCases([]);
