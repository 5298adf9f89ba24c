import type { Finding, Scene, Step } from './case.ts';
import type { ConnectionName, SeenMessage } from './observation.ts';
import { check } from './steps.ts';
import type { ChunkFacts } from './wire/chunk-decode.ts';

// Looks at everything that came at a connection.

/** Every message, in order. */
export function messagesAt({ line }: Scene, on: ConnectionName): SeenMessage[] {
  return line(on).observations.flatMap((observation) => (observation.kind === 'message' ? [observation.message] : []));
}

/** Every chunk of a complete message. */
export const chunksAt = (scene: Scene, on: ConnectionName): ChunkFacts[] =>
  messagesAt(scene, on).flatMap(({ chunks }) => chunks);

/** Where the subject writes: in its answers to A and, for a server, to the player B. */
export const written = ({ role }: Scene): readonly ConnectionName[] => (role === 'server' ? ['A', 'B'] : ['A']);

/** Everything that came there could be read as chunks of the sizes announced. */
export const noGarbage = (on: ConnectionName): Step =>
  check(`nothing at ${on} that is no chunk`, ({ line }): Finding => {
    const garbage = line(on).observations.find(({ kind }) => kind === 'garbage');
    return garbage?.kind === 'garbage' ? { expected: 'chunks', actual: garbage.why } : undefined;
  });
