import type { Finding, Scene } from '../../kit/case.ts';
import { closed, frame, messageIn, result } from '../../kit/matchers.ts';
import { arrivalsAt, checkOnceInOrder, expectLast, FIRST, movie, payloadOfShot, sendShots } from '../../kit/movie.ts';
import type { Observation } from '../../kit/observation.ts';
import {
  anyOf,
  bounded,
  check,
  defineCases,
  expect,
  ladder,
  make,
  pauseReading,
  resumeReading,
  send,
  wait,
} from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { equal } from '../../kit/wire/bytes.ts';
import { video } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';
import { createStream, play, setChunkSize } from '../../kit/wire/messages.ts';

/** A movie from end to end: by a client alone, beside a slow player, on the stream that was asked for. */
export const wholeCases = defineCases([
  {
    id: '9.18',
    title: 'Slow subscriber does not hurt others',
    role: 'server',
    level: 'must',
    pre: 'relay',
    slow: true,
    refs: ['P'],
    clause:
      'A player that does not read costs the others nothing and the server little: it is dropped, or loses pictures and goes on at a key frame.',
    script: () => {
      const seconds = Array.from({ length: 20 }, (_, second) =>
        movie({ long: 1_000, first: FIRST + second * 50, from: 4_000 + second * 1_000, size: 40_000 }),
      );
      const last = movie({ long: 1_000, first: FIRST + 1_000, from: 24_000 });
      return [
        send(setChunkSize(65_536)),
        ladder('play', 'S'),
        pauseReading('S'),
        ...seconds.flatMap((shots) => [sendShots(shots), ...expectLast(shots), wait(1_000)]),
        checkOnceInOrder(seconds.flat()),
        bounded('unsentBytes', 16 * 1_048_576),
        resumeReading('S'),
        wait('reply'),
        sendShots(last),
        ...expectLast(last),
        anyOf(
          [
            { when: closed(), on: 'S', tag: 'dropped' },
            { when: frame('video', { sequence: FIRST + 1_024 }), on: 'S' },
          ],
          { within: 'close' },
        ),
        check('S goes on at a key frame after every gap', gapsEndAtKeyFrames),
      ];
    },
  },
  {
    id: '9.21',
    title: 'Client sends what it was given',
    role: 'client',
    level: 'must',
    pre: 'pub',
    refs: ['P'],
    clause: 'A publisher sends headers before frames, and every frame of its file in order, at its time.',
    script: [
      expect(frame('video'), { count: 50, within: 'close' }),
      expect(frame('audio'), { count: 50, within: 'close' }),
      check('headers first, every frame in order and in time', publishedWhole),
    ],
  },
  {
    id: '9.22',
    title: 'Client receives what was sent',
    role: 'client',
    level: 'must',
    pre: 'relay',
    needs: ['records'],
    refs: ['P'],
    clause: 'A player has every frame that was sent, byte for byte, once, in order and in time.',
    script: () => {
      const shots = movie({ long: 2_000 });
      return [
        sendShots(shots),
        ...expectLast(shots),
        checkOnceInOrder(shots),
        check('every byte, and every time', (scene): Finding => {
          const came = arrivalsAt(scene, 'B').filter(({ sequence }) => sequence >= FIRST);
          const wrong = shots.find((shot) => {
            const arrival = came.find(({ kind, sequence }) => kind === shot.kind && sequence === shot.sequence);
            return arrival === undefined || !equal(arrival.message.payload, payloadOfShot(shot));
          });
          if (wrong !== undefined)
            return { expected: `${wrong.kind} ${wrong.sequence} as it was sent`, actual: 'others' };
          return oneOffset(came);
        }),
      ];
    },
  },
  {
    id: '9.23',
    title: "Media carries the stream's id",
    role: 'server',
    level: 'must',
    pre: { A: 'pubmedia', B: 'stream' },
    refs: ['R7.2.2', 'Q-28'],
    clause: 'What a player gets has the message stream id that it asked for the stream on.',
    script: [
      // A second stream: of the first one the number is nearly always 1.
      make('another stream', ({ line }) => {
        const transaction = line('B').nextTransaction();
        return [
          send(createStream(transaction), { on: 'B' }),
          expect(result(transaction), { on: 'B', as: 'second' }),
          send(({ kept, name }) => ({ ...play(name), messageStreamId: idIn(kept('second')) }), {
            on: 'B',
            text: 'play',
          }),
        ];
      }),
      send(video({ sequence: FIRST, timestamp: 400 })),
      expect(frame('video'), { on: 'B' }),
      check('on all media', (scene) => {
        const wanted = idIn(scene.kept('second'));
        const types: readonly number[] = [TYPE.audio, TYPE.video, TYPE.data];
        const ids = messagesAt(scene, 'B').filter(({ type }) => types.includes(type));
        const other = ids.find(({ messageStreamId }) => messageStreamId !== wanted)?.messageStreamId;
        if (other === undefined) return undefined;
        return other === 0 ? { tag: 'msid-0' } : { expected: `message stream ${wanted}`, actual: String(other) };
      }),
    ],
  },
]);

function idIn(kept: readonly Observation[]): number {
  const id = messageIn(kept.at(-1)).values?.[3];
  return typeof id === 'number' ? id : 0;
}

function gapsEndAtKeyFrames(scene: Scene): Finding {
  const pictures = arrivalsAt(scene, 'S').filter(({ kind, sequence }) => kind === 'video' && sequence >= FIRST);
  for (const [at, { sequence, message }] of pictures.entries()) {
    const before = pictures[at - 1]?.sequence ?? 0;
    // Numbers of one second begin 50 after those of the one before, and it has 25.
    const follows = sequence === before + 1 || sequence === before + 26;
    const isKey = (message.payload[0] ?? 0) >> 4 === 1;
    if (!follows && !isKey)
      return { expected: `a key frame after picture ${before}`, actual: `inter frame ${sequence}` };
  }
  return undefined;
}

function publishedWhole(scene: Scene): Finding {
  const seen = messagesAt(scene, 'A').filter(({ type }) => type === TYPE.audio || type === TYPE.video);
  for (const type of [TYPE.audio, TYPE.video]) {
    const first = seen.find((message) => message.type === type);
    if (first?.payload[1] !== 0) return { expected: `a sequence header first on type ${type}`, actual: 'none' };
  }
  const frames = arrivalsAt(scene, 'A');
  for (const kind of ['audio', 'video'] as const) {
    const numbers = frames.filter((arrival) => arrival.kind === kind).map(({ sequence }) => sequence);
    const wrong = numbers.find((number, at) => number !== at);
    if (wrong !== undefined)
      return { expected: `${kind} frames one after the other, from the first`, actual: `${kind} ${wrong} out of turn` };
  }
  return oneOffset(frames);
}

/** The times are those that the frames were made for, up to a constant. */
function oneOffset(arrivals: ReturnType<typeof arrivalsAt>): Finding {
  const offsets = new Set(arrivals.map(({ message, timestamp }) => (message.timestamp - timestamp) | 0));
  if (offsets.size <= 1) return undefined;
  return { expected: 'one offset of all times', actual: `offsets of ${[...offsets].slice(0, 5).join(', ')} ms` };
}
