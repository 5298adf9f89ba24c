import type { Finding, Role, Run, Step } from '../../kit/case.ts';
import { closed, either, isCommand, message, reject, result } from '../../kit/matchers.ts';
import type { SeenMessage } from '../../kit/observation.ts';
import { alive, anyOf, check, defineCases, expect, send } from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { type AmfRecord, type AmfValue, isRecord, property } from '../../kit/wire/amf-value.ts';
import { amf0, amf0EcmaArray, amf0Properties, END, type Writable } from '../../kit/wire/amf0.ts';
import { concat, equal, hex, u32, utf8 } from '../../kit/wire/bytes.ts';
import { avcHeader, video } from '../../kit/wire/media.ts';
import { command, data } from '../../kit/wire/messages.ts';
import { both, carried, dropped, harmless, readOver, survived, takesNoMemory } from './carriers.ts';

const NONE = new Uint8Array(0);
const PAIR = [
  ['a', 1],
  ['b', 'two'],
] as const;

/** AMF0 values that hold others, or refer to them. */
export const objectCases = defineCases([
  {
    id: '5.6',
    title: 'Object',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['A0 2.5', 'AMF0-6'],
    clause:
      'An object ends with an empty name and 09, its properties keep their order, and it may hold others. Which of two properties of a name counts is told.',
    script: ({ role }) => ({
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
        role === 'server' ? appSaidTwice() : dataSaidTwice(),
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
    script: ({ role }) => ({ runs: [survived('no end', [ENDLESS], 'close'), endlessMetadata(role)] }),
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
        survived('two values of 1000', [TOO_FEW]),
        dropped('two values of 1000, as a command object', TOO_FEW),
      ],
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
        readOver('an object and a reference to it', REFERRING),
        carried('an object and a reference to it', REFERRING, referred(INNER), undefined, referred(REFERENCE)),
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

const ENDLESS = amf0EcmaArray(2, PAIR, NONE);
const TOO_FEW = concat(hex('0a 000003e8'), amf0(1), amf0(2));

/** In `b` the object that is in `a`, by its number: the outer one has 0. */
const REFERRING = concat(
  hex('03'),
  amf0Properties([
    ['a', { x: 1 }],
    ['b', hex('07 0001')],
  ]),
  END,
);
const INNER: AmfValue = { kind: 'object', entries: [['x', 1]] };
const REFERENCE: AmfValue = { kind: 'reference', value: 1 };

function referred(second: AmfValue): AmfValue {
  return record([
    ['a', INNER],
    ['b', second],
  ]);
}

/** What is said of one app and of one that is absent, in either order. */
function appSaidTwice(): Run {
  const connects = (on: string, isAbsentLast: boolean): Step[] => [
    send(
      ({ profile: { app, absentApp = 'ck-absent', tcUrl } }) => {
        const [first, last] = isAbsentLast ? [app, absentApp] : [absentApp, app];
        return command('connect', 1, [
          object([
            ['app', first],
            ['tcUrl', tcUrl],
            ['app', last],
          ]),
        ]);
      },
      { on, text: `connect with two apps, the absent one ${isAbsentLast ? 'last' : 'first'}` },
    ),
    expect(either(result(1), reject(1)), { on, within: 'close' }),
  ];
  return {
    label: 'an app that is said twice',
    pre: { A: 'hs', C: 'hs' },
    steps: [
      ...connects('A', true),
      ...connects('C', false),
      check('which of them counts', (scene): Finding => {
        const [first, last] = ['A', 'C'].map((on) =>
          messagesAt(scene, on).some((seen) => isCommand(seen, '_result', 1)),
        );
        return first === last ? undefined : { tag: first ? 'first-name-counts' : 'last-name-counts' };
      }),
    ],
  };
}

/** What a client has read of it, where it tells. */
function dataSaidTwice(): Run {
  const twice = object([
    ['a', 1],
    ['a', 2],
  ]);
  return {
    label: 'a property that is said twice',
    pre: 'relay',
    steps: [
      send(data(['ckData', twice])),
      alive(),
      check('which of them counts', (scene): Finding => {
        const read = messagesAt(scene, 'B').find(({ values }) => values?.[0] === 'ckData')?.values?.[1];
        if (read === undefined || !isRecord(read) || read.entries.length !== 1) return undefined;
        return { tag: property(read, 'a') === 1 ? 'first-name-counts' : 'last-name-counts' };
      }),
    ],
  };
}

/** It reaches a player as it was sent, or with its end; and a client reads both of its properties. */
function endlessMetadata(role: Role): Run {
  const [from, to] = role === 'server' ? ['A', 'P'] : ['A', 'B'];
  const sent = data(['onMetaData', ENDLESS]);
  const isWhole = ({ payload, values }: SeenMessage) =>
    values === undefined
      ? equal(payload, sent.payload)
      : values[0] === 'onMetaData' && property(values[1], 'a') === 1 && property(values[1], 'b') === 'two';
  return {
    label: 'metadata without an end',
    pre: role === 'server' ? { A: 'pub', P: 'play' } : 'relay',
    steps: [
      send([...(role === 'server' ? [avcHeader(), video({ sequence: 0, timestamp: 0 })] : []), sent], { on: from }),
      anyOf(
        [
          { when: message('onMetaData with both properties', isWhole), on: to },
          { when: closed(), on: from, tag: 'close' },
        ],
        { within: 'close' },
      ),
    ],
  };
}

function record(entries: readonly (readonly [string, AmfValue])[]): AmfRecord {
  return { kind: 'object', entries };
}

function object(entries: readonly (readonly [string, Writable])[]): Uint8Array {
  return concat(hex('03'), amf0Properties(entries), END);
}
