import type { Run, Step } from '../../kit/case.ts';
import { result } from '../../kit/matchers.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { alive, defineCases, expect, make, never, send } from '../../kit/steps.ts';
import { amf0, amf0EcmaArray, END } from '../../kit/wire/amf0.ts';
import { concat, fill, hex } from '../../kit/wire/bytes.ts';
import { TYPE } from '../../kit/wire/message.ts';
import { createStream, message, setChunkSize } from '../../kit/wire/messages.ts';
import { dropped, readOver, survived, takesNoMemory } from './carriers.ts';

/** AMF0 that is cut off, out of measure, or none at all. */
export const brokenCases = defineCases([
  {
    id: '5.14',
    title: 'Reserved markers',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['A0 2.6', 'A0 2.16', 'AMF0-2', 'AMF0-7'],
    clause: 'Nobody knows how long a value of a reserved marker is: the message has no effect, or the connection ends.',
    script: () => ({ runs: ['04', '0e', '12', '7f', 'ff'].map((digits) => dropped(`marker ${digits}`, hex(digits))) }),
  },
  {
    id: '5.15',
    title: 'Stray end marker',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['A0 2.11', 'AMF0-19'],
    clause: 'An end marker outside of objects is no value: the message has no effect, or the connection ends.',
    script: () => ({ runs: [dropped('marker 09', hex('09'))] }),
  },
  {
    id: '5.16',
    title: 'Trailing bytes',
    role: 'both',
    level: 'should',
    pre: 'conn',
    refs: ['A0 4', 'AMF-LIM-11', 'Q-49'],
    clause: 'A command that is whole is carried out, whatever stands behind it.',
    script: ({ role }) => ({
      runs: [hex('00 11'), amf0('more')].map((tail, at) => {
        const label = at === 0 ? 'half a number' : 'a value more';
        return role === 'server'
          ? { label, steps: createdWith(tail) }
          : readOver(label, amf0(null), (spec) => ({ ...spec, payload: concat(spec.payload, tail) }));
      }),
    }),
  },
  {
    id: '5.17',
    title: 'Truncation at every byte',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['P', 'AMF-LIM-1'],
    clause:
      'A message that ends within a value is passed over, refused, or the end; nothing is made of bytes that did not come.',
    script: ({ isThorough }) => ({ runs: cuts(isThorough) }),
  },
  {
    id: '5.18',
    title: 'Nesting bomb',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['P', 'AMF-LIM-2'],
    clause: 'Ten levels of nesting are read; a hundred thousand are refused, and exhaust nothing.',
    script: () => ({
      runs: [
        ...[arrays, objects].map((nested) => readOver(`10 levels of ${nested.name}`, nested(10))),
        ...[64, 1000, 100_000].flatMap((depth) =>
          [arrays, objects].map((nested) => bomb(`${depth} levels of ${nested.name}`, nested(depth))),
        ),
      ],
    }),
  },
  {
    id: '5.19',
    title: 'Count bomb',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['P', 'AMF-LIM-3', 'AMF-LIM-6'],
    clause: 'No memory is taken for values and bytes that are announced and do not come.',
    script: () => ({
      runs: ['0a ffffffff', '08 ffffffff', '0c ffffffff'].map((digits) => ({
        label: digits,
        steps: [...takesNoMemory(digits, hex(digits)), aliveOrClosed()],
      })),
    }),
  },
  {
    id: '5.20',
    title: 'Name without value',
    role: 'both',
    level: 'should',
    pre: 'conn',
    hostile: true,
    refs: ['P', 'R7.1.1'],
    clause: 'A command that is its name alone is refused or passed over.',
    script: ({ role }) => {
      const name = role === 'server' ? 'connect' : '_result';
      return [send(message(TYPE.command, amf0(name), {}, `${name} and nothing more`)), aliveOrClosed()];
    },
  },
  {
    id: '5.21',
    title: 'First value not a string',
    role: 'both',
    level: 'should',
    pre: 'conn',
    hostile: true,
    refs: ['R7.1.1', 'MSG-6'],
    clause:
      'A command without a name is passed over, or ends the connection; FFmpeg sends data of four zero bytes, which must pass.',
    script: () => ({
      runs: [
        {
          label: 'a command',
          steps: [send(message(TYPE.command, concat(amf0(1), amf0('createStream'), amf0(null)))), aliveOrClosed()],
        },
        { label: 'data of four zero bytes', steps: [send(message(TYPE.data, fill(4), { chunkStreamId: 5 })), alive()] },
      ],
    }),
  },
]);

function createdWith(tail: Uint8Array): readonly Step[] {
  return [
    make('createStream and more', ({ line }) => {
      const transaction = line('A').nextTransaction();
      const { payload, ...head } = createStream(transaction);
      return [send({ ...head, payload: concat(payload, tail) }), expect(result(transaction))];
    }),
  ];
}

/** A value of each kind. */
const WHOLE: readonly (readonly [string, Uint8Array])[] = [
  ['number', amf0(1.5)],
  ['boolean', amf0(true)],
  ['string', amf0('abc')],
  ['object', amf0({ a: 1 })],
  ['ECMA array', amf0EcmaArray(1, [['a', 1]])],
  ['strict array', amf0([1, 'a'])],
  ['date', hex('0b 4276f5e66e800000 0000')],
  ['long string', hex('0c 00000003 616263')],
  ['XML document', hex('0f 00000004 3c612f3e')],
  ['typed object', concat(hex('10 0001 41 0001 61 05'), END)],
];

/**
 * The message ends before the last byte of the value, or the one before, and so on. In full each has a run of its own, as a peer
 * may end the connection at the first; else all of a value have one.
 */
function* cuts(isThorough: boolean): Generator<Run> {
  for (const [label, value] of WHOLE) {
    const lengths = Array.from({ length: value.length - 1 }, (_, at) => at + 1);
    const runs = lengths.map((length) => survived(`${length} bytes of a ${label}`, [value.subarray(0, length)]));
    if (isThorough) yield* runs;
    else yield { label, steps: runs.flatMap(({ steps }) => steps) };
  }
  yield* headCuts();
}

/** A createStream that lacks a byte of its name or transaction has no answer. */
function* headCuts(): Generator<Run> {
  for (let length = 1; length < HEAD; length += 1) {
    yield {
      label: `${length} bytes of a command`,
      steps: [
        make('a createStream cut off', (scene) => {
          const transaction = scene.line('A').nextTransaction();
          const { payload, ...head } = createStream(transaction);
          return [
            send({ ...head, payload: payload.subarray(0, length) }),
            never(result(transaction), [aliveOrClosed()]),
          ];
        }),
      ],
    };
  }
}

/** Name and transaction of createStream, bytes. */
const HEAD = 3 + 12 + 9;

function arrays(depth: number): Uint8Array {
  return concat(repeated(hex('0a 00000001'), depth), amf0(null));
}

function objects(depth: number): Uint8Array {
  return concat(repeated(hex('03 0001 61'), depth), amf0(null), repeated(END, depth));
}

function repeated(bytes: Uint8Array, count: number): Uint8Array {
  const all = new Uint8Array(bytes.length * count);
  for (let at = 0; at < all.length; at += bytes.length) all.set(bytes, at);
  return all;
}

function bomb(label: string, value: Uint8Array): Run {
  const { steps } = survived(label, [value]);
  return { label, steps: [send(setChunkSize(65_536)), ...steps] };
}
