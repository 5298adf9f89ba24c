import { clientCases } from './08-play/client.ts';
import { controlCases } from './08-play/control.ts';
import { liveCases } from './08-play/live.ts';
import { recordingCases } from './08-play/recording.ts';

/** Area 8: NetStream: play, recorded streams, seek, pause. */
export const playCases = [...liveCases, ...controlCases, ...recordingCases, ...clientCases];
