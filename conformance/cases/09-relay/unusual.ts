import type { Finding, Run, Scene, Step } from '../../kit/case.ts';
import { closed, data, errorStatus, frame, message, messageIn, payloadOf, reported } from '../../kit/matchers.ts';
import { arrivalsAt, FIRST } from '../../kit/movie.ts';
import { flowsOrClosed } from '../../kit/probes.ts';
import { alive, anyOf, check, defineCases, expect, ladder, never, send } from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { property } from '../../kit/wire/amf-value.ts';
import { amf0 } from '../../kit/wire/amf0.ts';
import { concat, counting, equal, fill, hex, u8, u24, u32 } from '../../kit/wire/bytes.ts';
import { AAC_HEADER, AVC_HEADER, audio, audioPayload, media, readMark, video } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';
import { message as anyMessage, data as dataMessage } from '../../kit/wire/messages.ts';

/** Data messages, codecs and aggregates that not every publisher sends. */
export const unusualCases = defineCases([
  {
    id: '9.13',
    title: 'Other data messages',
    role: 'server',
    level: 'should',
    pre: 'relay',
    refs: ['P', 'Q-56'],
    clause: 'A data message of any name is relayed in its place in the stream.',
    script: () => ({
      runs: ['onTextData', 'onCuePoint', 'ckUnknown'].map((name) => ({ label: name, steps: dataInPlace(name) })),
    }),
  },
  {
    id: '9.14',
    title: 'Unknown codec ids',
    role: 'server',
    level: 'should',
    pre: { A: 'pub', B: 'stream' },
    hostile: true,
    refs: ['F E.4.2.1', 'F E.4.3.1', 'Q-59'],
    clause: 'A codec that a server does not know is relayed as it is, or refused by a status or the end.',
    script: () => ({
      runs: [
        ...[2, 7, 11, 15].map((format) => oddCodec(`audio format ${format}`, TYPE.audio, (format << 4) | 0x0f)),
        ...[2, 4, 15].map((codec) => oddCodec(`video codec ${codec}`, TYPE.video, 0x10 | codec)),
      ],
    }),
  },
  {
    id: '9.15',
    title: 'Aggregate message in',
    role: 'server',
    level: 'should',
    pre: 'relay',
    refs: ['R7.1.6', 'MSG-13', 'MSG-15'],
    clause:
      'An aggregate is its parts, the first at the time of the aggregate: with times in the order of FLV, or in plain order.',
    script: () => ({
      runs: [
        { label: 'times as in FLV', steps: aggregate('0003e800', '0003fc00', { 20: undefined, 5120: 'plain-order' }) },
        {
          label: 'times in plain order',
          steps: aggregate('000003e8', '000003fc', { 20: 'plain-order', 335544320: undefined }),
        },
      ],
    }),
  },
  {
    id: '9.16',
    title: 'Aggregate edges',
    role: 'server',
    level: 'must',
    pre: 'relay',
    hostile: true,
    refs: ['R7.1.6', 'MSG-16', 'MSG-17'],
    clause:
      'Nothing is read beyond an aggregate, no aggregate is looked for in another, and control does not travel in one.',
    script: () => ({
      runs: [
        edge('a part longer than the message', part(8, SOUND, { length: 5_000 })),
        edge('a part of the greatest length', part(8, SOUND, { length: 0xffffff })),
        edge('a header cut off', part(8, SOUND).subarray(0, 7)),
        edge('no last back pointer', part(8, SOUND).subarray(0, -4)),
        edge('a wrong back pointer', concat(part(8, SOUND, { back: 0xffffffff }), part(8, SOUND))),
        edge('an aggregate inside', part(22, part(8, HIDDEN))),
        edge('Set Chunk Size inside', part(1, u32(1))),
        edge('a command inside', part(20, concat(amf0('deleteStream'), amf0(0), amf0(null), amf0(1)))),
        edge('nothing inside', new Uint8Array(0)),
      ],
    }),
  },
  {
    id: '9.24',
    title: 'Media with odd ids tolerated',
    role: 'client',
    level: 'should',
    pre: 'relay',
    refs: ['P', 'Q-28'],
    clause: 'A player may drop media of a message stream that it does not know; it does not fail by them.',
    script: () => [
      never(
        reported('failed'),
        [0, 0x01000000].flatMap((messageStreamId, at) => [
          send(video({ sequence: FIRST + at, timestamp: 400 }, { messageStreamId }), {
            text: `media on message stream ${messageStreamId}`,
          }),
          alive(),
        ]),
      ),
    ],
  },
  {
    id: '9.25',
    title: 'Opaque data message',
    role: 'server',
    level: 'must',
    pre: 'relay',
    hostile: true,
    refs: ['P', 'Q-56'],
    clause: 'A data message that nobody understands, or that is none, does no harm.',
    script: () => {
      const text = fill(50_000, 0x41);
      const additional = concat(amf0('additionalMedia'), u8(0x0c), u32(text.length), text);
      const sent = (payload: Uint8Array) =>
        send(anyMessage(TYPE.data, payload, { chunkStreamId: 5, messageStreamId: 'stream' }), {
          text: `a data message of ${payload.length} bytes`,
        });
      return {
        runs: [
          {
            label: 'a long string',
            steps: [sent(additional), flowsOrClosed('close'), check('whole, if at all', whole(additional))],
          },
          { label: 'four zero bytes', steps: [sent(u32(0)), flowsOrClosed('close')] },
        ],
      };
    },
  },
]);

function dataInPlace(name: string): readonly Step[] {
  const [before, after] = [FIRST, FIRST + 1];
  const sound = (sequence: number) => audio({ sequence, timestamp: sequence * 4 });
  return [
    send([sound(before), dataMessage([name, { text: 'ck' }]), sound(after)], { text: `${name} between two frames` }),
    expect(frame('audio', { sequence: after }), { on: 'B' }),
    check('in its place, and whole', (scene): Finding => {
      const seen = messagesAt(scene, 'B');
      const at = seen.findIndex(({ values }) => values?.[0] === name);
      const soundAt = (sequence: number) => seen.findIndex(({ payload }) => readMark(payload)?.sequence === sequence);
      if (at < 0) return { tag: 'dropped' };
      if (at < soundAt(before) || at > soundAt(after))
        return { expected: 'between the frames', actual: 'out of place' };
      const [, value, ...more] = seen[at]?.values ?? [];
      return property(value, 'text') === 'ck' && more.length === 0
        ? undefined
        : { expected: 'its name and its value', actual: 'something else' };
    }),
    never(data(name), [alive()], { on: 'B' }),
  ];
}

/** What came of a data message is all of it. */
const whole =
  (payload: Uint8Array) =>
  (scene: Scene): Finding => {
    const came = messagesAt(scene, 'B').find(
      ({ type, values }) => type === TYPE.data && values?.[0] === 'additionalMedia',
    );
    if (came === undefined) return { tag: 'dropped' };
    if (equal(came.payload, payload)) return undefined;
    return { expected: `${payload.length} bytes as they were sent`, actual: `${came.payload.length} bytes` };
  };

/** It reaches the player as it is, or is refused. */
function oddCodec(label: string, type: number, first: number): Run {
  const payload = concat(u8(first), counting(40));
  return {
    label,
    steps: [
      ladder('play', 'B'),
      send(media(type, payload, 40), { text: label }),
      anyOf(
        [
          { when: payloadOf(type, payload), on: 'B', next: [alive()] },
          { when: errorStatus(), tag: 'refused' },
          { when: closed(), tag: 'close' },
        ],
        { within: 'close' },
      ),
    ],
  };
}

const SOUND = hex('af 01 aabbcc');
/** In an aggregate that is in another. */
const HIDDEN = hex('af 01 dddddd');
const PICTURE = hex('27 01 000000');

/** What stands in an aggregate: an FLV tag and how long it was. */
function part(type: number, payload: Uint8Array, { length = payload.length, back = payload.length + 11 } = {}) {
  return concat(u8(type), u24(length), u32(0), u24(0), payload, u32(back));
}

/**
 * A sound and a picture in one message at 1000 ms.
 *
 * @param readings - milliseconds between the two, and the tag of whoever reads them so
 */
function aggregate(
  first: string,
  second: string,
  readings: Readonly<Record<number, string | undefined>>,
): readonly Step[] {
  const payload = hex(`08 000002 ${first} 000000 af01 0000000d  09 000005 ${second} 000000 2701000000 00000010`);
  return [
    send(anyMessage(TYPE.aggregate, payload, { chunkStreamId: 7, messageStreamId: 'stream', timestamp: 1_000 }), {
      text: 'an aggregate of a sound and a picture',
    }),
    anyOf(
      [
        {
          when: payloadOf(TYPE.audio, hex('af01')),
          on: 'B',
          next: [
            expect(payloadOf(TYPE.video, PICTURE), { on: 'B', as: 'picture' }),
            check('the first at the time of the aggregate', (scene): Finding => {
              const [frameBefore] = arrivalsAt(scene, 'B');
              if (frameBefore === undefined) return undefined;
              const base = frameBefore.message.timestamp - frameBefore.timestamp;
              const time = ((partAt(scene)?.timestamp ?? 0) - base) | 0;
              return time === 1_000 ? undefined : { expected: '1000 ms', actual: `${time} ms` };
            }),
            check('the distance between the two', (scene): Finding => {
              const sound = partAt(scene);
              const distance = (messageIn(scene.kept('picture').at(-1)).timestamp - (sound?.timestamp ?? 0)) >>> 0;
              const tag = readings[distance];
              if (tag !== undefined) return { tag };
              if (distance in readings) return undefined;
              return { expected: `${Object.keys(readings).join(' or ')} ms`, actual: `${distance} ms` };
            }),
          ],
        },
        {
          when: message(
            'the aggregate as it is',
            (seen) => seen.type === TYPE.aggregate && equal(seen.payload, payload),
          ),
          on: 'B',
        },
        { when: closed(), tag: 'close' },
        { when: 'deadline', tag: 'ignored', next: [alive()] },
      ],
      { on: 'A' },
    ),
  ];
}

/** The sound of the aggregate, at the player. */
const partAt = (scene: Scene) =>
  messagesAt(scene, 'B').find(({ type, payload: { length } }) => type === TYPE.audio && length === 2);

const SENT = [SOUND, AVC_HEADER, AAC_HEADER];

/** What comes of it at the player is a part as it was sent, or nothing. */
function edge(label: string, payload: Uint8Array): Run {
  const other = message('media that was not sent', ({ type, payload: bytes }) => {
    const isMedia = type === TYPE.audio || type === TYPE.video;
    // A header that was sent before the aggregate may come late.
    return isMedia && readMark(bytes) === undefined && !SENT.some((one) => equal(bytes, one));
  });
  return {
    label,
    steps: [
      send(anyMessage(TYPE.aggregate, payload, { chunkStreamId: 7, messageStreamId: 'stream', timestamp: 1_000 }), {
        text: `an aggregate with ${label}`,
      }),
      never(other, [flowsOrClosed('close')], { on: 'B' }),
      send(media(TYPE.audio, audioPayload({ sequence: FIRST, timestamp: 0, size: 400 }), 2_000), {
        text: 'a sound of several chunks',
      }),
      anyOf([{ when: frame('audio', { sequence: FIRST }), on: 'B' }, { when: closed() }], { within: 'close' }),
    ],
  };
}
