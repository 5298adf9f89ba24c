import type { Run, Step } from '../../kit/case.ts';
import { closed, either, error, errorStatus, frame, result, status } from '../../kit/matchers.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { alive, anyOf, defineCases, expect, ladder, make, never, send } from '../../kit/steps.ts';
import type { AmfRecord, AmfValue } from '../../kit/wire/amf-value.ts';
import { amf0, amf0EcmaArray, amf0Properties, amf0String, END, type Writable } from '../../kit/wire/amf0.ts';
import { concat, f64, fill, hex, u16, u32, utf8 } from '../../kit/wire/bytes.ts';
import { video } from '../../kit/wire/media.ts';
import { command, streamCommand } from '../../kit/wire/messages.ts';
import { carried, harmless, readOver, survived, takesNoMemory } from './carriers.ts';

const NONE = new Uint8Array(0);
const PAIR = [
  ['a', 1],
  ['b', 'two'],
] as const;

/** Every kind of AMF0 value, written as the text says. */
export const valueCases = defineCases([
  {
    id: '5.1',
    title: 'Numbers',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['A0 2.2', 'AMF0-3'],
    clause: 'A number is any double: infinities, NaN, -0 and the smallest are numbers, and none becomes another.',
    script: () => ({
      runs: [0, -0, 1.5, 2 ** 53, -(2 ** 53), Number.NaN, Infinity, -Infinity, Number.MIN_VALUE].flatMap((value) =>
        both(Object.is(value, -0) ? '-0' : String(value), amf0(value), value),
      ),
    }),
  },
  {
    id: '5.2',
    title: 'Boolean bytes',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['A0 2.3', 'AMF0-4'],
    clause: 'A boolean of 0 is false, and of any other byte true.',
    script: () => ({
      runs: (
        [
          ['0100', false],
          ['0101', true],
          ['01ff', true],
        ] as const
      ).flatMap(([digits, value]) => both(digits, hex(digits), value)),
    }),
  },
  {
    id: '5.3',
    title: 'Strings',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['A0 2.4', 'AMF0-5'],
    clause: 'The length of a string counts bytes of UTF-8, up to 65535.',
    script: () => ({
      runs: [
        ...both('no bytes', amf0(''), ''),
        ...both('one byte', amf0('a'), 'a'),
        ...both('65535 bytes', amf0('x'.repeat(65_535)), 'x'.repeat(65_535)),
        ...both('characters of two to four bytes', amf0('é汉😀'), 'é汉😀'),
        ...both('a NUL', amf0('a\u0000b'), 'a\u0000b'),
      ],
    }),
  },
  {
    id: '5.4',
    title: 'Invalid UTF-8',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['A0 1.3.1', 'AMF0-23'],
    clause: 'Bytes that are no UTF-8 harm nobody, and never make of two stream names one.',
    script: ({ role }) => ({
      runs: [
        ...['ff fe', '80', 'e2 82', 'ed a0 80 ed b0 80'].map((digits) => survived(digits, [amf0String(hex(digits))])),
        ...(role === 'server' ? [{ label: 'two stream names', pre: 'stream', steps: twoNames() } as const] : []),
      ],
    }),
  },
  {
    id: '5.5',
    title: 'Long string',
    role: 'both',
    level: 'should',
    pre: 'conn',
    refs: ['A0 2.14', 'AMF0-17'],
    clause: 'A long string is a string, however short.',
    script: () => ({
      runs: [
        ...both('65536 bytes', amf0String(fill(65_536, 0x78)), 'x'.repeat(65_536)),
        ...both('3 bytes', concat(hex('0c 00000003'), utf8('abc')), 'abc'),
      ],
    }),
  },
  {
    id: '5.6',
    title: 'Object',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['A0 2.5', 'AMF0-6'],
    clause: 'An object ends with an empty name and 09, its properties keep their order, and it may hold others.',
    script: () => ({
      runs: [
        ...both('an empty object', hex('03 000009'), record([])),
        ...both('three deep', amf0({ a: { b: { c: 1 } } }), record([['a', record([['b', record([['c', 1]])]])]])),
        ...both(
          'an order',
          amf0({ z: 1, a: 2, m: 3 }),
          record([
            ['z', 1],
            ['a', 2],
            ['m', 3],
          ]),
        ),
        readOver(
          'a name twice',
          object([
            ['a', 1],
            ['a', 2],
          ]),
        ),
        survived('an empty name with a value', [
          object([
            ['', 'x'],
            ['a', 1],
          ]),
        ]),
      ],
    }),
  },
  {
    id: '5.7',
    title: 'ECMA array count is a hint',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['A0 2.10', 'AMF0-11', 'AMF0-12'],
    clause: 'The count of an ECMA array is a hint: it is read up to its end, and no memory is taken by the count.',
    script: () => ({
      runs: [0, 1, 0xffffffff].flatMap((count) => {
        const [label, array] = [`count ${count}`, amf0EcmaArray(count, PAIR)];
        return [
          carried(label, array, record(PAIR)),
          { label: `${label}, bounded`, steps: [...takesNoMemory(label, array), alive()] },
        ];
      }),
    }),
  },
  {
    id: '5.8',
    title: 'ECMA array without end marker',
    role: 'both',
    level: 'should',
    pre: 'conn',
    hostile: true,
    refs: ['P', 'AMF0-12'],
    clause:
      'Old encoders leave out the end of the last array in a message; it is taken as it is, or ends the connection.',
    script: () => ({ runs: [survived('no end', [amf0EcmaArray(2, PAIR, NONE)], 'close')] }),
  },
  {
    id: '5.9',
    title: 'Strict array',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['A0 2.12', 'AMF0-14'],
    clause:
      'A strict array has as many values as it says; with fewer the message is broken, and nobody waits for them.',
    script: () => ({
      runs: [
        ...both('no values', amf0([]), { kind: 'array', items: [] }),
        ...both('three values', amf0([1, 'a', null]), { kind: 'array', items: [1, 'a', null] }),
        ...both('one in another', amf0([[true]]), { kind: 'array', items: [{ kind: 'array', items: [true] }] }),
        survived('two values of 1000', [concat(hex('0a 000003e8'), amf0(1), amf0(2))]),
      ],
    }),
  },
  {
    id: '5.10',
    title: 'Date',
    role: 'both',
    level: 'should',
    pre: 'conn',
    refs: ['A0 2.13', 'AMF0-15', 'AMF0-16'],
    clause: 'A date is milliseconds since 1970 and a time zone that changes nothing.',
    script: () => ({
      runs: ['0000', 'ffc4'].flatMap((zone) =>
        both(`zone ${zone}`, concat(hex('0b'), f64(1_577_836_800_000), hex(zone)), {
          kind: 'date',
          value: 1_577_836_800_000,
        }),
      ),
    }),
  },
  {
    id: '5.11',
    title: 'Null, undefined, unsupported',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['A0 2.7', 'A0 2.8', 'A0 2.15', 'AMF0-8', 'AMF0-9', 'AMF0-18'],
    clause:
      'A command object may be null or undefined, and one that is unsupported does not leave a command unanswered.',
    script: ({ role }) => ({
      runs: ['05', '06', '0d'].map((digits) =>
        role === 'server' ? { label: digits, steps: created(hex(digits)) } : readOver(digits, hex(digits)),
      ),
    }),
  },
  {
    id: '5.12',
    title: 'Reference',
    role: 'both',
    level: 'should',
    pre: 'conn',
    hostile: true,
    refs: ['A0 2.9', 'AMF0-10'],
    clause: 'A reference is the object of that number; one to nothing is refused or null, one to itself does no harm.',
    script: () => ({
      runs: [
        readOver(
          'an object and a reference to it',
          object([
            ['a', object([['x', 1]])],
            ['b', hex('07 0001')],
          ]),
        ),
        survived('a reference to nothing', [hex('07 00ff')]),
        survived('an object that holds itself', [object([['me', hex('07 0000')]])]),
      ],
    }),
  },
  {
    id: '5.13',
    title: 'Typed object, XML',
    role: 'both',
    level: 'should',
    pre: 'conn',
    refs: ['A0 2.17', 'A0 2.18', 'AMF0-20', 'AMF0-21'],
    clause: 'Typed objects and XML are read over at their length, whatever is made of them.',
    script: () => ({
      runs: [
        harmless('a typed object', hex('10 0001 41'), amf0Properties(PAIR), END),
        readOver('a typed object', concat(hex('10 0001 41'), amf0Properties(PAIR), END)),
        readOver('an XML document', concat(hex('0f'), u32(4), utf8('<a/>'))),
      ],
    }),
  },
]);

function both(label: string, value: Uint8Array, expected: AmfValue): Run[] {
  return [harmless(label, value), carried(label, value, expected)];
}

function record(entries: readonly (readonly [string, AmfValue])[]): AmfRecord {
  return { kind: 'object', entries };
}

function object(entries: readonly (readonly [string, Writable])[]): Uint8Array {
  return concat(hex('03'), amf0Properties(entries), END);
}

/** createStream with this command object has its `_result`; with one that is unsupported, also an `_error`. */
function created(value: Uint8Array): readonly Step[] {
  return [
    make('createStream', ({ line }) => {
      const transaction = line('A').nextTransaction();
      const answer = result(transaction);
      return [
        send(command('createStream', transaction, [value])),
        expect(value[0] === 0x0d ? either(answer, error(transaction)) : answer),
      ];
    }),
  ];
}

/** Two names that differ in a byte that is no UTF-8: who plays one does not get the other. */
function twoNames(): readonly Step[] {
  const named = (name: string, byte: number) => {
    const bytes = concat(utf8(name), Uint8Array.of(byte));
    return concat(hex('02'), u16(bytes.length), bytes);
  };
  return [
    send(({ name }) => streamCommand('publish', 0, [null, named(name, 0xff), 'live']), {
      text: 'publish of a name that ends with ff',
    }),
    anyOf([
      {
        when: status('NetStream.Publish.Start'),
        next: [
          ladder('stream', 'B'),
          send(({ name }) => streamCommand('play', 0, [null, named(name, 0xfe)]), {
            on: 'B',
            text: 'play of the name with fe',
          }),
          send(({ line }) => video(line('A').nextFrame())),
          never(frame('video'), [aliveOrClosed()], { on: 'B' }),
        ],
      },
      { when: either(errorStatus(), closed()) },
    ]),
  ];
}
