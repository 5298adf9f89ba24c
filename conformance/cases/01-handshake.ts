import { clientHandshakeCases } from './01-handshake/client.ts';
import { digestCases } from './01-handshake/digest.ts';
import { serverHandshakeCases } from './01-handshake/server.ts';
import { versionCases } from './01-handshake/version.ts';

/** Area 1: the handshake. */
export const handshakeCases = [...serverHandshakeCases, ...versionCases, ...digestCases, ...clientHandshakeCases];
