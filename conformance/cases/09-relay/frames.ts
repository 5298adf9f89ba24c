import type { Finding, Step } from '../../kit/case.ts';
import { expectTimes } from '../../kit/frames.ts';
import { frame, payloadOf, where } from '../../kit/matchers.ts';
import {
  type Arrival,
  checkOnceInOrder,
  checkShots,
  expectLast,
  FIRST,
  firstDifference,
  movie,
  nameOf,
  payloadOfShot,
  type Shot,
  sendShots,
} from '../../kit/movie.ts';
import { defineCases, expect, ladder, send } from '../../kit/steps.ts';
import { concat, equal, readU24, readU32 } from '../../kit/wire/bytes.ts';
import { cut, h0, h1 } from '../../kit/wire/chunk-encode.ts';
import { audio, avcHeader, video, videoPayload } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';

/** That frames come through, each once, unchanged, in order and in time. */
export const frameCases = defineCases([
  {
    id: '9.1',
    title: 'Every frame, once, in order',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['P'],
    clause:
      'A player gets every frame from its first key frame on, undamaged: none is missing, repeated or out of turn.',
    script: () => relayed(10_000, checkOnceInOrder),
  },
  {
    id: '9.2',
    title: 'Payload byte-identical',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['P'],
    clause: 'What a player gets of a frame is what was published, byte for byte.',
    script: () => relayed(2_000, checkPayloads),
  },
  {
    id: '9.3',
    title: 'Interleaving kept',
    role: 'server',
    level: 'should',
    pre: 'relay',
    refs: ['R5.3'],
    clause:
      'Sound and picture reach a player in the order in which they were published, or in the order of their times.',
    script: () => relayed(2_000, checkInterleaving, soundAhead),
  },
  {
    id: '9.4',
    title: 'Timestamps kept',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['R4'],
    clause: 'The milliseconds between two frames of a track are those that were published.',
    script: () => relayed(2_000, checkDistances),
  },
  {
    id: '9.5',
    title: 'Composition time kept',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['F E.4.3.2', 'FLV-24'],
    clause: 'The composition time is a signed number of 24 bits, and a relay does not change it.',
    script: [0, 80, 40, -40].flatMap((composition, at) => [
      send(video({ sequence: FIRST + at, timestamp: 40 * (FIRST + at), key: false, composition })),
      expect(
        where(
          frame('video', { sequence: FIRST + at }),
          `with the composition time ${composition}`,
          ({ payload }) => (readU24(payload, 2) << 8) >> 8 === composition,
        ),
        { on: 'B' },
      ),
    ]),
  },
  {
    id: '9.6',
    title: 'Base of time',
    role: 'server',
    level: 'info',
    pre: { A: 'pub', B: 'stream' },
    refs: ['P'],
    clause: 'A relay may keep the times of the publisher, begin each player at 0, or use a clock of its own.',
    script: () => ({
      runs: [0, 1_000_000, 4_000_000_000].map((from) => {
        const shots = movie({ long: 1_000, from });
        return {
          label: `from ${from}`,
          steps: [
            ladder('play', 'B'),
            send(avcHeader(from)),
            sendShots(shots),
            ...expectLast(shots),
            checkDistances(shots),
            checkShots('the base of time', shots, ([first]) => ({ tag: baseOf(first, from) })),
          ],
        };
      }),
    }),
  },
  {
    id: '9.17',
    title: 'Many subscribers',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['P'],
    clause: 'Each of fifty players gets every frame, once, in order.',
    script: () => {
      const shots = movie({ long: 400 });
      const players = Array.from({ length: 50 }, (_, index) => `P${index + 1}`);
      return [
        ...players.map((player) => ladder('play', player)),
        sendShots(shots),
        ...players.flatMap((player) => [...expectLast(shots, player), checkOnceInOrder(shots, player)]),
      ];
    },
  },
  {
    id: '9.20',
    title: 'Big frame in small chunks',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3', 'P'],
    clause: 'A frame of thousands of chunks comes through, and so does sound whose chunks lie between them.',
    script: () => {
      const payload = videoPayload({ sequence: FIRST, timestamp: 400, size: 300_000 });
      const chunks = cut(h0(6, 400, payload.length, TYPE.video, 1), payload, { chunkStreamId: 6 });
      const half = chunks.length >> 1;
      return [
        send(concat(...chunks.slice(0, half)), { text: `${half} chunks of a key frame` }),
        send(audio({ sequence: FIRST, timestamp: 400 })),
        expect(frame('audio', { sequence: FIRST }), { on: 'B' }),
        send(concat(...chunks.slice(half)), { text: 'the other chunks' }),
        // There are players that hand on the end of a message when the next one comes.
        send(audio({ sequence: FIRST + 1, timestamp: 440 })),
        expect(payloadOf(TYPE.video, payload), { on: 'B', within: 'close' }),
      ];
    },
  },
  {
    id: '9.26',
    title: 'Header with timestamp 0 in mid-stream',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['P', 'Q-60'],
    clause: 'A sequence header may come again with the timestamp 0: it is no frame, and moves no time.',
    script: () => [
      ...[3_599_960, 3_600_000].map((timestamp, at) => send(video({ sequence: FIRST + at, timestamp }))),
      send([avcHeader(0), video({ sequence: FIRST + 2, timestamp: 3_600_040 })], {
        text: 'the header at 0, and a key frame',
      }),
      ...expectTimes('video', [3_599_960, 3_600_000, 3_600_040]),
    ],
  },
  {
    id: '9.27',
    title: 'Audio ahead, small steps back',
    role: 'server',
    level: 'must',
    pre: 'relay',
    refs: ['P', 'CHK-28', 'Q-61'],
    clause: 'Sound may be ahead of pictures, and time may go back by a little, also as a delta of 32 bits.',
    script: () => {
      const shots = soundAhead(movie({ long: 5_000 }));
      const last = shots.filter(({ kind }) => kind === 'video').at(-1);
      const { sequence = 0, timestamp = 0 } = last ?? {};
      const back = { kind: 'video', sequence: sequence + 1, timestamp: timestamp - 40, key: false } as const;
      const further = { ...back, sequence: sequence + 2, timestamp: timestamp - 80 };
      const payload = videoPayload(further);
      const extended = 0xffffffd8;
      const chunks = cut(h1(6, extended, payload.length, TYPE.video), payload, { chunkStreamId: 6, extended });
      const all = [...shots, back, further];
      return [
        sendShots(shots),
        sendShots([back], '40 ms back'),
        send(concat(...chunks), { text: '40 ms back by a delta of 32 bits' }),
        ...expectLast(all),
        checkOnceInOrder(all),
        checkSteps(all),
      ];
    },
  },
]);

/** A movie through the relay, as one of the looks wants it. */
function relayed(
  long: number,
  look: (shots: readonly Shot[]) => Step,
  arrange: (shots: Shot[]) => Shot[] = (shots) => shots,
): readonly Step[] {
  const shots = arrange(movie({ long }));
  return [sendShots(shots), ...expectLast(shots), look(shots)];
}

/** Every sound 200 ms before the pictures of its time. */
function soundAhead(shots: Shot[]): Shot[] {
  const place = ({ kind, timestamp }: Shot) => timestamp - (kind === 'audio' ? 200 : 0);
  return [...shots].sort((left, right) => place(left) - place(right));
}

function checkPayloads(shots: readonly Shot[]): Step {
  const sent = new Map(shots.map((shot) => [nameOf(shot), payloadOfShot(shot)]));
  return checkShots('every payload as it was sent', shots, (arrivals) => {
    const changed = arrivals.filter((arrival) => !equal(arrival.message.payload, sent.get(nameOf(arrival)) ?? NONE));
    const wrong = changed.find((arrival) => !keepsUnits(arrival, sent.get(nameOf(arrival)) ?? NONE));
    if (wrong !== undefined) return { expected: 'the bytes that were sent', actual: `${nameOf(wrong)} with others` };
    return changed.length > 0 ? { tag: 'remux' } : undefined;
  });
}

const NONE = new Uint8Array(0);

/** A body that was made anew still has the NAL units of the picture. */
function keepsUnits({ kind, message: { payload } }: Arrival, sent: Uint8Array): boolean {
  if (kind === 'audio') return false;
  const units = unitsOf(payload);
  return unitsOf(sent).every((unit) => units.some((other) => equal(unit, other)));
}

function unitsOf(payload: Uint8Array): Uint8Array[] {
  const units: Uint8Array[] = [];
  for (let at = 5; at + 4 <= payload.length; ) {
    const end = at + 4 + readU32(payload, at);
    units.push(payload.subarray(at + 4, end));
    at = end;
  }
  return units;
}

function checkInterleaving(shots: readonly Shot[]): Step {
  return checkShots('sound and picture in the order of the publisher, or of their times', shots, (arrivals) => {
    const times = arrivals.map(({ message }) => message.timestamp);
    if (times.every((time, at) => at === 0 || time >= (times[at - 1] ?? 0))) return undefined;
    return firstDifference(shots.map(nameOf), arrivals.map(nameOf));
  });
}

/** By track, and modulo 2^32. */
function checkDistances(shots: readonly Shot[]): Step {
  return checkShots('the times between frames as they were published', shots, (arrivals) => {
    const offs = arrivals.map(({ message, timestamp }) => (message.timestamp - timestamp) | 0);
    const spread = Math.max(...offs) - Math.min(...offs);
    if (spread === 0) return undefined;
    return spread <= 2
      ? { tag: 'jitter' }
      : { expected: 'one offset of all times', actual: `offsets ${spread} ms apart` };
  });
}

/** Never a jump of days; a relay may hold time instead of letting it go back. */
function checkSteps(shots: readonly Shot[]): Step {
  return checkShots('steps back that stay small', shots, (arrivals): Finding => {
    const pictures = arrivals.filter(({ kind }) => kind === 'video');
    let isClamped = false;
    for (const [at, arrival] of pictures.entries()) {
      const before = pictures[at - 1];
      if (before === undefined) continue;
      const step = (arrival.message.timestamp - before.message.timestamp) | 0;
      const published = arrival.timestamp - before.timestamp;
      if (step === published) continue;
      if (published >= 0 || step < 0 || step > 40) {
        return { expected: `a step of ${published} ms to ${nameOf(arrival)}`, actual: `${step} ms` };
      }
      isClamped = true;
    }
    return isClamped ? { tag: 'clamped' } : undefined;
  });
}

function baseOf(first: Arrival | undefined, from: number): string {
  const time = first?.message.timestamp;
  if (time === from) return from === 0 ? 'absolute-or-rebased' : 'absolute';
  return time === 0 ? 'rebased-to-zero' : 'server-clock';
}
