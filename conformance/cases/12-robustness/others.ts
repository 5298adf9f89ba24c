import type { Run } from '../../kit/case.ts';
import { either, frame, reject, result } from '../../kit/matchers.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { alive, defineCases, expect, grown, make, never, send, weigh } from '../../kit/steps.ts';
import type { AmfValue } from '../../kit/wire/amf-value.ts';
import { amf0, amf0EcmaArray, amf0Properties, END, type Writable } from '../../kit/wire/amf0.ts';
import { concat, joined, u8 } from '../../kit/wire/bytes.ts';
import { chunked, h0 } from '../../kit/wire/chunk-encode.ts';
import { audio, video } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';
import * as messages from '../../kit/wire/messages.ts';
import { carried, readOver } from '../05-amf/carriers.ts';

/** The first byte of 200. */
const begun = (chunkStreamId: number) => chunked(h0(chunkStreamId, 0, 200, TYPE.data, 0), ONE_BYTE, { chunkStreamId });
const ONE_BYTE = u8(0x02);

/** A number that no other frame of a run has. */
const STRANGE = 900;

/** What one connection may do to another, or to itself. */
export const otherCases = defineCases([
  {
    id: '12.6',
    title: 'Chunk stream count bomb',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['R5.3.1.1', 'CHK-9'],
    clause: 'Unfinished messages on all chunk streams that there are end the connection, or are bounded in memory.',
    script: () => [
      send(messages.setChunkSize(1)),
      weigh('heldBytes'),
      send(joined(Array.from({ length: 65_597 }, (_, at) => begun(3 + at))), {
        text: '1 of 200 bytes on each chunk stream from 3 to 65599',
      }),
      grown('heldBytes', 33_554_432),
      aliveOrClosed(),
    ],
  },
  {
    id: '12.12',
    title: 'One-byte chunks',
    role: 'both',
    level: 'policy',
    pre: 'conn',
    hostile: true,
    refs: ['R5.4.1', 'Q-17'],
    clause: 'A long message in chunks of one byte is read, or refused.',
    corrected:
      'Processor time is no part of a run that is the same each time: `npm run bench` measures chunks of one byte beside larger ones.',
    script: ({ isThorough }) => {
      const length = isThorough ? 1_000_000 : 50_000;
      return [
        send(messages.setChunkSize(1)),
        send(chunked(h0(5, 0, length, TYPE.audio, 0), new Uint8Array(length), { chunkStreamId: 5, chunkSize: 1 }), {
          text: `${length} chunks of one byte`,
        }),
        aliveOrClosed(),
      ];
    },
  },
  {
    id: '12.22',
    title: 'Prototype pollution',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['P'],
    clause:
      'Properties with the names of built-in ones are data like any other, and objects that come later know nothing of them.',
    script: ({ role }) => ({
      runs: [
        ...['__proto__', 'constructor', 'toString', 'hasOwnProperty'].flatMap((name) =>
          poisoned(`an object with ${name}`, (entries) => concat(u8(3), amf0Properties(entries), END), name),
        ),
        ...['length', '__proto__'].flatMap((name) =>
          poisoned(`an ECMA array with ${name}`, (entries) => amf0EcmaArray(entries.length, entries), name),
        ),
        ...(role === 'server' ? [poisonedConnect()] : []),
      ],
    }),
  },
  {
    id: '12.24',
    title: 'Cross-stream injection',
    role: 'server',
    level: 'must',
    pre: { A: 'relay', C: 'conn' },
    hostile: true,
    refs: ['P'],
    clause: 'A message stream id is of one connection: media that another sends on it reach nobody.',
    script: [
      never(
        frame(undefined, { sequence: STRANGE }),
        [
          send(
            ({ line }) => {
              const stream = { messageStreamId: line('A').streamId };
              const strange = { sequence: STRANGE, timestamp: 0 };
              return [audio(strange, stream), video(strange, stream)];
            },
            { on: 'C', text: 'a sound and a key frame on the message stream of A' },
          ),
          alive('A'),
        ],
        { on: 'B' },
      ),
    ],
  },
]);

type Entries = readonly (readonly [name: string, value: Writable])[];

/** Read over where it means nothing; and read, or relayed, as what it is, with an object behind it that is what it was. */
function poisoned(label: string, write: (entries: Entries) => Uint8Array, name: string): Run[] {
  const value = write([
    ['a', 1],
    [name, { isAdmin: true }],
  ]);
  const inner: AmfValue = { kind: 'object', entries: [['isAdmin', true]] };
  const whole: AmfValue = {
    kind: 'object',
    entries: [
      ['a', 1],
      [name, inner],
    ],
  };
  const later = carried('a later object', amf0({ b: 2 }), { kind: 'object', entries: [['b', 2]] });
  const first = carried(label, value, whole);
  return [readOver(label, value), { ...first, steps: [...first.steps, ...later.steps] }];
}

/** What `connect` says in the prototype of its object is not said. */
const poisonedConnect = (): Run => ({
  label: 'connect to an app named in a prototype',
  pre: 'hs',
  steps: [
    send(
      ({ profile }) =>
        messages.command('connect', 1, [
          Object.fromEntries([
            ['__proto__', { app: profile.app }],
            ['tcUrl', profile.tcUrl],
            ['app', profile.absentApp ?? profile.app],
          ]),
        ]),
      { text: 'connect' },
    ),
    make('judged by the app that is said', ({ profile }) => [
      expect(profile.absentApp === undefined ? either(result(1), reject(1)) : reject(1), { within: 'close' }),
    ]),
  ],
});
