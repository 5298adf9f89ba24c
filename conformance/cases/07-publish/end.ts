import type { Finding, Run, Scene, Step } from '../../kit/case.ts';
import { firstOf, look, same } from '../../kit/looks.ts';
import { closed, data, either, frame, reject, result, status, userControl } from '../../kit/matchers.ts';
import { anyOf, check, close, defineCases, expect, ladder, send, wait } from '../../kit/steps.ts';
import { asks, deletesStream, plays, publishes, relays, sendsVideo, streamOf } from '../../kit/streaming.ts';
import { property } from '../../kit/wire/amf-value.ts';
import type { Writable } from '../../kit/wire/amf0.ts';
import { amf0EcmaArray } from '../../kit/wire/amf0.ts';
import { avcHeader, video } from '../../kit/wire/media.ts';
import * as messages from '../../kit/wire/messages.ts';

const START = status('NetStream.Publish.Start');
const { command, createStream, deleteStream, publish, streamCommand } = messages;

/** How a publication ends, what is free then, and what it says of itself meanwhile. */
export const endCases = defineCases([
  {
    id: '7.6',
    title: 'Name free again',
    role: 'server',
    level: 'must',
    pre: { A: 'pub', B: 'stream' },
    refs: ['P', 'CMD-18', 'CMD-33', 'CMD-48', 'Q-40'],
    clause: 'However a publisher ends, its name is free for the next one.',
    script: () => ({
      runs: [
        freedBy('deleteStream', [deletesStream()]),
        freedBy('FCUnpublish and deleteStream', [fcUnpublish(3), deletesStream()]),
        freedBy('FIN', [close('fin')]),
        freedBy('RST', [close('rst')]),
      ],
    }),
  },
  {
    id: '7.7',
    title: 'Republish on the same connection',
    role: 'server',
    level: 'should',
    pre: 'pub',
    refs: ['R7.2.2', 'Q-41'],
    clause: 'A connection that has ended one publication may begin another on a new stream.',
    script: [
      deletesStream(),
      send(createStream(7)),
      anyOf([
        {
          when: result(7),
          next: [
            send((scene) => ({ ...publish(`${scene.name}-2`), messageStreamId: streamOf(scene, 7) }), {
              text: 'publish of a second name',
            }),
            anyOf([{ when: START }, { when: closed(), tag: 'close' }]),
          ],
        },
        { when: closed(), tag: 'close' },
      ]),
    ],
  },
  {
    id: '7.8',
    title: 'closeStream keeps the id',
    role: 'server',
    level: 'should',
    pre: 'pub',
    refs: ['R7.2.2', 'CMD-34'],
    clause: 'closeStream ends a publication, and the same stream can publish again.',
    script: [send(streamCommand('closeStream', 0)), ...publishes(), ...relays()],
  },
  {
    id: '7.9',
    title: 'deleteStream',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['R7.2.2.3', 'CMD-33', 'CMD-44'],
    clause: 'deleteStream ends the publication: players are told, and the name is free; an answer is not needed.',
    script: () => ({
      runs: [0, 7].map((transactionId) => ({
        label: `transaction ${transactionId}`,
        steps: [
          deletesStream('A', transactionId),
          anyOf(
            [
              { when: either(userControl(messages.EVENT.streamEof), status('NetStream.Play.UnpublishNotify')) },
              { when: closed(), tag: 'closes-player' },
              { when: 'deadline', tag: 'silent' },
            ],
            { on: 'B' },
          ),
          ladder('stream', 'C'),
          ...publishes({ on: 'C' }),
        ],
      })),
    }),
  },
  {
    id: '7.10',
    title: 'deleteStream of others',
    role: 'server',
    level: 'must',
    pre: { A: 'pubmedia', B: 'stream' },
    hostile: true,
    refs: ['P', 'CMD-33'],
    clause: 'deleteStream ends a stream of its own connection, and no other: unknown ids are ignored.',
    corrected: 'Without a header some servers relay no frame, and that is not what is asked.',
    script: [
      send(createStream(9), { on: 'B' }),
      expect(result(9), { on: 'B' }),
      send((scene) => ({ ...publish(`${scene.name}-b`), messageStreamId: streamOf(scene, 9, 'B') }), {
        on: 'B',
        text: 'publish on the second stream',
      }),
      expect(START, { on: 'B' }),
      send((scene) => strangeIds(scene).map((id) => deleteStream(id)), { text: 'deleteStream of what is not its own' }),
      ladder('stream', 'Q'),
      ...plays({ on: 'Q', suffix: '-b' }),
      ...relays('A', 'P'),
      send(
        (scene) => {
          const messageStreamId = streamOf(scene, 9, 'B');
          return [avcHeader(), video({ sequence: 200, timestamp: 0 })].map((one) => ({ ...one, messageStreamId }));
        },
        { on: 'B', text: 'an AVC header and key frame 200' },
      ),
      expect(frame('video', { sequence: 200 }), { on: 'Q' }),
    ],
  },
  {
    id: '7.11',
    title: 'Unpublish courtesies',
    role: 'server',
    level: 'should',
    pre: 'pub',
    refs: ['P', 'CMD-18'],
    clause: 'FCUnpublish in front of deleteStream harms nobody, answered or not.',
    script: [fcUnpublish(6), deletesStream(), asks()],
  },
  {
    id: '7.18',
    title: 'Metadata forms',
    role: 'server',
    level: 'must',
    pre: { A: 'pub', P: 'play' },
    refs: ['F E.4.4', 'P', 'CMD-39', 'CMD-40', 'Q-50'],
    clause: 'Metadata reaches players as onMetaData with the values that were sent, whichever way it was sent.',
    script: () => ({
      runs: [
        described('@setDataFrame, ECMA array', ['@setDataFrame', 'onMetaData', amf0EcmaArray(4, FACTS)]),
        described('@setDataFrame, object', ['@setDataFrame', 'onMetaData', Object.fromEntries(FACTS)]),
        described('bare, object', ['onMetaData', Object.fromEntries(FACTS)]),
        described('as in FLV files', ['onMetaData', amf0EcmaArray(0, FACTS)]),
      ],
    }),
  },
  {
    id: '7.19',
    title: 'Metadata cleared',
    role: 'server',
    level: 'info',
    pre: { A: 'pubmedia', P: 'stream' },
    refs: ['P', 'CMD-41'],
    clause: 'What a late player gets after @clearDataFrame.',
    script: [
      send(messages.data(['@clearDataFrame', 'onMetaData'])),
      wait('quiet'),
      ...plays({ on: 'P' }),
      sendsVideo('A', 1),
      anyOf(
        [
          { when: data('onMetaData'), tag: 'kept' },
          { when: frame('video', { sequence: 1 }), tag: 'cleared' },
        ],
        {
          on: 'P',
        },
      ),
    ],
  },
  {
    id: '7.26',
    title: 'publish(false)',
    role: 'server',
    level: 'should',
    pre: { A: 'pub', B: 'stream' },
    hostile: true,
    refs: ['P', 'CMD-30', 'Q-39'],
    clause: 'A publish of false or null ends the publication, or does nothing.',
    script: () => ({ runs: [unpublishedBy(false), unpublishedBy(null)] }),
  },
]);

function fcUnpublish(transactionId: number): Step {
  return send(({ name }) => command('FCUnpublish', transactionId, [null, name]), { text: 'FCUnpublish' });
}

/** The end is on its way beside what B sends: it gets a moment. */
function freedBy(label: string, end: readonly Step[]): Run {
  return { label, steps: [...end, wait('quiet'), ...publishes({ on: 'B' }), ...relays('B')] };
}

function strangeIds(scene: Scene): Writable[] {
  const theirs = streamOf(scene, 9, 'B');
  const own = scene.line('A').streamId;
  return [...(theirs === own ? [] : [theirs]), 0, -1, 99, 'all'];
}

const FACTS: readonly (readonly [string, number | string])[] = [
  ['width', 64],
  ['height', 48],
  ['framerate', 29.97],
  ['encoder', 'ck'],
];

function described(label: string, values: readonly Writable[]): Run {
  return {
    label,
    steps: [
      send(messages.data(values)),
      send([avcHeader(), video({ sequence: 0, timestamp: 0 })]), // some servers pass it on with what follows
      expect(data('onMetaData'), { on: 'P', as: 'metadata' }),
      look(
        'metadata',
        'the values that were sent',
        (seen): Finding =>
          firstOf(...FACTS.map(([name, value]) => same(name, value, property(seen.values?.[1], name)))),
      ),
    ],
  };
}

function unpublishedBy(name: boolean | null): Run {
  return {
    label: String(name),
    steps: [
      send(streamCommand('publish', 0, [null, name])),
      wait('quiet'),
      send((scene) => publish(scene.name), { on: 'B', text: 'publish of the name' }),
      anyOf(
        [
          { when: START, next: relays('B') },
          { when: reject(), tag: 'ignored', next: relays('A') },
        ],
        {
          on: 'B',
          within: 'close',
        },
      ),
      check('A is still there', ({ line }) => (line('A').isClosed ? { tag: 'close' } : undefined)),
    ],
  };
}
