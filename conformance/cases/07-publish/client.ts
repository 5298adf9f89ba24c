import type { Finding, Intent, Run, Scene, Step } from '../../kit/case.ts';
import { firstOf, look, same } from '../../kit/looks.ts';
import { closed, command, either, frame, messageOfType, reported } from '../../kit/matchers.ts';
import type { SeenMessage } from '../../kit/observation.ts';
import { alive, anyOf, check, close, defineCases, expect, expectClose, never, order, send } from '../../kit/steps.ts';
import { sendsMedia } from '../../kit/streaming.ts';
import { messagesAt } from '../../kit/trace.ts';
import { u32 } from '../../kit/wire/bytes.ts';
import { TYPE } from '../../kit/wire/message.ts';
import * as messages from '../../kit/wire/messages.ts';

const MEDIA = either(messageOfType(TYPE.audio), messageOfType(TYPE.video));
const START = 'NetStream.Publish.Start';

/** What a client says as a publisher, and makes of the answers. */
export const clientCases = defineCases([
  {
    id: '7.20',
    title: 'Client publishes',
    role: 'client',
    level: 'must',
    pre: 'stream',
    intent: 'publish',
    refs: ['R7.2.2.6', 'CMD-30', 'CMD-40'],
    clause:
      'A client publishes its name as live on the stream it was given, and sends nothing before; then metadata, headers, frames.',
    script: [
      expect(command('publish'), { as: 'publish' }),
      look('publish', 'the name, live, on the stream, nothing before', (seen, scene) =>
        firstOf(
          same('the message stream', 1, seen.messageStreamId),
          same('the command object', null, seen.values?.[2]),
          same('the name', scene.name, seen.values?.[3]),
          same('the type', 'live', seen.values?.[4]),
          same('messages of media before', 0, messagesAt(scene, 'A').filter(isContent).length),
        ),
      ),
      send([messages.userControl(messages.EVENT.streamBegin, u32(1)), messages.onStatus(START)]),
      expect(messageOfType(TYPE.video), { count: 2 }),
      check('metadata, then headers, then frames', inOrder),
    ],
  },
  {
    id: '7.21',
    title: 'Client waits for Start',
    role: 'client',
    level: 'should',
    pre: 'stream',
    intent: 'publish',
    refs: ['R7.2.2.6', 'CMD-31'],
    clause: 'Before the yes to publish a client sends no audio and no video.',
    script: [
      expect(command('publish')),
      anyOf(
        [
          { when: MEDIA, tag: 'pipelines' },
          { when: 'deadline', next: [send(messages.onStatus(START)), expect(MEDIA)] },
        ],
        { within: 'quiet' },
      ),
    ],
  },
  {
    id: '7.22',
    title: 'Client told no at publish',
    role: 'client',
    level: 'must',
    pre: 'stream',
    intent: 'publish',
    refs: ['P', 'CMD-45', 'Q-44'],
    clause: 'A client whose publish is refused sends no media, or stops, and reports the failure.',
    script: () => ({
      runs: [
        'NetStream.Publish.BadName',
        'NetStream.Publish.Denied',
        'NetStream.Publish.Rejected',
        'NetStream.Failed',
      ].map((code) => ({
        label: code,
        steps: [
          expect(command('publish')),
          send(messages.onStatus(code, 'error')),
          anyOf([
            { when: reported('failed'), next: [never(MEDIA, 'quiet')] },
            ...(code.endsWith('BadName') ? [{ when: 'deadline' as const, tag: 'misses-BadName' }] : []),
          ]),
        ],
      })),
    }),
  },
  {
    id: '7.23',
    title: 'Client told to stop',
    role: 'client',
    level: 'should',
    pre: 'relay',
    intent: 'publish',
    refs: ['P', 'CMD-18', 'CMD-23'],
    clause: 'A publisher whose stream or connection the server ends stops sending, and tells of it.',
    script: () => ({
      runs: [
        stoppedBy('NetStream.Unpublish.Success', [send(messages.onStatus('NetStream.Unpublish.Success'))]),
        // Who says close ends the connection too, once the other has.
        stoppedBy('close', [send(messages.command('close', 0)), expectClose(), close()]),
      ],
    }),
  },
  {
    id: '7.24',
    title: 'Client ends politely',
    role: 'client',
    level: 'should',
    pre: 'relay',
    intent: 'publish',
    needs: ['orders'],
    refs: ['P', 'CMD-18', 'CMD-33'],
    clause:
      'A client that stops says so by FCUnpublish or deleteStream, ends the connection in order, and leaves no message unfinished.',
    script: [
      order({ kind: 'stop' }),
      expect(either(command('FCUnpublish'), command('deleteStream')), { as: 'farewell' }),
      expectClose(),
      check('deleteStream of its stream, if it came; FIN; no half message', politely),
    ],
  },
  {
    id: '7.27',
    title: 'The right status awaited',
    role: 'client',
    level: 'must',
    pre: 'stream',
    slow: true,
    refs: ['P', 'Q-43', 'CMD-44', 'CMD-45'],
    clause: 'Media begins at Start, at no other status; without Start a client gives up in time.',
    script: () => ({ runs: [...awaits('publish', START), ...awaits('play', 'NetStream.Play.Start')] }),
  },
]);

const isContent = ({ type }: SeenMessage): boolean => type === TYPE.audio || type === TYPE.video || type === TYPE.data;

/** Of each kind the first thing sent: metadata before any header, a header before any frame of its kind. */
function inOrder(scene: Scene): Finding {
  const sent = messagesAt(scene, 'A').filter(isContent);
  const kinds = sent.map(kindOf);
  const firstFrame = kinds.indexOf('frame');
  const headers = kinds.slice(0, Math.max(0, firstFrame));
  const isRight =
    kinds[0] === 'metadata' && headers.slice(1).length > 0 && headers.slice(1).every((kind) => kind === 'header');
  return isRight ? undefined : { expected: 'metadata, headers, frames', actual: kinds.slice(0, 8).join(', ') };
}

function kindOf({ type, payload: [first = 0, second = 0] }: SeenMessage): 'metadata' | 'header' | 'frame' {
  if (type === TYPE.data) return 'metadata';
  if (type === TYPE.video) {
    const isHeader = (first & 0x80) === 0 ? (first & 0x0f) === 7 && second === 0 : (first & 0x0f) === 0;
    return isHeader ? 'header' : 'frame';
  }
  const codec = first >> 4;
  const isHeader = codec === 9 ? (first & 0x0f) === 0 : codec === 10 && second === 0;
  return isHeader ? 'header' : 'frame';
}

function stoppedBy(label: string, said: readonly Step[]): Run {
  return {
    label,
    steps: [...said, expect(either(reported('ended'), reported('failed'))), never(MEDIA, 'quiet')],
  };
}

function politely(scene: Scene): Finding {
  const deleted = messagesAt(scene, 'A').find(({ values }) => values?.[0] === 'deleteStream');
  const isReset = scene.line('A').observations.some((seen) => seen.kind === 'closed' && seen.how === 'rst');
  return firstOf(
    same('the deleted stream', scene.line('A').streamId, deleted?.values?.[3] ?? scene.line('A').streamId),
    same('a reset', false, isReset),
    same('nothing unfinished', true, scene.line('A').isAtRest),
  );
}

/** What is not Start comes first; then Start, or nothing more. */
function awaits(intent: Intent, start: string): Run[] {
  const begins = intent === 'publish' ? either(MEDIA, reported('started')) : reported('started');
  const other = intent === 'publish' ? 'NetStream.Publish.Notify' : 'NetStream.Play.Reset';
  const early = [messages.command('onBWDone', 0), messages.onStatus(other)];
  const asked: Step = expect(command(intent));
  // Not every player says that it has begun; what it takes can be seen where it is recorded.
  const taken = [sendsMedia('A', 0), expect(frame('video', { sequence: 0 }), { on: 'B' }), alive()];
  return [
    {
      label: `${intent}: others, then Start`,
      intent,
      steps: [
        asked,
        send(early),
        anyOf(
          [
            { when: begins, tag: 'first-status-wins' },
            {
              when: 'deadline',
              next: [send(messages.onStatus(start)), ...(intent === 'publish' ? [expect(begins)] : taken)],
            },
          ],
          { within: 'quiet' },
        ),
      ],
    },
    {
      label: `${intent}: never Start`,
      intent,
      steps: [
        asked,
        send(messages.onStatus('NetStream.Ck.Unknown')),
        anyOf([{ when: reported('failed') }, { when: closed() }, { when: begins, tag: 'first-status-wins' }], {
          within: 'idle',
        }),
      ],
    },
  ];
}
