import type { Rung, Scene, Step } from '../../kit/case.ts';
import { connect } from '../../kit/ladder.ts';
import { checkOnceInOrder, expectLast, FIRST, movie, type Shot, sendShots } from '../../kit/movie.ts';
import { bounded, check, defineCases, ladder, make, open, pauseReading, send, wait } from '../../kit/steps.ts';
import { concat, fill } from '../../kit/wire/bytes.ts';
import { h0 } from '../../kit/wire/chunk-encode.ts';
import { opening } from '../../kit/wire/handshake.ts';
import { encodeMessage, TYPE } from '../../kit/wire/message.ts';
import { setChunkSize } from '../../kit/wire/messages.ts';

const MEBIBYTE = 1_048_576;
const FLOOD = 5_000;
/** Between two bytes of a slow client, milliseconds, and how many it sends: longer than any limit that is known. */
const DRIP_MS = 5_000;
const DRIPS = 24;

/** Five hundred connections, how far they come, and what they go on to say, slowly. */
const CROWD: readonly { names: readonly string[]; rung: Rung; says: (scene: Scene) => Uint8Array }[] = [
  { names: namesOf('T', 200), rung: 'tcp', says: ({ line }) => opening(line('T0').ourPacket1) },
  {
    names: namesOf('H', 200),
    rung: 'hs',
    says: ({ profile }) => encodeMessage(connect(profile.app, profile.tcUrl), 0, 128),
  },
  { names: namesOf('C', 100), rung: 'conn', says: () => concat(h0(5, 0, 1_000, TYPE.data, 0), fill(128)) },
];

/** Many who do little. */
export const crowdCases = defineCases([
  {
    id: '12.14',
    title: 'Slowloris',
    role: 'server',
    level: 'must',
    pre: {},
    hostile: true,
    slow: true,
    refs: ['P'],
    clause:
      'Five hundred clients that send a byte every five seconds keep nobody out, and those that never get to connect are dropped.',
    script: () => [
      ...CROWD.flatMap(({ names, rung }) => names.map((on) => ladder(rung, on))),
      ...Array.from({ length: DRIPS }, (_, at) => [dripsFrom(at), wait(DRIP_MS)]).flat(),
      check('those that have not connected are dropped', ({ line }) => {
        const [some = 0, shaken = 0, connected = 0] = CROWD.map(
          ({ names }) => names.filter((on) => !line(on).isClosed).length,
        );
        if (some + shaken > 0) return { expected: 'an end of all', actual: `${some + shaken} are left` };
        // A byte may count as life, of who has connected (11.5).
        return connected > 0 ? { tag: 'bytes-are-life' } : undefined;
      }),
    ],
  },
  {
    id: '12.15',
    title: 'Connection flood',
    role: 'server',
    level: 'policy',
    pre: 'relay',
    hostile: true,
    slow: true,
    refs: ['P'],
    clause: 'Five thousand connections without a byte are taken or refused, and a stream that flows goes on whole.',
    script: () => {
      const shots = [0, 1, 2].map((second) => movie({ long: 1_000, first: FIRST + 50 * second }));
      return [
        ...shots.flatMap((some, at) => [
          sendShots(some),
          ...(at === 1 ? Array.from({ length: FLOOD }, (_, one) => open(`F${one}`)) : []),
          ...expectLast(some),
        ]),
        checkOnceInOrder(shots.flat()),
      ];
    },
  },
  {
    id: '12.16',
    title: 'Never reading',
    role: 'server',
    level: 'must',
    pre: 'relay',
    hostile: true,
    slow: true,
    refs: ['P'],
    clause: 'A player that never reads costs a server no more than a bound, and the other players nothing.',
    script: () => {
      const seconds = Array.from({ length: 30 }, (_, second) => oneSecond(second));
      return [
        send(setChunkSize(65_536)),
        ladder('play', 'S'),
        pauseReading('S'),
        ...seconds.flatMap((shots, second) => [
          sendShots(shots),
          ...expectLast(shots),
          wait(1_000),
          ...(second % 10 === 9 ? [bounded('unsentBytes', 16 * MEBIBYTE)] : []),
        ]),
        checkOnceInOrder(seconds.flat()),
      ];
    },
  },
]);

const dripsFrom = (at: number): Step =>
  make(`byte ${at + 1} of each`, (scene) =>
    CROWD.flatMap(({ names, says }) => {
      const byte = says(scene).subarray(at, at + 1);
      return names.filter((on) => !scene.line(on).isClosed).map((on) => send(byte, { on }));
    }),
  );

function namesOf(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, one) => `${letter}${one}`);
}

/** A megabyte in two pictures, and a sound. */
function oneSecond(second: number): Shot[] {
  const [first, from] = [FIRST + 2 * second, 4_000 + 1_000 * second];
  return [
    { kind: 'video', sequence: first, timestamp: from, size: MEBIBYTE / 2 },
    { kind: 'audio', sequence: FIRST + second, timestamp: from + 10 },
    { kind: 'video', sequence: first + 1, timestamp: from + 500, key: false, size: MEBIBYTE / 2 },
  ];
}
