import type { Step } from '../../kit/case.ts';
import { closed, either, error, errorStatus, frame, result, status } from '../../kit/matchers.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { anyOf, defineCases, expect, ladder, make, never, send } from '../../kit/steps.ts';
import { amf0, amf0String } from '../../kit/wire/amf0.ts';
import { concat, f64, fill, hex, u16, utf8 } from '../../kit/wire/bytes.ts';
import { video } from '../../kit/wire/media.ts';
import { command, streamCommand } from '../../kit/wire/messages.ts';
import { both, readOver, survived } from './carriers.ts';

/** AMF0 values that hold no others, written as the text says. */
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
]);

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
