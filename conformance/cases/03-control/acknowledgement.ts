import type { Finding, Scene, Step } from '../../kit/case.ts';
import { acceptConnect } from '../../kit/ladder.ts';
import { control } from '../../kit/matchers.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { meaningless } from '../../kit/question.ts';
import { alive, anyOf, check, defineCases, expect, send, wait } from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { concat, readU32 } from '../../kit/wire/bytes.ts';
import { h0 } from '../../kit/wire/chunk-encode.ts';
import { PACKET } from '../../kit/wire/handshake.ts';
import { type MessageSpec, TYPE } from '../../kit/wire/message.ts';
import * as messages from '../../kit/wire/messages.ts';

const HANDSHAKE = 1 + 2 * PACKET;

/** When received bytes are acknowledged, and by which number. */
export const acknowledgementCases = defineCases([
  {
    id: '3.14',
    title: 'Acknowledgement at the window',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R5.4.3', 'R5.4.4', 'CHK-39', 'CHK-40', 'CHK-41'],
    clause: 'A peer acknowledges once in as many bytes as Window Acknowledgement Size says, or oftener.',
    script: [
      send(messages.setChunkSize(4096)),
      send(messages.windowAcknowledgementSize(10_000)),
      load(3, 4000),
      anyOf([
        { when: acknowledged(), next: [load(7, 4000), expect(acknowledged(), { count: 2 })] },
        {
          when: 'deadline',
          next: [
            send(messages.setPeerBandwidth(10_000)),
            load(7, 4000),
            anyOf([
              { when: acknowledged(), tag: 'not-before-peer-bandwidth' },
              { when: 'deadline', tag: 'never', isFailure: true },
            ]),
          ],
        },
      ]),
    ],
    corrected:
      'Never to acknowledge fails: a sender that keeps to its window stops for good. Acknowledging at half the window is no variant: it is what the text asks for, sooner.',
  },
  {
    id: '3.15',
    title: 'Acknowledgement carries a total',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R5.4.3', 'CHK-39', 'CHK-41', 'Q-31'],
    clause: 'The number in an Acknowledgement is that of all bytes received so far, not of those since the last.',
    // Both, as there are peers that go by the second (3.14): here it is the number that counts.
    script: [
      send([messages.windowAcknowledgementSize(1000), messages.setPeerBandwidth(1000)]),
      ...Array.from({ length: 4 }, () => [
        load(10, 500),
        wait('quiet'),
        check('the numbers that were acknowledged', totals),
      ]).flat(),
      expect(acknowledged(), { count: 4 }),
    ],
  },
  {
    id: '3.16',
    title: 'Acknowledgement wraps',
    role: 'both',
    level: 'should',
    pre: 'conn',
    slow: true,
    needs: ['virtualTime'],
    refs: ['R5.4.3', 'CHK-42', 'Q-30'],
    clause: 'Past 2^32 bytes the number in an Acknowledgement begins again at 0.',
    script: ({ isThorough }) => (isThorough ? wrapSteps() : { runs: [] }),
    corrected:
      'Nothing but 4 GB moves the counter of a subject, also in memory: they are sent in thorough runs (--slow).',
  },
  {
    id: '3.17',
    title: 'Window of 0',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['R5.4.4', 'CHK-40'],
    clause: 'A window of 0 bytes asks for no acknowledgements, or leaves the window as it was.',
    script: [
      send(messages.windowAcknowledgementSize(0)),
      load(20, 500),
      aliveOrClosed('close'),
      check('acknowledgements', atMost(4)),
    ],
  },
  {
    id: '3.18',
    title: 'Window of 1',
    role: 'both',
    level: 'policy',
    pre: 'conn',
    refs: ['R5.4.4', 'CHK-40'],
    clause: 'However small the window, acknowledgements are as many as reads or chunks, not as many as bytes.',
    script: [
      send(messages.setChunkSize(4096)),
      send(messages.windowAcknowledgementSize(1)),
      load(25, 4000),
      alive(),
      check('acknowledgements', atMost(60)),
    ],
  },
  {
    id: '3.19',
    title: 'No window announced',
    role: 'both',
    level: 'info',
    pre: 'connreq',
    refs: ['R5.4.4', 'CHK-40', 'Q-29'],
    clause:
      'Without Window Acknowledgement Size nothing need be acknowledged; many peers do, by a window of their own.',
    script: ({ role }) => [
      ...(role === 'client' ? [send(withoutWindow(), { text: 'the answer to connect, without a window' })] : []),
      send(messages.setChunkSize(65_536)),
      load(160, 65_000),
      wait('quiet'),
      check('acknowledgements', (scene) => ({ tag: unasked(scene) })),
    ],
  },
  {
    id: '3.25',
    title: 'Unexpected acknowledgements',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R5.4.3', 'CHK-41', 'CHK-42', 'Q-31'],
    clause: 'What a peer acknowledges is for its accounts; no number in it ends a connection.',
    script: () => ({
      runs: [
        { label: '0', steps: [send(messages.acknowledgement(0)), alive()] },
        { label: 'ffffffff', steps: [send(messages.acknowledgement(0xffffffff)), alive()] },
        { label: 'falling', steps: [send([messages.acknowledgement(3100), messages.acknowledgement(3000)]), alive()] },
        { label: 'more than was sent', steps: [send(messages.acknowledgement(50_000_000)), alive()] },
      ],
    }),
  },
]);

function acknowledged() {
  return control(TYPE.acknowledgement);
}

/** So many messages of so many bytes, one chunk each at the size in force or several, each written by itself. */
function load(count: number, length: number): Step {
  const spec = dataOf(length);
  return send(() => Array.from({ length: count }, () => spec), { text: `${count} messages of ${length} bytes` });
}

function dataOf(length: number): MessageSpec {
  return messages.message(TYPE.data, meaningless(length), { chunkStreamId: 5 });
}

const acknowledgements = (scene: Scene): readonly number[] =>
  messagesAt(scene, 'A').flatMap(({ type, payload }) => (type === TYPE.acknowledgement ? [readU32(payload, 0)] : []));

/** They rise, and the last is within a window and a read of what was sent: with the handshake, or without. */
function totals(scene: Scene): Finding {
  const numbers = acknowledgements(scene);
  const last = numbers.at(-1);
  if (last === undefined) return undefined;
  const rises = numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0));
  const behind = scene.line('A').sentBytes - last;
  if (rises && behind >= 0 && behind <= 1500) return { tag: 'counts-handshake' };
  if (rises && behind >= HANDSHAKE && behind <= HANDSHAKE + 1500) return { tag: 'excludes-handshake' };
  if (numbers.every((number) => number <= 3000)) return { tag: 'increment' };
  return { expected: `rising numbers up to ${scene.line('A').sentBytes}`, actual: numbers.join(', ') };
}

function atMost(most: number) {
  return (scene: Scene): Finding => {
    const { length } = acknowledgements(scene);
    return length <= most ? undefined : { expected: `at most ${most}`, actual: String(length) };
  };
}

function unasked(scene: Scene): string {
  const numbers = acknowledgements(scene);
  const [first, second] = numbers;
  if (first === undefined) return 'none';
  return second === undefined ? `one at ${first}` : `every ${second - first}`;
}

const withoutWindow = (): MessageSpec[] =>
  acceptConnect().filter(({ type }) => type !== TYPE.windowAcknowledgementSize);

const HUGE = 10_000_000;

/** The same bytes again and again: nothing is kept of media that is not published. */
function wrapSteps(): readonly Step[] {
  const chunk = concat(h0(6, 0, HUGE, TYPE.video, 0), new Uint8Array(HUGE));
  const count = Math.ceil(2 ** 32 / chunk.length);
  return [
    send(messages.setChunkSize(0xffffff)),
    send(messages.windowAcknowledgementSize(2 * HUGE)),
    ...Array.from({ length: count + 5 }, () => send(chunk, { text: 'a video message of 10 MB' })),
    alive(),
    check('the numbers begin again at 0', wraps),
  ];
}

function wraps(scene: Scene): Finding {
  const numbers = acknowledgements(scene);
  const last = numbers.at(-1) ?? 0;
  const sent = scene.line('A').sentBytes;
  const behind = (sent - last) >>> 0;
  if (sent > 2 ** 32 && behind <= 4 * HUGE) return undefined;
  return last < 2 ** 30
    ? { tag: `restarts, last at ${last}` }
    : { expected: `about ${sent} modulo 2^32`, actual: String(last) };
}
