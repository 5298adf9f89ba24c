import { frame, result } from '../../kit/matchers.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { alive, defineCases, expect, grown, make, never, send, weigh } from '../../kit/steps.ts';
import { concat, u8 } from '../../kit/wire/bytes.ts';
import { cut, h0 } from '../../kit/wire/chunk-encode.ts';
import { video } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';
import * as messages from '../../kit/wire/messages.ts';

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
      send(concat(...Array.from({ length: 65_597 }, (_, at) => concat(h0(3 + at, 0, 200, TYPE.data, 0), u8(0x02)))), {
        text: '1 of 200 bytes on each chunk stream from 3 to 65599',
      }),
      grown('heldBytes', 33_554_432),
      aliveOrClosed(),
    ],
  },
  {
    id: '12.12',
    title: 'One-byte chunks',
    role: 'server',
    level: 'policy',
    pre: 'conn',
    hostile: true,
    refs: ['R5.4.1', 'Q-17'],
    clause: 'A long message in chunks of one byte is read, or refused.',
    script: ({ isThorough }) => {
      const length = isThorough ? 1_000_000 : 50_000;
      return [
        send(messages.setChunkSize(1)),
        send(
          concat(...cut(h0(5, 0, length, TYPE.audio, 0), new Uint8Array(length), { chunkStreamId: 5, chunkSize: 1 })),
          {
            text: `${length} chunks of one byte`,
          },
        ),
        aliveOrClosed(),
      ];
    },
  },
  {
    id: '12.22',
    title: 'Prototype pollution',
    role: 'server',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['P'],
    clause: 'Properties with the names of built-in ones are data like any other.',
    script: () => ({
      runs: ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length'].map((key) => ({
        label: key,
        steps: [
          make('createStream with such an object', ({ line }) => {
            const transaction = line('A').nextTransaction();
            const hostile = Object.fromEntries([[key, { level: 'error', polluted: true }]]);
            return [send(messages.command('createStream', transaction, [hostile])), expect(result(transaction))];
          }),
          alive(),
        ],
      })),
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
        frame('video', { sequence: STRANGE }),
        [
          send(({ line }) => video({ sequence: STRANGE, timestamp: 0 }, { messageStreamId: line('A').streamId }), {
            on: 'C',
            text: 'a key frame on the message stream of A',
          }),
          alive('A'),
        ],
        { on: 'B' },
      ),
    ],
  },
]);
