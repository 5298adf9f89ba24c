import type { Run, Scene, Step } from '../../kit/case.ts';
import { acceptConnect, connect } from '../../kit/ladder.ts';
import { closed, command, frame, message, payloadOf, result } from '../../kit/matchers.ts';
import { meaningless, question } from '../../kit/question.ts';
import { alive, anyOf, defineCases, expect, make, send } from '../../kit/steps.ts';
import { sendsAudio } from '../../kit/streaming.ts';
import { concat } from '../../kit/wire/bytes.ts';
import { chunked, cut, h0, h3 } from '../../kit/wire/chunk-encode.ts';
import { audioPayload, videoPayload } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';
import * as messages from '../../kit/wire/messages.ts';

/** Chunk sizes and message lengths. */
export const sizeCases = defineCases([
  {
    id: '2.1',
    title: 'Default chunk size inbound',
    role: 'both',
    level: 'must',
    pre: 'hs',
    refs: ['R5.4.1', 'CHK-15', 'CHK-33'],
    clause: 'Until Set Chunk Size says otherwise a chunk carries 128 bytes: 300 are 128, 128 and 44.',
    script: ({ role }) =>
      role === 'server' ? [...longConnect()] : { runs: [{ label: '', pre: 'connreq', steps: longResult() }] },
  },
  {
    id: '2.3',
    title: 'Exactly one chunk',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R5.3', 'CHK-15'],
    clause: 'A message as long as a chunk has no second chunk; one byte more has one of one byte.',
    script: () => ({ runs: [127, 128, 129].map((length) => ({ label: `${length} bytes`, steps: asks(length, 128) })) }),
  },
  {
    id: '2.4',
    title: 'Exact multiple',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R5.3', 'CHK-15'],
    clause: 'A message of several whole chunks has no empty chunk behind them.',
    script: () => ({
      runs: [
        { label: '256 bytes', steps: asks(256, 128) },
        { label: '384 bytes', steps: asks(384, 128) },
        { label: '8192 bytes at 4096', steps: [send(messages.setChunkSize(4096)), ...asks(8192, 4096)] },
      ],
    }),
  },
  {
    id: '2.5',
    title: 'Empty message',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3', 'E Enhanced Audio', 'CHK-15', 'Q-27'],
    clause: 'A message of length 0 is complete with its header, not with the next byte that comes.',
    script: () => ({ runs: [emptyAudio(), ...[TYPE.video, TYPE.data].map(emptyOther)] }),
  },
  {
    id: '2.6',
    title: 'Large messages',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3', 'CHK-14'],
    clause: 'A message may have up to 16777215 bytes; one that is over a documented maximum ends the connection.',
    script: () => ({ runs: [65_535, 65_536, 65_537, 1_000_000].map(largeVideo) }),
  },
  {
    id: '2.38',
    title: 'Chunk size grows while a message is partial',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R5.4.1', 'CHK-33', 'Q-18'],
    clause: 'A new chunk size holds from the next chunk on, not from the next message.',
    script: [
      make('a message whose second chunk is larger', (scene) => {
        const { type, payload, answered } = question(scene, 1000);
        return [
          send(concat(h0(5, 0, 1000, type, 0), payload.subarray(0, 128)), { text: 'the first 128 of 1000 bytes' }),
          send(messages.setChunkSize(4096)),
          send(concat(h3(5), payload.subarray(128)), { text: 'the other 872' }),
          ...answered,
        ];
      }),
    ],
  },
  {
    id: '2.39',
    title: 'Chunk size shrinks while a message is partial',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R5.4.1', 'CHK-33', 'Q-18'],
    clause: 'A new chunk size holds from the next chunk on, also when it is smaller.',
    script: [
      make('a message whose later chunks are smaller', (scene) => {
        const { type, payload, answered } = question(scene, 9000);
        const rest = payload.subarray(4096);
        return [
          send(messages.setChunkSize(4096)),
          send(concat(h0(5, 0, 9000, type, 0), payload.subarray(0, 4096)), { text: 'the first 4096 of 9000 bytes' }),
          send(messages.setChunkSize(128)),
          send(chunked(h3(5), rest, { chunkStreamId: 5 }), { text: 'the rest in chunks of 128' }),
          ...answered,
        ];
      }),
    ],
  },
]);

/** A connect of 300 bytes, its chunks written by hand. */
function longConnect(): readonly Step[] {
  const payloadOfConnect = ({ profile }: Scene, pageUrl: string) =>
    connect(profile.app, profile.tcUrl, { pageUrl }).payload;
  return [
    send(
      (scene) => {
        const padding = 300 - payloadOfConnect(scene, '').length;
        const payload = payloadOfConnect(scene, 'x'.repeat(padding));
        return chunked(h0(3, 0, payload.length, TYPE.command, 0), payload, { chunkStreamId: 3 });
      },
      { text: 'connect of 300 bytes in chunks of 128' },
    ),
    expect(result(1)),
  ];
}

/** A `_result` of 300 bytes, its chunks written by hand. */
function longResult(): readonly Step[] {
  return [
    send(
      () => {
        const payload = longAnswer('x'.repeat(300 - longAnswer('').length));
        return [
          ...acceptConnect().slice(0, -1),
          chunked(h0(3, 0, payload.length, TYPE.command, 0), payload, { chunkStreamId: 3 }),
        ];
      },
      { text: 'the answer to connect, 300 bytes in chunks of 128' },
    ),
    expect(command('createStream')),
    alive(),
  ];
}

const longAnswer = (description: string): Uint8Array =>
  messages.command('_result', 1, [
    { fmsVer: 'FMS/3,5,7,7009', capabilities: 31 },
    { ...messages.information('NetConnection.Connect.Success'), description, objectEncoding: 0 },
  ]).payload;

function asks(length: number, chunkSize: number): readonly Step[] {
  return [
    make(`a message of ${length} bytes`, (scene) => {
      const { type, payload, answered } = question(scene, length);
      const chunks = cut(h0(5, 0, length, type, 0), payload, { chunkStreamId: 5, chunkSize });
      return [send(concat(...chunks), { text: `${length} bytes in chunks of ${chunkSize}` }), ...answered];
    }),
    send(chunked(h0(5, 0, length, TYPE.data, 0), meaningless(length), { chunkStreamId: 5, chunkSize }), {
      text: `${length} bytes that mean nothing`,
    }),
    alive(),
  ];
}

const isEmptyAudio = message(
  'an empty audio message',
  ({ type, payload }) => type === TYPE.audio && payload.length === 0,
);

/** It is seen at the player when it comes: before the next frame, or not at all where a relay drops it. */
function emptyAudio(): Run {
  const next = send(concat(h0(4, 40, 34, TYPE.audio, 1), audioPayload({ sequence: 1, timestamp: 40 })), {
    text: 'an audio frame',
  });
  return {
    label: 'audio',
    steps: [
      send(h0(4, 20, 0, TYPE.audio, 1), { text: 'an empty audio message' }),
      anyOf(
        [
          { when: isEmptyAudio, on: 'B', next: [next, expect(frame('audio'), { on: 'B' })] },
          { when: closed(), on: 'A', tag: 'close' },
          {
            when: 'deadline',
            tag: 'not-relayed',
            next: [
              next,
              anyOf(
                [{ when: isEmptyAudio, tag: 'held until the next byte', isFailure: true }, { when: frame('audio') }],
                { on: 'B' },
              ),
            ],
          },
        ],
        { within: 'quiet' },
      ),
    ],
  };
}

function emptyOther(type: number): Run {
  return {
    label: `type ${type}`,
    steps: [send(h0(5, 20, 0, type, 1), { text: `an empty message of type ${type}` }), alive()],
  };
}

function largeVideo(size: number): Run {
  const payload = videoPayload({ sequence: 9, timestamp: 400, size });
  return {
    label: `${size} bytes`,
    steps: [
      send(messages.setChunkSize(4096)),
      send(chunked(h0(6, 400, payload.length, TYPE.video, 1), payload, { chunkStreamId: 6, chunkSize: 4096 }), {
        text: `video of ${size} bytes`,
      }),
      // There are players that hand on the end of a message when the next one comes.
      sendsAudio('A', 10),
      anyOf(
        [
          { when: payloadOf(TYPE.video, payload), on: 'B' },
          { when: closed(), on: 'A', tag: 'limit' },
        ],
        { within: 'close' },
      ),
    ],
  };
}
