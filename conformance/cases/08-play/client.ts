import type { Finding, Run, Scene } from '../../kit/case.ts';
import { firstOf, look, same } from '../../kit/looks.ts';
import { closed, command, either, frame, reported } from '../../kit/matchers.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { alive, anyOf, check, defineCases, expect, never, send } from '../../kit/steps.ts';
import { sendsMedia, sendsVideo } from '../../kit/streaming.ts';
import { messagesAt } from '../../kit/trace.ts';
import { readU16, u32 } from '../../kit/wire/bytes.ts';
import { readMark } from '../../kit/wire/media.ts';
import { type MessageSpec, TYPE } from '../../kit/wire/message.ts';
import * as messages from '../../kit/wire/messages.ts';

const START = messages.onStatus('NetStream.Play.Start');

/** What a client says as a player, and makes of the answers. */
export const clientCases = defineCases([
  {
    id: '8.25',
    title: 'Client play',
    role: 'client',
    level: 'must',
    pre: 'stream',
    intent: 'play',
    refs: ['R7.2.2.1', 'CMD-24', 'CMD-44', 'MSG-24'],
    clause: 'A client plays its name on the stream it was given, and takes the media that follows.',
    script: [
      expect(command('play'), { as: 'play' }),
      look('play', 'the name, on the stream', (seen, scene) =>
        firstOf(
          same('the message stream', 1, seen.messageStreamId),
          same('the command object', null, seen.values?.[2]),
          same('the name', scene.name, seen.values?.[3]),
        ),
      ),
      send([messages.userControl(messages.EVENT.streamBegin, u32(1)), START]),
      sendsMedia(),
      expect(frame('video', { sequence: 0 }), { on: 'B' }),
      alive(),
      check('Set Buffer Length', (scene) =>
        messagesAt(scene, 'A').some(isBufferLength) ? undefined : { tag: 'no-buffer-length' },
      ),
    ],
  },
  {
    id: '8.26',
    title: 'Client play refused',
    role: 'client',
    level: 'must',
    pre: 'stream',
    intent: 'play',
    refs: ['R7.2.2.1', 'CMD-44'],
    clause: 'A client whose play is refused reports the failure, and does not wait for media.',
    script: () => ({
      runs: ['NetStream.Play.StreamNotFound', 'NetStream.Play.Failed', 'NetStream.Failed'].map((code) => ({
        label: code,
        steps: [
          expect(command('play')),
          never(reported('started'), [send(messages.onStatus(code, 'error')), expect(reported('failed'))]),
        ],
      })),
    }),
  },
  {
    id: '8.27',
    title: 'Media before Start',
    role: 'client',
    level: 'should',
    pre: 'stream',
    intent: 'play',
    needs: ['records'], // what was dropped is seen by what is not there
    refs: ['P', 'Q-43'],
    clause: 'Media in front of Play.Start is taken or dropped; what comes behind it is taken.',
    script: [
      expect(command('play')),
      sendsMedia('A', 0),
      send(START),
      sendsMedia('A', 1),
      expect(frame('video', { sequence: 1 }), { on: 'B' }),
      alive(),
      check('what came in front of it', early),
    ],
  },
  {
    id: '8.28',
    title: 'Client at the end',
    role: 'client',
    level: 'must',
    pre: 'relay',
    refs: ['R7.1.7', 'CMD-44', 'Q-62', 'Q-64'],
    clause: 'Which of the ends of a stream ends a player is told; after all of them it has ended, or waits.',
    script: () => ({
      runs: [
        ...ENDS.map(
          ([label, what]): Run => ({
            label,
            steps: [
              send(what),
              anyOf([
                { when: either(closed(), reported('ended'), reported('failed')), tag: `leaves-at-${label}` },
                { when: 'deadline', tag: `stays-at-${label}`, next: [sendsVideo('A', 50), alive()] },
              ]),
            ],
          }),
        ),
        { label: 'all', steps: [send(ENDS.map(([, what]) => what)), aliveOrClosed()] },
      ],
    }),
  },
]);

const ENDS: readonly (readonly [string, MessageSpec])[] = [
  ['StreamEOF', messages.userControl(messages.EVENT.streamEof, u32(1))],
  ['Play.Stop', messages.onStatus('NetStream.Play.Stop')],
  ['Play.Complete', messages.data(['onPlayStatus', messages.information('NetStream.Play.Complete')])],
  ['UnpublishNotify', messages.onStatus('NetStream.Play.UnpublishNotify')],
];

const isBufferLength = ({ type, payload }: { type: number; payload: Uint8Array }): boolean =>
  type === TYPE.userControl && readU16(payload, 0) === messages.EVENT.setBufferLength;

function early(scene: Scene): Finding {
  const came = messagesAt(scene, 'B').some(({ payload }) => readMark(payload)?.sequence === 0);
  return { tag: came ? 'accepts-early-media' : 'drops-early-media' };
}
