import type { Finding, Run, Step } from '../../kit/case.ts';
import { asked, closed, either, errorStatus, frame, messageIn, result, status, where } from '../../kit/matchers.ts';
import { answeredOrClosed, question } from '../../kit/question.ts';
import { alive, anyOf, check, defineCases, expect, ladder, make, send } from '../../kit/steps.ts';
import { concat } from '../../kit/wire/bytes.ts';
import { type BasicHeaderForm, basicHeader, h0, h3 } from '../../kit/wire/chunk-encode.ts';
import { audio } from '../../kit/wire/media.ts';
import * as messages from '../../kit/wire/messages.ts';

const LENGTH = 200;

/** Chunk stream ids, message stream ids, and the forms in which they are written. */
export const idCases = defineCases([
  {
    id: '2.7',
    title: 'One-byte csid',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R5.3.1.1', 'CHK-4', 'Q-20'],
    clause: 'Chunk stream ids 3 to 63 are written in one byte, and any of them may be used.',
    script: () => ({ runs: [3, 4, 31, 63].map((id) => continued(id, id > 31 ? 'max-31' : undefined)) }),
  },
  {
    id: '2.8',
    title: 'Two-byte csid',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R5.3.1.1', 'CHK-5', 'Q-20'],
    clause: 'Chunk stream ids 64 to 319 are 64 more than their second byte.',
    script: () => ({ runs: [64, 65, 319].map((id) => continued(id, 'unsupported')) }),
  },
  {
    id: '2.9',
    title: 'Three-byte csid',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R5.3.1.1', 'CHK-6', 'Q-20'],
    clause: 'In three bytes the low byte comes first: id = second + 256 x third + 64.',
    script: () => ({ runs: [...[320, 365, 65_599].map((id) => continued(id, 'unsupported')), twoAtOnce()] }),
  },
  {
    id: '2.10',
    title: 'Long form of a short id',
    role: 'both',
    level: 'should',
    pre: 'conn',
    refs: ['R5.3.1.1', 'CHK-7', 'Q-20'],
    clause: 'An id from 64 to 319 is the same chunk stream in two bytes and in three.',
    script: [
      make('a message in two forms', (scene) => {
        const { type, payload, answered } = question(scene, LENGTH);
        return [
          send(
            concat(
              h0(100, 0, LENGTH, type, 0),
              payload.subarray(0, 128),
              basicHeader(3, 100, 3),
              payload.subarray(128),
            ),
            { text: 'chunk stream 100 in two bytes, then in three' },
          ),
          ...answeredOrClosed(answered, { closed: 'close' }),
        ];
      }),
    ],
  },
  {
    id: '2.36',
    title: 'Message stream id is little-endian',
    role: 'server',
    level: 'must',
    pre: 'stream',
    refs: ['R5.3.1.2.5', 'CHK-11', 'Q-28'],
    clause: 'The message stream id of a chunk header is little-endian, in both directions.',
    script: () => ({
      runs: [
        {
          label: 'little-endian',
          steps: [
            send(({ name }) => messages.publish(name), { text: 'publish on the stream' }),
            expect(status('NetStream.Publish.Start'), { as: 'start' }),
            check('the status is on the stream', ({ kept, line }): Finding => {
              const { messageStreamId } = messageIn(kept('start')[0]);
              const expected = line('A').streamId;
              return messageStreamId === expected
                ? undefined
                : { expected: `message stream ${expected}`, actual: `message stream ${messageStreamId}` };
            }),
          ],
        },
        {
          label: 'big-endian',
          steps: [
            send(({ name }) => ({ ...messages.publish(name), messageStreamId: 0x01000000 }), {
              text: 'publish on 16777216',
            }),
            anyOf(
              [
                {
                  when: where(
                    status('NetStream.Publish.Start'),
                    'on the stream that was created',
                    ({ messageStreamId }, { line }) => messageStreamId === line('A').streamId,
                  ),
                  tag: 'msid-ignored',
                },
                { when: either(status('NetStream.Publish.Start'), errorStatus(), closed()) },
                { when: 'deadline' },
              ],
              { within: 'quiet' },
            ),
          ],
        },
      ],
    }),
  },
  {
    id: '2.36',
    title: 'Message stream id is little-endian',
    role: 'client',
    level: 'must',
    pre: 'stream',
    refs: ['R5.3.1.2.5', 'CHK-11', 'Q-28'],
    clause: 'The message stream id of a chunk header is little-endian, in both directions.',
    script: [expect(where(asked(), 'on message stream 1', ({ messageStreamId }) => messageStreamId === 1))],
  },
  {
    id: '2.37',
    title: 'Two message streams on one csid',
    role: 'server',
    level: 'should',
    pre: 'stream',
    refs: ['R5.3.1.2.5', 'CHK-11'],
    clause: 'Messages of several message streams may share a chunk stream: the message stream id tells them apart.',
    script: [
      send(messages.createStream(50)),
      expect(result(50), { as: 'second' }),
      make('two publications', ({ kept, line }) => {
        const second = messageIn(kept('second')[0]).values?.[3];
        const first = line('A').streamId;
        return typeof second !== 'number' || second === first
          ? [check('one id for both', () => ({ tag: 'one-stream' }))]
          : twoPublications(first, second);
      }),
    ],
  },
]);

/** A message of two chunks on this chunk stream. */
function continued(chunkStreamId: number, tag: string | undefined): Run {
  return {
    label: `chunk stream ${chunkStreamId}`,
    steps: [
      make('a message of two chunks', (scene) => {
        const { type, payload, answered } = question(scene, LENGTH);
        const first = concat(h0(chunkStreamId, 0, LENGTH, type, 0), payload.subarray(0, 128));
        return [
          send(concat(first, h3(chunkStreamId), payload.subarray(128)), {
            text: `${LENGTH} bytes on chunk stream ${chunkStreamId}`,
          }),
          ...(tag === undefined ? answered : answeredOrClosed(answered, { closed: tag })),
        ];
      }),
      ...(tag === undefined ? [alive()] : []),
    ],
  };
}

/** Two unfinished messages whose ids a wrong reading maps to one. */
function twoAtOnce(): Run {
  return {
    label: '320 and 65 in the long form, both unfinished',
    steps: [
      make('two messages', (scene) => {
        const one = question(scene, LENGTH);
        const other = question(scene, LENGTH);
        const begin = (id: number, form: BasicHeaderForm, { type, payload }: typeof one) =>
          concat(basicHeader(0, id, form), h0(3, 0, LENGTH, type, 0).subarray(1), payload.subarray(0, 128));
        const end = (id: number, form: BasicHeaderForm, { payload }: typeof one) =>
          concat(basicHeader(3, id, form), payload.subarray(128));
        return [
          send(concat(begin(320, 3, one), begin(65, 3, other), end(320, 3, one), end(65, 3, other)), {
            text: 'both, interleaved',
          }),
          ...answeredOrClosed([...one.answered, ...other.answered], { closed: 'unsupported' }),
        ];
      }),
    ],
  };
}

function twoPublications(first: number, second: number): readonly Step[] {
  const publishOn = (messageStreamId: number, suffix: string) =>
    send(({ name }) => ({ ...messages.publish(`${name}${suffix}`), messageStreamId }), {
      text: `publish on ${messageStreamId}`,
    });
  const playOn = (on: string, suffix: string) => [
    ladder('stream', on),
    send(({ name }) => messages.play(`${name}${suffix}`), { on, text: `play of the stream${suffix}` }),
    expect(status('NetStream.Play.Start'), { on }),
  ];
  return [
    publishOn(first, ''),
    expect(status('NetStream.Publish.Start')),
    publishOn(second, '-2'),
    anyOf([
      {
        when: status('NetStream.Publish.Start'),
        next: [
          ...playOn('B', ''),
          ...playOn('C', '-2'),
          send(audio({ sequence: 1, timestamp: 0 }, { messageStreamId: first })),
          send(audio({ sequence: 2, timestamp: 0 }, { messageStreamId: second })),
          expect(frame('audio', { sequence: 1 }), { on: 'B' }),
          expect(frame('audio', { sequence: 2 }), { on: 'C' }),
        ],
      },
      { when: either(errorStatus(), closed()), tag: 'one-stream' },
    ]),
  ];
}
