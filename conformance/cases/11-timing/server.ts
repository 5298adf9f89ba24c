import { nameIsFree, onlyLeft } from '../../kit/aftermath.ts';
import type { Finding, Scene, Step } from '../../kit/case.ts';
import { closed, either, frame, userControl } from '../../kit/matchers.ts';
import { askSteps, frameThrough } from '../../kit/probes.ts';
import { anyOf, check, defineCases, expect, make, mark, never, send, wait } from '../../kit/steps.ts';
import { concat, readU32 } from '../../kit/wire/bytes.ts';
import { echoOf, opening, PACKET } from '../../kit/wire/handshake.ts';
import { audio } from '../../kit/wire/media.ts';
import { EVENT } from '../../kit/wire/messages.ts';

/** What a server makes of peers that are slow, or silent. */
export const serverTimeCases = defineCases([
  {
    id: '11.1',
    title: 'Handshake timeout',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    slow: true,
    refs: ['P', 'HS-44'],
    clause: 'A client that does not finish its handshake is dropped after a while, and leaves nothing behind.',
    script: () => ({
      runs: [0, 1, PACKET].map((count) => ({
        label: `${count} bytes`,
        steps: [
          ...(count === 0
            ? []
            : [send((scene: Scene) => bothPackets(scene).subarray(0, count), { text: `${count} bytes` })]),
          expect(closed(), { within: 'idle' }),
          ...onlyLeft(0),
        ],
      })),
    }),
  },
  {
    id: '11.2',
    title: 'Slow handshake is not reset by drops',
    role: 'server',
    level: 'should',
    pre: 'tcp',
    slow: true,
    refs: ['P', 'HS-44'],
    clause: 'The limit of the handshake is one of the whole: a byte now and then does not put it off.',
    script: [
      ...Array.from({ length: 40 }, (_, count) => byteIfOpen(count)),
      check('ended meanwhile', ({ line }) => (line('A').isClosed ? undefined : { tag: 'per-read' })),
      make('an end of it', ({ line }) => (line('A').isClosed ? [] : [expect(closed(), { within: 'idle' })])),
    ],
  },
  {
    id: '11.3',
    title: 'Connect timeout',
    role: 'server',
    level: 'should',
    pre: 'hs',
    slow: true,
    refs: ['P', 'HS-44'],
    clause: 'A client that does not connect behind its handshake is dropped after a while.',
    script: [expect(closed(), { within: 'idle' }), ...onlyLeft(0)],
  },
  {
    id: '11.4',
    title: 'Idle after connect',
    role: 'server',
    level: 'should',
    pre: 'conn',
    slow: true,
    refs: ['P', 'R7.1.7'],
    clause: 'A client that connects and is silent is asked whether it is there, or dropped.',
    script: [expect(either(userControl(EVENT.ping), closed()), { within: 'idle' })],
  },
  {
    id: '11.5',
    title: 'Ping unanswered',
    role: 'server',
    level: 'should',
    pre: 'conn',
    slow: true,
    manners: { pong: false, acknowledge: false },
    refs: ['R7.1.7', 'Q-65'],
    clause: 'A client that answers no ping, and says nothing else, is dropped. Any byte may count as life.',
    script: () => ({
      runs: [
        { label: 'connected', steps: [expect(closed(), { within: 'idle' }), ...onlyLeft(0)] },
        { label: 'playing', pre: { B: 'pubmedia', A: 'play' }, steps: goesOnUntilDropped() },
        { label: 'asks instead', steps: asksInstead() },
      ],
    }),
  },
  {
    id: '11.6',
    title: 'Publisher silent',
    role: 'server',
    level: 'should',
    pre: 'pubmedia',
    slow: true,
    refs: ['P', 'Q-40', 'Q-65'],
    clause: 'A publisher that sends nothing does not keep its name for ever from the one who comes after it.',
    script: () => ({
      runs: [
        { label: 'answers pings', steps: [wait('idle'), ...nameIsFree()] },
        {
          label: 'answers nothing',
          manners: { pong: false, acknowledge: false },
          steps: [expect(closed(), { within: 'idle' }), ...onlyLeft(0), ...nameIsFree()],
        },
      ],
    }),
  },
  {
    id: '11.7',
    title: 'Player silent is normal',
    role: 'server',
    level: 'must',
    pre: 'relay',
    slow: true,
    refs: ['P'],
    clause: 'A player has nothing to say but acknowledgements and answers to pings, for as long as it plays.',
    script: [
      never(either(closed(), userControl(EVENT.streamEof)), frames(60, 10_000), { on: 'B' }),
      never(closed(), [wait(1)], { on: 'A' }),
    ],
  },
  {
    id: '11.12',
    title: 'Ping value and rate',
    role: 'server',
    level: 'info',
    pre: 'relay',
    slow: true,
    refs: ['R7.1.7'],
    clause: 'How often a server asks a player whether it is there, and whether the times it says in its pings rise.',
    script: [...frames(30, 10_000), check('the pings of the player', pings)],
  },
  {
    id: '11.15',
    title: 'Nearly silent publisher',
    role: 'server',
    level: 'must',
    pre: 'relay',
    slow: true,
    refs: ['P', 'Q-65'],
    clause: 'A publisher that sends one small frame every ten seconds is there, and its players get each frame.',
    script: Array.from({ length: 18 }, () =>
      make('one small frame in ten seconds', ({ line }: Scene) => {
        if (line('A').isClosed) return [];
        const next = line('A').nextFrame();
        return [
          wait(10_000),
          send(audio({ ...next, size: 60 }), { text: `audio frame ${next.sequence}` }),
          anyOf(
            [
              { when: frame('audio', { sequence: next.sequence }), on: 'B' },
              { when: closed(), on: 'A', tag: 'limit' },
            ],
            { on: 'B' },
          ),
        ];
      }),
    ),
  },
]);

const bothPackets = ({ line }: Scene) => concat(opening(line('A').ourPacket1), echoOf(line('A').theirPacket1));

/** The next byte of C0 and C1, five seconds after the one before. */
function byteIfOpen(at: number): Step {
  return make('one byte more', (scene) =>
    scene.line('A').isClosed
      ? []
      : [send(bothPackets(scene).subarray(at, at + 1), { text: `byte ${at}` }), wait(5_000)],
  );
}

/** So many frames of the publisher, each with so much time behind it, and each seen at the player. */
function frames(count: number, apartMs: number, from = 'A', to = 'B'): Step[] {
  return Array.from({ length: count }, () =>
    make('a frame, and time', (scene) => [...frameThrough(scene, from, to), wait(apartMs)]),
  );
}

/** The publisher goes on; the player says nothing. */
function goesOnUntilDropped(): Step[] {
  const one = make('a frame, unless the player is gone', ({ line }) => {
    if (line('A').isClosed) return [];
    return [send(audio({ ...line('B').nextFrame() }), { on: 'B', text: 'an audio frame' }), wait(5_000)];
  });
  return [...Array.from({ length: 24 }, () => one), expect(closed(), { within: 'close' }), ...onlyLeft(1)];
}

/** No answer to a ping, but questions. */
function asksInstead(): Step[] {
  const one = make('a question', (scene) => [
    wait(10_000),
    ...(scene.line('A').isClosed
      ? []
      : askSteps(scene, 'A', [{ when: closed(), tag: 'wants an answer to its pings' }])),
  ]);
  return [mark(), ...Array.from({ length: 12 }, () => one)];
}

/** Between the first two, and whether what is said rises. */
function pings(scene: Scene): Finding {
  const seen = scene
    .line('B')
    .observations.flatMap((one) =>
      one.kind === 'message' && userControl(EVENT.ping).test(one, scene)
        ? [{ t: one.t, said: readU32(one.message.payload, 2) }]
        : [],
    );
  const [first, second] = seen;
  if (first === undefined || second === undefined) return { tag: seen.length === 0 ? 'no pings' : 'one ping' };
  const rises = seen.every(({ said }, at) => at === 0 || said > (seen[at - 1]?.said ?? 0));
  return { tag: `every ${Math.round((second.t - first.t) / 1000)} s, ${rises ? 'rising' : 'not rising'}` };
}
