import type { Run, Step } from '../../kit/case.ts';
import { closed, frame, payloadOf } from '../../kit/matchers.ts';
import { meaningless, visibleQuestion } from '../../kit/question.ts';
import { alive, anyOf, defineCases, expect, make, never, send } from '../../kit/steps.ts';
import { concat } from '../../kit/wire/bytes.ts';
import { chunked, cut, h0, h3 } from '../../kit/wire/chunk-encode.ts';
import { audioPayload, videoPayload } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';
import { abort } from '../../kit/wire/messages.ts';

const PICTURE = videoPayload({ sequence: 5, timestamp: 400, size: 1000 });
const SOUND = audioPayload({ sequence: 5, timestamp: 400, size: 300 });

/** What Abort Message does to a message that is not finished. */
export const abortCases = defineCases([
  {
    id: '3.10',
    title: 'Abort drops the partial message',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R5.4.2', 'CHK-37', 'CHK-38'],
    clause: 'After Abort Message the partial message of that chunk stream is gone, and the next begins anew.',
    script: [
      make('an aborted question, and another', (scene) => {
        const dropped = visibleQuestion(scene, 300);
        const asked = visibleQuestion(scene, 60);
        return [
          send(concat(h0(5, 0, 300, dropped.type, 0), dropped.payload.subarray(0, 128)), {
            text: 'the first 128 of 300 bytes',
          }),
          send(abort(5)),
          send(concat(h0(5, 0, 60, asked.type, 0), asked.payload), { text: 'a whole message of 60 bytes' }),
          never(dropped.answer, [
            anyOf(
              [
                { when: asked.answer, next: [alive()] },
                { when: closed(), tag: 'ignored' },
              ],
              { within: 'close' },
            ),
          ]),
        ];
      }),
    ],
    corrected:
      'A peer that ignores Abort may end the connection at the new header (2.33); one that stays and does not read the next message is not tolerated: its reading is out of step.',
  },
  {
    id: '3.11',
    title: 'Abort, then type 3',
    role: 'both',
    level: 'should',
    pre: 'conn',
    refs: ['R5.4.2', 'CHK-37'],
    clause: 'After Abort Message a type 3 chunk begins a new message with the header of the one that was dropped.',
    script: [
      make('an aborted question, and another under its header', (scene) => {
        const dropped = visibleQuestion(scene, 300);
        const asked = visibleQuestion(scene, 300);
        return [
          send(concat(h0(5, 0, 300, dropped.type, 0), dropped.payload.subarray(0, 128)), {
            text: 'the first 128 of 300 bytes',
          }),
          send(abort(5)),
          send(chunked(h3(5), asked.payload, { chunkStreamId: 5 }), {
            text: '300 other bytes in three type 3 chunks',
          }),
          anyOf([{ when: asked.answer }, { when: dropped.answer, tag: 'ignored' }]),
        ];
      }),
    ],
  },
  {
    id: '3.12',
    title: 'Abort for nothing',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R5.4.2', 'CHK-37'],
    clause: 'Abort Message for a chunk stream that has nothing unfinished, or does not exist, changes nothing.',
    script: () => ({ runs: [5, 60, 1000, 0, 0xffffffff].map(forNothing) }),
  },
  {
    id: '3.13',
    title: 'Abort must not cross streams',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.4.2', 'CHK-37'],
    clause: 'Abort Message for one chunk stream leaves the partial messages of the others as they are.',
    script: [
      make('partial video and audio', ({ line }) => {
        const { streamId } = line('A');
        const [picture = NONE, ...rest] = cut(h0(6, 400, PICTURE.length, TYPE.video, streamId), PICTURE, {
          chunkStreamId: 6,
        });
        const [sound = NONE] = cut(h0(4, 400, SOUND.length, TYPE.audio, streamId), SOUND, { chunkStreamId: 4 });
        return [
          send(concat(picture, sound), { text: 'the first chunks of a video and an audio message' }),
          send(abort(4)),
          send(concat(...rest), { text: 'the rest of the video' }),
          never(payloadOf(TYPE.audio, SOUND), [expect(payloadOf(TYPE.video, PICTURE), { on: 'B' })], { on: 'B' }),
          send(concat(h0(4, 440, 34, TYPE.audio, streamId), audioPayload({ sequence: 6, timestamp: 440 })), {
            text: 'a whole audio frame',
          }),
          anyOf([
            { when: frame('audio', { sequence: 6 }), on: 'B' },
            { when: closed(), tag: 'ignored' },
          ]),
        ];
      }),
    ],
  },
]);

const NONE = new Uint8Array(0);

function forNothing(chunkStreamId: number): Run {
  const steps: Step[] = [send(abort(chunkStreamId)), alive()];
  const afterMessages =
    chunkStreamId === 5
      ? [send(concat(h0(5, 0, 20, TYPE.data, 0), meaningless(20)), { text: 'a whole message on it' })]
      : [];
  return { label: `chunk stream ${chunkStreamId}`, steps: [...afterMessages, ...steps] };
}
