import { isOver, overOnce } from '../../kit/aftermath.ts';
import type { Finding, Intent, Run, Rung, Scene, Step } from '../../kit/case.ts';
import { closed, command, either, frame, reported } from '../../kit/matchers.ts';
import { arrivalsAt } from '../../kit/movie.ts';
import {
  anyOf,
  bounded,
  check,
  defineCases,
  expect,
  make,
  order,
  pauseReading,
  resumeReading,
  send,
  wait,
} from '../../kit/steps.ts';
import { opening, PACKET } from '../../kit/wire/handshake.ts';
import { videoPayload } from '../../kit/wire/media.ts';

/** What a client makes of a server that is slow, or silent. */
export const clientTimeCases = defineCases([
  {
    id: '11.8',
    title: 'Client handshake timeout',
    role: 'client',
    level: 'must',
    pre: 'tcp',
    slow: true,
    refs: ['P', 'HS-44'],
    clause: 'A client whose server does not answer its handshake says so after a while.',
    script: () => ({
      runs: [0, 1, 1 + PACKET].map((count) => ({
        label: `${count} bytes`,
        steps: [
          ...(count === 0
            ? []
            : [send(({ line }) => opening(line('A').ourPacket1).subarray(0, count), { text: `${count} bytes` })]),
          expect(reported('failed'), { within: 'idle' }),
          wait('close'),
          bounded('timers', 0),
        ],
      })),
    }),
  },
  {
    id: '11.9',
    title: 'Client command timeouts',
    role: 'client',
    level: 'must',
    pre: 'connreq',
    slow: true,
    refs: ['P'],
    clause: 'A client whose command has no answer says that it failed, or asks again, after a while.',
    script: () => ({
      runs: [
        unanswered('connreq', 'connect', 'publish'),
        unanswered('conn', 'createStream', 'publish'),
        unanswered('conn', 'createStream', 'play'),
        unanswered('stream', 'publish', 'publish'),
        unanswered('stream', 'play', 'play'),
      ],
    }),
  },
  {
    id: '11.10',
    title: 'Client starved',
    role: 'client',
    level: 'should',
    pre: 'relay',
    slow: true,
    refs: ['P', 'Q-65'],
    clause: 'A player whose server says nothing any more, not even to its pings, says so after a while.',
    corrected:
      'A live stream may have nothing to say for any time, and a server that answers pings is there: a player may wait for it, which is told by a tag.',
    script: () => ({
      runs: [
        {
          label: 'answers nothing',
          manners: { pong: false, acknowledge: false },
          steps: [expect(either(isOver(), closed()), { within: 'idle' }), wait('close'), bounded('timers', 0)],
        },
        {
          label: 'answers pings',
          steps: [
            anyOf([{ when: either(isOver(), closed()) }, { when: 'deadline', tag: 'waits while pings are answered' }], {
              within: 'idle',
            }),
          ],
        },
      ],
    }),
  },
  {
    id: '11.11',
    title: 'Client write blocked',
    role: 'client',
    level: 'must',
    pre: 'relay',
    intent: 'publish',
    needs: ['orders'],
    slow: true,
    refs: ['P'],
    clause:
      'A publisher whose server does not read holds no more than it may, and leaves; or it goes on, with a key frame, once the server reads.',
    script: () => ({ runs: [readsAgain(), readsNoMore()] }),
  },
]);

function unanswered(rung: Rung, name: string, intent: Intent): Run {
  const asked: Step[] = rung === 'connreq' ? [] : [expect(command(name))];
  return {
    label: `${name}, ${intent}`,
    pre: rung,
    intent,
    steps: [
      ...asked,
      anyOf([{ when: reported('failed') }, { when: command(name), tag: 'asks again' }], { within: 'idle' }),
    ],
  };
}

/** Of the pictures of its own, beside those that it was told to send. */
function gapsEndAtKeyFrames(scene: Scene): Finding {
  const pictures = arrivalsAt(scene, 'A').filter(({ kind, sequence }) => kind === 'video' && sequence < TOLD);
  const wrong = pictures.find(({ sequence, message: { payload } }, at) => {
    const before = pictures[at - 1];
    return before !== undefined && sequence !== before.sequence + 1 && (payload[0] ?? 0) >> 4 !== 1;
  });
  return wrong && { expected: 'a key frame behind a gap', actual: `inter frame ${wrong.sequence}` };
}

const TOLD = 900;
const MEGABYTE = 1_048_576;
/** More than any queue of a client should be. */
const MOST_UNSENT = 48 * MEGABYTE;

const big = (sequence: number, size: number) =>
  order({
    kind: 'sendMedia',
    media: 'video',
    timestamp: sequence,
    payload: videoPayload({ sequence, timestamp: 0, size }),
  });

/** Two megabytes and two seconds. */
function readsAgain(): Run {
  return {
    label: 'reads again',
    steps: [
      pauseReading(),
      big(TOLD, MEGABYTE),
      big(TOLD + 1, MEGABYTE),
      wait(2_000),
      resumeReading(),
      make('its end, or frames again', () => [
        anyOf([{ when: frame('video') }, { when: closed(), tag: 'close' }], { within: 'close' }),
        anyOf([{ when: frame('audio') }, { when: closed(), tag: 'close' }], { within: 'close' }),
      ]),
      wait('reply'),
      check('a key frame behind what was left out', gapsEndAtKeyFrames),
    ],
  };
}

function readsNoMore(): Run {
  return {
    label: 'reads no more',
    steps: [
      pauseReading(),
      ...Array.from({ length: 64 }, (_, index) => big(TOLD + index, MEGABYTE)),
      bounded('unsentBytes', MOST_UNSENT),
      wait('idle'),
      bounded('unsentBytes', MOST_UNSENT),
      ...overOnce('close'),
    ],
  };
}
