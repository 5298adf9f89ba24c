import type { Run, SplitPlan, Step } from '../../kit/case.ts';
import { expectTimes } from '../../kit/frames.ts';
import { frame, payloadOf, pong } from '../../kit/matchers.ts';
import { anyOf, defineCases, expect, reducible, send } from '../../kit/steps.ts';
import { concat } from '../../kit/wire/bytes.ts';
import { cut, h0, h1, h2, h3 } from '../../kit/wire/chunk-encode.ts';
import { audioPayload, videoPayload } from '../../kit/wire/media.ts';
import { encodeMessage, TYPE } from '../../kit/wire/message.ts';
import { command, data, ping, setChunkSize } from '../../kit/wire/messages.ts';
import type { Random } from '../../kit/wire/random.ts';

/** How many sets of cuts are drawn from the seed. */
const DRAWN = 20;

const LATE = 0x01000000;
const FIRST = videoPayload({ sequence: 5, timestamp: 400, size: 1000 });
const SECOND = videoPayload({ sequence: 6, timestamp: LATE, key: false, size: 5000 });

/** Whatever pieces bytes come in, what they say is the same. */
export const segmentationCases = defineCases([
  {
    id: '2.40',
    title: 'Segmentation invariance',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['P', 'HS-45', 'CHK-1'],
    clause: 'The same bytes mean the same, wherever the network cuts them.',
    script: ({ random }) => ({ runs: splits(random) }),
    corrected:
      'One script with every form of header and every kind of message stands for all of areas 2 to 5: what is expected of it is fixed, so that runs need not be compared with each other.',
  },
]);

function* splits(random: Random): Generator<Run> {
  for (const split of ['whole', 1, 7, 1460] as const) yield { label: `split ${split}`, steps: delivered(split) };
  for (let set = 0; set < DRAWN; set += 1) {
    const sizes = Array.from({ length: 50 }, () => random.between(1, random.pick([20, 200, 2000])));
    const places = cutsBy(sizes);
    const split = (isKept: (index: number) => boolean) => sizesBetween(places.filter((_, at) => isKept(at)));
    yield { label: `drawn ${set}`, ...reducible(places.length, (isKept) => delivered(split(isKept))) };
  }
}

/** Where the script is cut by these sizes in turn. */
function cutsBy(sizes: readonly number[]): readonly number[] {
  const places: number[] = [];
  let at = 0;
  for (let turn = 0; ; turn += 1) {
    at += sizes[turn % sizes.length] ?? SCRIPT.length;
    if (at >= SCRIPT.length) return places;
    places.push(at);
  }
}

/** The sizes that cut the script at these places. */
function sizesBetween(places: readonly number[]): readonly number[] {
  return [...places, SCRIPT.length].map((place, at) => place - (places[at - 1] ?? 0));
}

function delivered(split: SplitPlan): readonly Step[] {
  return [
    send(SCRIPT, { split, text: 'audio, video, data, control and commands, interleaved' }),
    anyOf([{ when: pong() }, { when: 'deadline', tag: 'silent' }]),
    expect(payloadOf(TYPE.video, FIRST), { on: 'B' }),
    ...expectTimes('audio', [1000, 1020, 1040, 1060]),
    expect(payloadOf(TYPE.video, SECOND), { on: 'B' }),
    expect(frame('audio', { sequence: 14 }), { on: 'B' }),
  ];
}

const SCRIPT: Uint8Array = (() => {
  const sound = (sequence: number) => audioPayload({ sequence, timestamp: sequence });
  const [head, ...rest] = cut(h0(6, 400, FIRST.length, TYPE.video, 1), FIRST, { chunkStreamId: 6 });
  const plain = (message: ReturnType<typeof ping>) => encodeMessage(message, 1, 128);
  const late = cut(h0(6, LATE, SECOND.length, TYPE.video, 1), SECOND, {
    chunkStreamId: 6,
    chunkSize: 4096,
    extended: LATE,
  });
  return concat(
    head ?? new Uint8Array(0),
    h0(4, 1000, 34, TYPE.audio, 1),
    sound(10),
    plain(ping()),
    ...rest,
    h2(4, 20),
    sound(11),
    h3(4),
    sound(12),
    plain(data(['onCuePoint', 1], { messageStreamId: 1 })),
    h1(4, 20, 34, TYPE.audio),
    sound(13),
    plain(setChunkSize(4096)),
    plain(command('ckNope', 0)),
    ...late,
    h0(4, LATE, 34, TYPE.audio, 1),
    sound(14),
  );
})();
