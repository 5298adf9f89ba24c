import type { Branch, Finding, Run, Step } from '../../kit/case.ts';
import { closed, either, error, frame, message, payloadOf, pong, result } from '../../kit/matchers.ts';
import type { SeenMessage } from '../../kit/observation.ts';
import { aliveOrClosed, askSteps } from '../../kit/probes.ts';
import { answeredOrClosed, meaningless, question } from '../../kit/question.ts';
import { alive, anyOf, check, defineCases, expect, grown, make, never, send, sendHex, weigh } from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { concat, equal } from '../../kit/wire/bytes.ts';
import { chunked, cut, h0, h1, h2, h3 } from '../../kit/wire/chunk-encode.ts';
import { audioPayload, readMark, videoPayload } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';
import { command, data, ping } from '../../kit/wire/messages.ts';

const ONE_BYTE_IDS = Array.from({ length: 61 }, (_, at) => at + 3);
const PICTURE = videoPayload({ sequence: 5, timestamp: 400, size: 1000 });
const SOUND = audioPayload({ sequence: 5, timestamp: 400, size: 300 });
const DATA = data(['onCuePoint', 1]).payload;

/** What may come between the chunks of a message, and what may begin a chunk stream. */
export const orderCases = defineCases([
  {
    id: '2.19',
    title: 'Two media streams interleaved',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3', 'CHK-30', 'Q-21'],
    clause: 'Chunks of different chunk streams may alternate; each message is put together by itself.',
    script: [
      send(
        () => {
          const pictures = cut(h0(6, 400, 1000, TYPE.video, 1), PICTURE, { chunkStreamId: 6 });
          const sounds = cut(h0(4, 400, 300, TYPE.audio, 1), SOUND, { chunkStreamId: 4 });
          return concat(...pictures.flatMap((chunk, at) => [chunk, ...sounds.slice(at, at + 1)]));
        },
        { text: 'chunks of video and audio in turn' },
      ),
      expect(payloadOf(TYPE.video, PICTURE), { on: 'B' }),
      expect(payloadOf(TYPE.audio, SOUND), { on: 'B' }),
    ],
  },
  {
    id: '2.20',
    title: 'Control inside a media message',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3', 'R5.4', 'CHK-48', 'Q-22'],
    clause:
      'Control messages and commands between the chunks of another message act at once, and the message stays whole.',
    script: [
      send(concat(h0(6, 400, 1000, TYPE.video, 1), PICTURE.subarray(0, 128)), {
        text: 'the first chunk of a video message',
      }),
      send([ping(), command('ckNope', 77)], { text: 'a ping, and a call of no meaning' }),
      never(
        message('the video message', ({ type, payload }) => type === TYPE.video && payload.length === 1000),
        [
          anyOf([{ when: pong() }, { when: 'deadline', tag: 'silent' }]),
          // Who answers such calls (6.19, 6.32) answers this one before the message around it has ended.
          anyOf([{ when: either(result(77), error(77)) }, { when: 'deadline', tag: 'call-unanswered' }]),
        ],
        { on: 'B' },
      ),
      send(chunked(h3(6), PICTURE.subarray(128), { chunkStreamId: 6 }), { text: 'the rest of it' }),
      expect(payloadOf(TYPE.video, PICTURE), { on: 'B' }),
    ],
  },
  {
    id: '2.21',
    title: 'Many partial messages at once',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['R5.3', 'CHK-30', 'Q-22'],
    clause: 'A message on each chunk stream may be unfinished at one time, and all be finished in any order.',
    corrected:
      'Servers whose limit of chunk streams is 31 (2.7) end the connection at the 32nd: they are asked for fewer first.',
    script: () => ({ runs: [manyAtOnce(31, alive()), manyAtOnce(63, aliveOrClosed('max-31'))] }),
  },
  {
    id: '2.31',
    title: 'First chunk of a stream is type 1',
    role: 'both',
    level: 'info',
    pre: 'conn',
    refs: ['P', 'CHK-32', 'Q-13'],
    clause:
      'Old librtmp begins the chunk stream of its pings with type 1: the message stream is 0, the time counts from 0.',
    script: [
      sendHex('45 000000 000006 04 0006 11223344', { text: 'a ping by a type 1 chunk on a new chunk stream' }),
      anyOf([
        { when: pong(), tag: 'accepted' },
        { when: closed(), tag: 'close' },
        { when: 'deadline', tag: 'ignored' },
      ]),
    ],
  },
  {
    id: '2.32',
    title: 'First chunk of a stream is type 2 or 3',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['R5.3.1.2.1', 'CHK-32', 'Q-14'],
    clause:
      'A chunk stream begins with a type 0 chunk: a message whose length and type were never said cannot be made up.',
    script: () => ({ runs: [endsAt('type 2', '87 000014'), endsAt('type 3', 'c7')] }),
  },
  {
    id: '2.33',
    title: 'Type 0 inside an unfinished message',
    role: 'both',
    level: 'should',
    pre: 'conn',
    hostile: true,
    refs: ['R5.3.1.2.4', 'CHK-31', 'Q-15'],
    clause:
      'A new header inside a message ends the connection, or drops the message: its bytes are never mixed with others.',
    script: [
      send(concat(h0(5, 0, 300, TYPE.data, 0), meaningless(300).subarray(0, 128)), {
        text: 'the first 128 of 300 bytes',
      }),
      make('another message on the same chunk stream', (scene) => {
        const { type, payload, answered } = question(scene, 60);
        return [
          send(concat(h0(5, 0, 60, type, 0), payload), { text: 'a whole message' }),
          ...answeredOrClosed(answered),
        ];
      }),
    ],
  },
  {
    id: '2.34',
    title: 'Type 1 or 2 as a continuation',
    role: 'both',
    level: 'info',
    pre: 'conn',
    refs: ['R5.3.1.2.4', 'CHK-31'],
    clause: 'Some senders continue a message by a type 1 or 2 chunk that repeats its length and type.',
    script: [
      make('a message continued by types 1 and 2', (scene) => {
        const { type, payload, answered } = question(scene, 300);
        return [
          send(
            concat(
              h0(5, 0, 300, type, 0),
              payload.subarray(0, 128),
              h1(5, 0, 300, type),
              payload.subarray(128, 256),
              h2(5, 0),
              payload.subarray(256),
            ),
            { text: '300 bytes by types 0, 1 and 2' },
          ),
          ...answeredOrClosed(answered, { answered: 'tolerated', closed: 'close', silent: 'dropped' }),
        ];
      }),
    ],
  },
  {
    id: '2.35',
    title: 'Length changes mid-message',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['R5.3.1.2.5', 'CHK-31'],
    clause: 'A header with another length inside a message ends the connection, or drops the message.',
    script: [
      send(concat(h0(5, 0, 300, TYPE.data, 0), meaningless(300).subarray(0, 128)), {
        text: 'the first 128 of 300 bytes',
      }),
      send(chunked(h1(5, 0, 200, TYPE.data), meaningless(200), { chunkStreamId: 5 }), {
        text: '200 bytes behind a type 1 header',
      }),
      aliveOrClosed(),
    ],
  },
  {
    id: '2.44',
    title: 'One csid for everything',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3.1.2', 'CHK-12', 'CHK-13', 'Q-21', 'Q-22'],
    clause: 'What a header leaves out is that of the chunk stream, whatever kind of message came last on it.',
    script: [
      send(allOnOne(), { text: 'audio, video and data on chunk stream 4 by types 1 and 2' }),
      expect(frame('audio', { sequence: 4 }), { on: 'B' }),
      check('each with its type and length', (scene): Finding => {
        const isSent = ({ payload }: SeenMessage) => readMark(payload) !== undefined || equal(payload, DATA);
        const seen = messagesAt(scene, 'B')
          .filter(isSent)
          .map(({ type, payload }) => `${type}:${payload.length}`)
          .join(' ');
        const whole = `8:34 9:120 18:${DATA.length} 8:34 8:34`;
        // Not every client tells what it received.
        if (seen.endsWith(whole) || seen === '') return undefined;
        // Not every server relays data that it does not know (9.13).
        return seen.endsWith('8:34 9:120 8:34 8:34') ? { tag: 'data-dropped' } : { expected: whole, actual: seen };
      }),
    ],
  },
]);

/** The first 128 of 200 bytes on chunk streams 3 to `last`; then the rest, the last chunk stream first. */
function manyAtOnce(last: number, after: Step): Run {
  const ids = ONE_BYTE_IDS.filter((id) => id <= last);
  const begun = ids.map((id) => concat(h0(id, 0, 200, TYPE.data, 0), meaningless(200).subarray(0, 128)));
  const ended = ids.reverse().map((id) => concat(h3(id), meaningless(200).subarray(128)));
  return {
    label: `3 to ${last}`,
    steps: [
      weigh('heldBytes'),
      send(concat(...begun), { text: `the first 128 of 200 bytes on chunk streams 3 to ${last}` }),
      // What was announced, and a small state for each chunk stream.
      grown('heldBytes', ids.length * (200 + 512)),
      send(concat(...ended), { text: 'the rest, the last chunk stream first' }),
      after,
    ],
  };
}

function endsAt(label: string, digits: string): Run {
  const others: readonly Branch[] = [{ when: closed() }];
  return {
    label,
    steps: [
      sendHex(digits),
      // `ignored` is right only where what follows is not taken for the payload of an invented message: it is answered.
      make('the end, or an answer', (scene) => {
        const [sent, wait] = askSteps(scene, 'A', others);
        if (sent === undefined || wait?.do !== 'anyOf') throw new RangeError('a probe is a question and its outcomes');
        const [answered, ...rest] = wait.branches;
        return [
          sent,
          { ...wait, branches: [...rest, ...(answered === undefined ? [] : [{ ...answered, tag: 'ignored' }])] },
        ];
      }),
    ],
  };
}

function allOnOne(): Uint8Array {
  const sound = (sequence: number) => audioPayload({ sequence, timestamp: sequence });
  return concat(
    h0(4, 1000, 34, TYPE.audio, 1),
    sound(2),
    h1(4, 10, 120, TYPE.video),
    videoPayload({ sequence: 3, timestamp: 1010, key: false, size: 120 }),
    h1(4, 10, DATA.length, TYPE.data),
    DATA,
    h1(4, 10, 34, TYPE.audio),
    sound(3),
    h2(4, 10),
    sound(4),
  );
}
