import type { Run } from '../../kit/case.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { defineCases, grown, send, weigh } from '../../kit/steps.ts';
import { amf0String } from '../../kit/wire/amf0.ts';
import { concat, fill, hex, u8, u32 } from '../../kit/wire/bytes.ts';
import { media, videoPayload } from '../../kit/wire/media.ts';
import { type MessageSpec, TYPE } from '../../kit/wire/message.ts';
import { data, setChunkSize } from '../../kit/wire/messages.ts';

const MEBIBYTE = 1_048_576;
const LARGE = 10 * MEBIBYTE;
/** What a server may keep of headers, whatever a publisher calls one, beside a last message of the largest. */
const MOST_HEADERS = 4 * MEBIBYTE;
const MOST_CACHED = 32 * MEBIBYTE;

/** What a publisher may make a server keep for players to come. */
export const bombCases = defineCases([
  {
    id: '12.17',
    title: 'Metadata bomb',
    role: 'server',
    level: 'must',
    pre: 'pub',
    hostile: true,
    refs: ['P'],
    clause: 'Of metadata a server keeps one copy, the latest: large or many, it is taken or ends the publisher.',
    script: () => ({
      runs: [
        kept('10 MB', [metadataOf(LARGE, 0)], LARGE + MEBIBYTE),
        kept(
          '8 times 500 kB',
          many(8, (at) => metadataOf(500_000, at)),
          MEBIBYTE,
        ),
        kept(
          '10000 updates',
          many(10_000, (at) => metadataOf(300, at)),
          65_536,
        ),
      ],
    }),
  },
  {
    id: '12.18',
    title: 'Sequence header bomb',
    role: 'server',
    level: 'must',
    pre: 'pub',
    hostile: true,
    refs: ['P'],
    clause: 'Of sequence headers a server keeps the latest of each track, and of all tracks no more than a bound.',
    script: () => ({
      runs: [
        kept('10 MB', [headerOf(LARGE, 0)], LARGE + MEBIBYTE),
        kept(
          'one each millisecond',
          many(2_000, (at) => headerOf(3_000, at)),
          65_536,
        ),
        kept(
          '256 tracks',
          many(256, (track) => trackHeader(track, 24_576)),
          MOST_HEADERS,
        ),
        kept(
          '256 tracks, each again and again',
          many(1_280, (at) => trackHeader(at % 256, 4_096)),
          MOST_HEADERS,
        ),
      ],
    }),
  },
  {
    id: '12.19',
    title: 'GOP cache bomb',
    role: 'server',
    level: 'must',
    pre: 'pubmedia',
    hostile: true,
    refs: ['P'],
    clause: 'What is kept of the pictures since the last key frame has a bound, however long the next one takes.',
    script: () => [
      send(setChunkSize(65_536)),
      weigh('heldBytes'),
      ...Array.from({ length: TEN_MINUTES / BATCH_MS }, (_, batch) => [
        send(interFrames(batch), { text: `inter frames of ${batch * BATCH_MS} ms and on` }),
        grown('heldBytes', MOST_CACHED),
      ]).flat(),
      aliveOrClosed('limit'),
    ],
  },
]);

const TEN_MINUTES = 600_000;
const BATCH_MS = 10_000;
const FRAME_MS = 40;

/** What the server holds has not grown by more than that, when all was read, or the publisher was ended. */
const kept = (label: string, what: readonly MessageSpec[], most: number): Run => ({
  label,
  steps: [
    send(setChunkSize(65_536)),
    weigh('heldBytes'),
    send(what, { text: `${what.length} messages: ${label}` }),
    grown('heldBytes', most),
    aliveOrClosed('limit'),
  ],
});

const many = (count: number, one: (at: number) => MessageSpec): MessageSpec[] =>
  Array.from({ length: count }, (_, at) => one(at));

/** @param at - makes it differ from the one before */
const metadataOf = (length: number, at: number): MessageSpec =>
  data(['@setDataFrame', 'onMetaData', { title: amf0String(fill(length, 0x61 + (at % 26))) }]);

const headerOf = (length: number, at: number): MessageSpec =>
  media(TYPE.video, concat(hex('17 00 000000'), u32(at), fill(length)), at);

/** A sequence header of one track, in a message of several tracks (ERTMP). */
const trackHeader = (track: number, length: number): MessageSpec =>
  media(TYPE.video, concat(hex('96 00 61766331'), u8(track), fill(length, track)), 0);

const INTER_FRAME = videoPayload({ sequence: 1, timestamp: 0, key: false, size: 3_500 });

const interFrames = (batch: number): MessageSpec[] =>
  many(BATCH_MS / FRAME_MS, (at) => media(TYPE.video, INTER_FRAME, 1_000 + batch * BATCH_MS + at * FRAME_MS));
