import type { Finding, Scene, Step } from '../../kit/case.ts';
import { CONNECT } from '../../kit/handshake-steps.ts';
import { command, frame, result } from '../../kit/matchers.ts';
import { check, defineCases, expect, make, send } from '../../kit/steps.ts';
import { chunksAt, messagesAt, noGarbage, written } from '../../kit/trace.ts';
import { video } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';

/** What the subject itself writes. */
export const sentCases = defineCases([
  {
    id: '2.2',
    title: 'Default chunk size outbound',
    role: 'both',
    level: 'must',
    pre: 'hs',
    refs: ['R5.4.1', 'CHK-33'],
    clause: 'Until it has sent Set Chunk Size a peer cuts its messages at 128 bytes.',
    script: ({ role }) =>
      role === 'server'
        ? [send(CONNECT, { text: 'connect' }), expect(result(1)), noGarbage('A')]
        : [expect(command('connect')), noGarbage('A')],
  },
  {
    id: '2.11',
    title: 'Smallest basic header sent',
    role: 'both',
    level: 'should',
    pre: 'relay',
    intent: 'publish',
    refs: ['R5.3.1.1', 'CHK-7'],
    clause: 'A chunk stream id is written in the fewest bytes that hold it.',
    script: [
      check('every basic header', (scene): Finding => {
        const long = written(scene)
          .flatMap((on) => chunksAt(scene, on))
          .filter(({ isShortest }) => !isShortest);
        const [first] = long;
        return first === undefined
          ? undefined
          : { expected: 'the shortest form', actual: `${first.form} bytes for chunk stream ${first.chunkStreamId}` };
      }),
    ],
  },
  {
    id: '2.41',
    title: 'Compact headers sent',
    role: 'both',
    level: 'info',
    pre: 'relay',
    intent: 'publish',
    refs: ['R5.3.1.2'],
    clause: 'Steady media can be sent with small headers; type 0 on every message is legal and costs 11 bytes a chunk.',
    script: ({ role }) => [
      ...(role === 'server' ? twentyFrames() : [expect(frame('video'), { count: 20 })]),
      check('the chunk types', (scene) => ({ tag: shares(scene, role === 'server' ? 'B' : 'A') })),
    ],
  },
  {
    id: '2.45',
    title: 'Control and commands written plainly',
    role: 'both',
    level: 'should',
    pre: 'relay',
    intent: 'publish',
    refs: ['P', 'Q-23'],
    clause: 'Control messages and commands begin with a type 0 chunk: small peers read no other.',
    script: [
      check('the first chunk of each', (scene): Finding => {
        const plain = written(scene)
          .flatMap((on) => messagesAt(scene, on))
          .filter(({ type }) => type <= 6 || type === TYPE.command);
        const other = plain.find(({ chunks }) => chunks[0]?.chunkType !== 0);
        return other === undefined
          ? undefined
          : {
              expected: 'chunk type 0',
              actual: `chunk type ${other.chunks[0]?.chunkType} begins a message of type ${other.type}`,
            };
      }),
    ],
  },
]);

function twentyFrames(): readonly Step[] {
  return Array.from({ length: 20 }, () =>
    make('the next frame', ({ line }) => {
      const next = line('A').nextFrame();
      return [send(video(next)), expect(frame('video', { sequence: next.sequence }), { on: 'B' })];
    }),
  );
}

/** How many of the chunks that begin a message have each type. */
function shares(scene: Scene, on: string): string {
  const first = messagesAt(scene, on)
    .filter(({ type }) => type === TYPE.video)
    .flatMap(({ chunks }) => chunks.slice(0, 1));
  const share = (type: number) =>
    Math.round((100 * first.filter(({ chunkType }) => chunkType === type).length) / first.length);
  return `types 0-3: ${[0, 1, 2, 3].map(share).join('/')} %`;
}
