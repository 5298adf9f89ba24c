import type { Finding, Scene, Step } from '../../kit/case.ts';
import { expectTimes } from '../../kit/frames.ts';
import { message, messageOfType, payloadOf } from '../../kit/matchers.ts';
import type { SeenMessage } from '../../kit/observation.ts';
import { check, defineCases, expect, make, mark, send } from '../../kit/steps.ts';
import { messagesAt, noGarbage } from '../../kit/trace.ts';
import { readU16, readU32 } from '../../kit/wire/bytes.ts';
import { h0, h2 } from '../../kit/wire/chunk-encode.ts';
import { audioPayload, videoPayload } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';
import { message as anyMessage, EVENT, setChunkSize } from '../../kit/wire/messages.ts';

const PICTURE = videoPayload({ sequence: 5, timestamp: 400, size: 10_000 });

/** How the subject's own chunks and control messages fit together. */
export const sentControlCases = defineCases([
  {
    id: '3.8',
    title: 'Directions are independent',
    role: 'both',
    level: 'must',
    pre: 'relay',
    intent: 'publish',
    refs: ['R5.4.1', 'CHK-33', 'CHK-35'],
    clause: 'The chunk size that a peer has announced is for what it sends, not for what is sent to it.',
    script: ({ role }) =>
      role === 'server'
        ? [send(setChunkSize(300), { on: 'B' }), ...pictureArrives()]
        : [send(setChunkSize(300)), ...ownPictures()],
  },
  {
    id: '3.9',
    title: 'Own chunk size announced before use',
    role: 'both',
    level: 'must',
    pre: 'relay',
    intent: 'publish',
    refs: ['R5.4.1', 'CHK-33'],
    clause: 'No chunk is larger than what its sender has announced last, or 128 bytes.',
    script: ({ role }) =>
      role === 'server' ? pictureArrives() : { runs: [{ label: '', pre: 'pub', steps: ownPictures() }] },
  },
  {
    id: '3.26',
    title: 'Order after connect',
    role: 'server',
    level: 'should',
    pre: 'conn',
    refs: ['R7.2.1.1', 'MSG-21'],
    clause:
      'Before its _result to connect a server sends Window Acknowledgement Size, Set Peer Bandwidth and Stream Begin 0.',
    script: [
      check('what came before the _result', (scene): Finding => {
        const before = beforeResult(scene);
        const missing = [TYPE.windowAcknowledgementSize, TYPE.setPeerBandwidth].find(
          (type) => !before.some((seen) => seen.type === type),
        );
        return missing === undefined ? undefined : { expected: `a message of type ${missing}`, actual: 'none' };
      }),
      check('Stream Begin 0', (scene) =>
        beforeResult(scene).some(isBeginZero) ? undefined : { tag: 'no-stream-begin-0' },
      ),
      check('Set Chunk Size', (scene) =>
        beforeResult(scene).some(({ type }) => type === TYPE.setChunkSize) ? { tag: 'scs-included' } : undefined,
      ),
    ],
  },
  {
    id: '3.27',
    title: 'Control timestamps ignored',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.4', 'CHK-48'],
    clause: 'The timestamp of a control message means nothing to the media around it.',
    script: [
      send(({ line }) => [h0(4, 100, 34, TYPE.audio, line('A').streamId), sound(100), h2(4, 20), sound(120)], {
        text: 'audio at 100, and 20 later',
      }),
      send(anyMessage(TYPE.setChunkSize, setChunkSize(4096).payload, { timestamp: 0xabcdef }), {
        text: 'Set Chunk Size 4096 with the timestamp 0xabcdef',
      }),
      send([h2(4, 20), sound(140)], { text: 'audio another 20 later' }),
      ...expectTimes('audio', [100, 120, 140]),
    ],
  },
]);

function sound(timestamp: number): Uint8Array {
  return audioPayload({ sequence: timestamp, timestamp });
}

/** A long picture from A is at B what it was, in chunks that B could read. */
function pictureArrives(): Step[] {
  return [
    make('a picture of 10000 bytes', () => [
      send({
        ...anyMessage(TYPE.video, PICTURE, { chunkStreamId: 6, messageStreamId: 'stream', timestamp: 400 }),
        text: 'a picture of 10000 bytes',
      }),
      expect(payloadOf(TYPE.video, PICTURE), { on: 'B' }),
    ]),
    noGarbage('A'),
    noGarbage('B'),
  ];
}

/** What a client publishes is read whole. Pictures of our own client are told by their marks and what fills them. */
function ownPictures(): Step[] {
  return [
    expect(
      message('a video message of several chunks', ({ type, payload }) => type === TYPE.video && payload.length > 300),
      { within: 'close' },
    ),
    mark(), // what was read before it says nothing of how it was read
    expect(messageOfType(TYPE.video), { count: 5, within: 'close' }),
    noGarbage('A'),
  ];
}

function beforeResult(scene: Scene): readonly SeenMessage[] {
  const seen = messagesAt(scene, 'A');
  return seen.slice(
    0,
    seen.findIndex(({ values }) => values?.[0] === '_result'),
  );
}

const isBeginZero = ({ type, payload }: SeenMessage): boolean =>
  type === TYPE.userControl &&
  payload.length >= 6 &&
  readU16(payload, 0) === EVENT.streamBegin &&
  readU32(payload, 2) === 0;
