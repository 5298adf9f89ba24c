import type { Branch, Finding, Run, Scene, Step } from '../../kit/case.ts';
import { firstOf, look, same } from '../../kit/looks.ts';
import {
  both,
  closed,
  errorStatus,
  frame,
  isCommand,
  payloadOf,
  reject,
  result,
  status,
  where,
} from '../../kit/matchers.ts';
import type { SeenMessage } from '../../kit/observation.ts';
import { anyOf, check, defineCases, expect, make, never, send, wait } from '../../kit/steps.ts';
import {
  asks,
  deletesStream,
  plays,
  publishes,
  sendsAudio,
  sendsMedia,
  sendsVideo,
  streamOf,
} from '../../kit/streaming.ts';
import { messagesAt } from '../../kit/trace.ts';
import { property } from '../../kit/wire/amf-value.ts';
import type { Writable } from '../../kit/wire/amf0.ts';
import { equal } from '../../kit/wire/bytes.ts';
import { AAC_HEADER, AVC_HEADER, readMark, video } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';
import { createStream, play, streamCommand } from '../../kit/wire/messages.ts';
import { statusShape } from '../status-shape.ts';

const START = status('NetStream.Play.Start');
const AVC = payloadOf(TYPE.video, AVC_HEADER);

/** What a server makes of `play` where the stream is live, or will be. */
export const liveCases = defineCases([
  {
    id: '8.1',
    title: 'Play a live stream',
    role: 'server',
    level: 'must',
    pre: { A: 'pubmedia', B: 'stream' },
    refs: ['R7.2.2.1', 'CMD-24', 'CMD-39', 'CMD-44'],
    clause:
      'A player of a live stream is told Play.Start on its message stream, then gets metadata, sequence headers and media.',
    script: [
      send(({ name }) => play(name, -2), { on: 'B', text: 'play' }),
      expect(START, { on: 'B', as: 'start' }),
      look('start', 'on the message stream that plays', (seen, { line }) =>
        seen.messageStreamId === 0
          ? { tag: 'msid-0' } // 8.29
          : same('the message stream', line('B').streamId, seen.messageStreamId),
      ),
      sendsVideo('A', 1),
      sendsAudio('A', 1),
      expect(frame('video', { sequence: 1 }), { on: 'B' }),
      expect(frame('audio', { sequence: 1 }), { on: 'B' }),
      check('Play.Start, metadata, headers, media, in this order', inOrder),
    ],
  },
  {
    id: '8.2',
    title: 'Play argument forms',
    role: 'server',
    level: 'must',
    pre: { A: 'pubmedia', B: 'stream' },
    refs: ['R7.2.2.1', 'CMD-25', 'CMD-26'],
    clause: 'Start, duration and reset in every form that deployed players send mean live playback of what is live.',
    script: () => ({
      runs: [
        withArguments('no start', []),
        withArguments('start -2', [-2]),
        withArguments('start -1', [-1]),
        withArguments('start -2000', [-2000]),
        withArguments('duration -1', [-2, -1]),
        withArguments('reset true', [-2, -1, true]),
        withArguments('reset false', [-2, -1, false]),
        withArguments('reset 0', [-2, -1, 0]),
        withArguments('reset 1', [-2, -1, 1]),
      ],
    }),
  },
  {
    id: '8.3',
    title: 'Play what is not there',
    role: 'server',
    level: 'must',
    pre: { B: 'stream', A: 'stream' },
    refs: ['R7.2.2.1', 'CMD-25', 'CMD-44'],
    clause: 'A play of a live stream that nobody publishes is refused with StreamNotFound, or waits for its publisher.',
    script: [
      send(({ name }) => play(name, -1), { on: 'B', text: 'play, live only, of what is not there' }),
      anyOf(
        [
          { when: both(status('NetStream.Play.StreamNotFound'), errorStatus()) },
          { when: errorStatus(), tag: 'another error status', isFailure: true },
          { when: closed(), tag: 'close' },
          { when: START, tag: 'waits', next: publisherComes() },
          { when: 'deadline', tag: 'waits', next: publisherComes() },
        ],
        { on: 'B' },
      ),
    ],
  },
  {
    id: '8.4',
    title: 'Play before publish',
    role: 'server',
    level: 'should',
    pre: { B: 'stream', A: 'stream' },
    refs: ['R7.2.2.1', 'CMD-25'],
    clause: 'A play of start -2 waits for the stream that it names, and plays it when it comes.',
    script: [
      send(({ name }) => play(name, -2), { on: 'B', text: 'play of what is not there yet' }),
      anyOf(
        [
          { when: reject(), tag: 'not-found' },
          { when: START, next: publisherComes() },
          { when: 'deadline', next: publisherComes() },
        ],
        { on: 'B', within: 'quiet' },
      ),
    ],
  },
  {
    id: '8.5',
    title: 'PublishNotify',
    role: 'server',
    level: 'should',
    pre: { B: 'play', A: 'stream', C: 'stream' },
    refs: ['P', 'CMD-44', 'Q-62', 'Q-64'],
    clause: 'A player that waits is told when a publisher comes and goes, and gets fresh headers from the next one.',
    script: [
      ...publishes(),
      notified('NetStream.Play.PublishNotify'),
      sendsMedia('A', 0),
      expect(AVC, { on: 'B' }),
      expect(frame('video', { sequence: 0 }), { on: 'B' }),
      deletesStream(),
      notified('NetStream.Play.UnpublishNotify'),
      ...publishes({ on: 'C' }),
      notified('NetStream.Play.PublishNotify'),
      sendsMedia('C', 100),
      expect(AVC, { on: 'B' }),
      expect(frame('video', { sequence: 100 }), { on: 'B' }),
    ],
  },
  {
    id: '8.6',
    title: 'Chunk size before media',
    role: 'server',
    level: 'should',
    pre: { A: 'pubmedia', B: 'stream' },
    refs: ['R7.2.2.1'],
    clause: 'A server says Set Chunk Size before it sends a message of more than 128 bytes.',
    script: [
      ...plays(),
      make('a large frame', ({ line }) => [send(video({ ...line('A').nextFrame(), size: 4_000 }))]),
      expect(frame('video', { sequence: 1 }), { on: 'B' }),
      check('Set Chunk Size first', (scene): Finding => {
        const seen = messagesAt(scene, 'B').find(
          ({ type, payload }) => type === TYPE.setChunkSize || payload.length > 128,
        );
        return same('the first of Set Chunk Size and long messages: type', TYPE.setChunkSize, seen?.type);
      }),
    ],
  },
  {
    id: '8.7',
    title: 'Sample access',
    role: 'server',
    level: 'info',
    pre: { A: 'pubmedia', B: 'stream' },
    refs: ['P', 'CMD-42'],
    clause: 'Whether |RtmpSampleAccess is sent, and what it allows.',
    script: [
      ...plays(),
      sendsVideo('A', 1),
      expect(frame('video', { sequence: 1 }), { on: 'B' }),
      check('|RtmpSampleAccess', (scene) => {
        const seen = messagesAt(scene, 'B').find(({ values }) => values?.[0] === '|RtmpSampleAccess');
        return { tag: seen === undefined ? 'absent' : `audio-${seen.values?.[1]}-video-${seen.values?.[2]}` };
      }),
    ],
  },
  {
    id: '8.8',
    title: 'Two plays on one connection',
    role: 'server',
    level: 'should',
    pre: { A: 'pubmedia', C: 'stream', B: 'conn' },
    refs: ['R7.2.2'],
    clause: 'One connection can play two streams, each on its own message stream.',
    script: [
      ...publishes({ on: 'C', suffix: '-2' }),
      sendsMedia('C', 100),
      send([createStream(2), createStream(3)], { on: 'B' }),
      expect(result(2), { on: 'B' }),
      expect(result(3), { on: 'B' }),
      make('two plays, if there are two streams', (scene) => {
        const [first, second] = [streamOf(scene, 2, 'B'), streamOf(scene, 3, 'B')];
        return first === second
          ? [check('one stream', () => ({ tag: 'one-stream' }))]
          : playsBoth(scene.name, first, second);
      }),
    ],
  },
  {
    id: '8.9',
    title: 'Play switch',
    role: 'server',
    level: 'should',
    pre: { A: 'pubmedia', C: 'stream', B: 'play' },
    refs: ['R7.2.2.1', 'CMD-25'],
    clause: 'A play with reset true on a stream that plays changes it: Reset, Start, and nothing more of the old one.',
    script: () => ({ runs: [switched(), appended()] }),
  },
  {
    id: '8.10',
    title: 'Stop playing',
    role: 'server',
    level: 'must',
    pre: { A: 'pubmedia', B: 'play' },
    refs: ['R7.2.2.3', 'CMD-33', 'CMD-34'],
    clause: 'closeStream and deleteStream end a play, not the connection.',
    script: () => ({
      runs: [
        stoppedBy('closeStream', send(streamCommand('closeStream', 0), { on: 'B' })),
        stoppedBy('deleteStream', deletesStream('B')),
      ],
    }),
  },
  {
    id: '8.29',
    title: 'Play status shape',
    role: 'server',
    level: 'must',
    pre: { A: 'pubmedia', B: 'stream' },
    refs: ['R7.2.2', 'CMD-35', 'CMD-50'],
    clause:
      'Play.Start is onStatus, transaction 0, null, an object with level, code and description, on the message stream that plays.',
    script: [
      send(({ name }) => play(name, -2, 4), { on: 'B', text: 'play, transaction 4' }),
      expect(START, { on: 'B', as: 'start' }),
      look('start', 'level status, transaction 0, null, on the message stream', (seen, { line }) =>
        firstOf(
          statusShape(seen, 4),
          seen.messageStreamId === 0
            ? { tag: 'msid-0' }
            : same('the message stream', line('B').streamId, seen.messageStreamId),
        ),
      ),
    ],
  },
]);

/** And its media reaches the player that waits. */
function publisherComes(): Step[] {
  return [...publishes(), sendsMedia('A', 0), expect(frame('video', { sequence: 0 }), { on: 'B' })];
}

function notified(code: string): Step {
  return anyOf([{ when: status(code) }, { when: 'deadline', tag: 'silent' }], { on: 'B' });
}

function inOrder(scene: Scene): Finding {
  const messages = messagesAt(scene, 'B');
  const first = (test: (seen: SeenMessage) => boolean): number => messages.findIndex(test);
  const coded = (code: string) =>
    first((seen) => isCommand(seen, 'onStatus') && property(seen.values?.[3], 'code') === code);
  const places = [
    coded('NetStream.Play.Start'),
    first(({ values }) => values?.[0] === 'onMetaData'),
    ...['video', 'audio'].flatMap((kind) => {
      const [type, header] = kind === 'video' ? [TYPE.video, AVC_HEADER] : [TYPE.audio, AAC_HEADER];
      return [
        first((seen) => seen.type === type && equal(seen.payload, header)),
        first(({ payload }) => readMark(payload)?.kind === kind),
      ];
    }),
  ];
  const [start = -1, metadata = -1, avc = -1, picture = -1, aac = -1, sound = -1] = places;
  const isRight = 0 <= start && start < metadata && metadata < Math.min(avc, aac) && avc < picture && aac < sound;
  if (!isRight) {
    const expected = 'one behind the other: Start, metadata; AVC header, picture; AAC header, sound';
    return { expected, actual: `messages ${places.join(', ')}` };
  }
  const reset = coded('NetStream.Play.Reset');
  return reset >= 0 && reset < start ? undefined : { tag: reset < 0 ? 'no-reset' : 'reset-late' };
}

function withArguments(label: string, more: readonly Writable[]): Run {
  return {
    label,
    steps: [
      send(({ name }) => streamCommand('play', 0, [null, name, ...more]), { on: 'B', text: `play, ${label}` }),
      expect(START, { on: 'B' }),
      sendsVideo('A', 50),
      expect(frame('video', { sequence: 50 }), { on: 'B' }),
    ],
  };
}

function playsBoth(name: string, first: number, second: number): Step[] {
  const on = (messageStreamId: number) => (seen: SeenMessage) => seen.messageStreamId === messageStreamId;
  const startOn = (id: number): Branch => ({ when: where(START, `on message stream ${id}`, on(id)) });
  return [
    send({ ...play(name), messageStreamId: first }, { on: 'B' }),
    expect(where(START, `on message stream ${first}`, on(first)), { on: 'B' }),
    send({ ...play(`${name}-2`), messageStreamId: second }, { on: 'B' }),
    anyOf(
      [
        {
          ...startOn(second),
          next: [
            sendsVideo('A', 50),
            sendsVideo('C', 150),
            expect(where(frame('video', { sequence: 50 }), `on message stream ${first}`, on(first)), { on: 'B' }),
            expect(where(frame('video', { sequence: 150 }), `on message stream ${second}`, on(second)), { on: 'B' }),
          ],
        },
        { when: reject(), tag: 'one-stream' },
      ],
      { on: 'B', within: 'close' },
    ),
  ];
}

const playsNext = (reset: boolean): Step[] => [
  ...publishes({ on: 'C', suffix: '-2' }),
  sendsMedia('C', 100),
  send(({ name }) => streamCommand('play', 0, [null, `${name}-2`, -2, -1, reset]), {
    on: 'B',
    text: `play of another name, reset ${reset}`,
  }),
];

function switched(): Run {
  return {
    label: 'reset true',
    steps: [
      ...playsNext(true),
      expect(status('NetStream.Play.Reset'), { on: 'B' }),
      expect(START, { on: 'B' }),
      never(
        frame('video', { sequence: 50 }),
        [
          sendsVideo('A', 50),
          sendsVideo('C', 150),
          expect(frame('video', { sequence: 150 }), { on: 'B' }),
          wait('quiet'),
        ],
        { on: 'B' },
      ),
    ],
  };
}

function appended(): Run {
  return {
    label: 'reset false',
    steps: [
      ...playsNext(false),
      sendsVideo('A', 50),
      sendsVideo('C', 150),
      anyOf(
        [
          { when: reject(), tag: 'append-refused' },
          { when: frame('video', { sequence: 150 }), tag: 'append-switches' },
          { when: 'deadline', tag: 'append-queued' },
        ],
        { on: 'B' },
      ),
    ],
  };
}

function stoppedBy(label: string, stop: Step): Run {
  return {
    label,
    steps: [stop, asks('B'), never(frame(), [sendsVideo('A', 50), asks('B'), wait('quiet')], { on: 'B' })],
  };
}
