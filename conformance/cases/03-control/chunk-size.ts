import type { Branch, Run, Step } from '../../kit/case.ts';
import { probeChunkSize } from '../../kit/chunk-size-probe.ts';
import { connect } from '../../kit/ladder.ts';
import { closed, result } from '../../kit/matchers.ts';
import { aliveOrClosed, unlessClosed } from '../../kit/probes.ts';
import { question } from '../../kit/question.ts';
import { alive, anyOf, defineCases, expect, grown, make, send, sendHex, weigh } from '../../kit/steps.ts';
import { concat, fill, u32 } from '../../kit/wire/bytes.ts';
import { h0 } from '../../kit/wire/chunk-encode.ts';
import { encodeMessage, TYPE } from '../../kit/wire/message.ts';
import * as messages from '../../kit/wire/messages.ts';

const LARGE = 4096;

/** What a peer does when it is told a chunk size. */
export const chunkSizeCases = defineCases([
  {
    id: '3.1',
    title: 'Set Chunk Size honoured',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R5.4.1', 'CHK-33'],
    clause: 'After Set Chunk Size 4096 a message of 4000 bytes is one chunk.',
    script: [send(messages.setChunkSize(LARGE)), asksInOneChunk(4000), alive()],
  },
  {
    id: '3.2',
    title: 'Chunk size 1',
    role: 'both',
    level: 'policy',
    pre: 'conn',
    refs: ['R5.4.1', 'CHK-34', 'Q-17'],
    clause: 'A chunk size of 1 is legal; a peer that wants more ends the connection, and says so in its documentation.',
    script: [send(messages.setChunkSize(1)), aliveOrClosed('min')],
  },
  {
    id: '3.3',
    title: 'Chunk size 0',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['R5.4.1', 'CHK-34', 'Q-17'],
    clause: 'A chunk size of 0 can never make progress: it ends the connection, or the old size stays.',
    script: [sendHex('02000000000004010000000000000000', { text: 'Set Chunk Size 0' }), stays()],
  },
  {
    id: '3.4',
    title: 'Top bit set',
    role: 'both',
    level: 'should',
    pre: 'conn',
    hostile: true,
    refs: ['R5.4.1', 'CHK-34'],
    clause: 'The top bit of a chunk size is 0. With it the message ends the connection, is passed over, or names 4096.',
    script: [
      sendHex('02000000000004010000000080001000', { text: 'Set Chunk Size 0x80001000' }),
      aliveOrClosed(),
      unlessClosed([readsOrElse(128, { tag: 'ignored' }, [readsOrElse(LARGE, { tag: 'masked' })])]),
    ],
  },
  {
    id: '3.5',
    title: 'Huge chunk size',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['R5.4.1', 'CHK-34', 'CHK-35'],
    clause: 'Chunk sizes up to 2147483647 are legal. No memory is taken for what has not come.',
    script: () => ({ runs: [0x7fffffff, 0x01000000, 0x00ffffff].map(huge) }),
  },
  {
    id: '3.6',
    title: 'Set Chunk Size payload length',
    role: 'both',
    level: 'should',
    pre: 'conn',
    hostile: true,
    refs: ['R5.4.1', 'CHK-36'],
    clause:
      'A Set Chunk Size too short ends the connection or is passed over; of one too long the first four bytes count.',
    script: () => ({
      runs: [
        { label: '3 bytes', steps: [sendHex('02 000000 000003 01 00000000 000010'), stays()] },
        { label: '0 bytes', steps: [sendHex('02 000000 000000 01 00000000'), stays()] },
        {
          label: '5 bytes',
          steps: [
            send(
              messages.message(TYPE.setChunkSize, concat(u32(LARGE), fill(1)), {}, 'Set Chunk Size 4096 and a byte'),
            ),
            aliveOrClosed(),
            unlessClosed([readsOrElse(128, { tag: 'ignored', isFailure: true }, [asksInOneChunk(4000)])]),
          ],
        },
      ],
    }),
  },
  {
    id: '3.7',
    title: 'Control on the wrong stream',
    role: 'both',
    level: 'should',
    pre: 'conn',
    refs: ['R5.4', 'CHK-48'],
    clause:
      'Control messages belong on chunk stream 2 and message stream 0; one elsewhere is honoured, passed over, or the end.',
    script: () => ({
      runs: [
        { label: 'chunk stream 3', steps: placed({ chunkStreamId: 3 }) },
        { label: 'message stream 1', steps: placed({ messageStreamId: 1 }) },
      ],
    }),
  },
  {
    id: '3.28',
    title: 'Control before connect',
    role: 'server',
    level: 'must',
    pre: 'hs',
    refs: ['R5.4', 'CHK-33'],
    clause: 'Set Chunk Size and Window Acknowledgement Size may come before connect, as OBS and FFmpeg send them.',
    script: [
      send(messages.setChunkSize(LARGE)),
      send(messages.windowAcknowledgementSize(2_500_000)),
      make('connect in one chunk', ({ profile }) => [
        send(connect(profile.app, profile.tcUrl, { pageUrl: 'x'.repeat(300) })),
        expect(result(1)),
      ]),
    ],
  },
]);

/** A message of this length in one chunk; it has its answer. */
function asksInOneChunk(length: number): Step {
  return make(`${length} bytes in one chunk`, (scene) => {
    const { type, payload, answered } = question(scene, length);
    return [send(concat(h0(5, 0, length, type, 0), payload), { text: `${length} bytes in one chunk` }), ...answered];
  });
}

/** Chunks of 128 bytes are read as before, or the connection has ended. */
function stays(): Step {
  return make('the old size', (scene) => {
    const { steps, answer } = probeChunkSize(scene, 128);
    return [...steps, anyOf([{ when: answer }, { when: closed() }], { within: 'close' })];
  });
}

/** It reads chunks of this size, which is tagged; or the connection has ended; or, without an answer, what follows. */
function readsOrElse(size: number, reads: Pick<Branch, 'tag' | 'isFailure'>, otherwise?: readonly Step[]): Step {
  return make(`whether chunks are read as ${size} bytes`, (scene) => {
    const { steps, answer } = probeChunkSize(scene, size);
    const silent: readonly Branch[] = otherwise === undefined ? [] : [{ when: 'deadline', next: otherwise }];
    return [...steps, anyOf([{ when: answer, ...reads }, { when: closed() }, ...silent], { within: 'quiet' })];
  });
}

/** Set Chunk Size where it does not belong; what is read then agrees with what was made of it. */
function placed(placing: messages.Placing): readonly Step[] {
  const bytes = encodeMessage(messages.setChunkSize(LARGE, placing), 0, 128);
  return [
    send(bytes, { text: 'Set Chunk Size 4096' }),
    aliveOrClosed('close'),
    unlessClosed([readsOrElse(128, { tag: 'ignored' }, [asksInOneChunk(4000)])]),
  ];
}

function huge(size: number): Run {
  const begun = concat(h0(6, 0, 1_000_000, TYPE.video, 0), fill(1000));
  return {
    label: String(size),
    steps: [
      weigh('heldBytes'),
      send(messages.setChunkSize(size)),
      aliveOrClosed('limit'),
      unlessClosed([
        asksInOneChunk(5000),
        send(begun, { text: 'the first 1000 of 1000000 bytes' }),
        grown('heldBytes', 64 * 1024),
        send(fill(999_000), { text: 'the rest of it' }),
        alive(),
      ]),
    ],
  };
}
