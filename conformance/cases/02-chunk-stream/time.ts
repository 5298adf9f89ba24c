import type { Finding, Step } from '../../kit/case.ts';
import { expectTimes } from '../../kit/frames.ts';
import { frame, messageIn } from '../../kit/matchers.ts';
import { check, defineCases, expect, send } from '../../kit/steps.ts';
import { chunked, h0, h1, h2, h3 } from '../../kit/wire/chunk-encode.ts';
import { audioPayload } from '../../kit/wire/media.ts';
import { TYPE } from '../../kit/wire/message.ts';

/** The chunk stream of the audio, and the length of a frame that says nothing but its mark. */
const CSID = 4;
const LENGTH = 34;
const AUDIO = TYPE.audio;

/** Timestamps and deltas below the extended ones. */
export const timeCases = defineCases([
  {
    id: '2.12',
    title: 'Type 0 absolute',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3.1.2.1', 'CHK-10'],
    clause: 'The timestamp of a type 0 chunk is absolute.',
    script: [
      sound(0, h0(CSID, 1000, LENGTH, AUDIO, 1)),
      sound(1, h0(CSID, 1020, LENGTH, AUDIO, 1)),
      ...expectTimes('audio', [1000, 1020]),
    ],
  },
  {
    id: '2.13',
    title: 'Type 1 delta',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3.1.2.2', 'CHK-12', 'CHK-19'],
    clause: 'A type 1 chunk has a delta, a length and a type of its own, and the message stream of the one before.',
    script: [
      sound(0, h0(CSID, 1000, LENGTH, AUDIO, 1)),
      sound(1, h1(CSID, 20, 40, AUDIO), 40),
      ...expectTimes('audio', [1000, 1020]),
    ],
  },
  {
    id: '2.14',
    title: 'Type 2 delta',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3.1.2.3', 'CHK-13', 'CHK-19'],
    clause: 'A type 2 chunk has a delta of its own, and the length and type of the one before.',
    script: [sound(0, h0(CSID, 1000, LENGTH, AUDIO, 1)), sound(1, h2(CSID, 20)), ...expectTimes('audio', [1000, 1020])],
  },
  {
    id: '2.15',
    title: 'Type 3 starts a message after type 1 or 2',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3.1.2.4', 'R5.3.2.1', 'CHK-17', 'Q-11'],
    clause: 'A type 3 chunk that begins a message after a type 1 or 2 chunk adds the delta of that chunk once more.',
    script: [
      sound(0, h0(CSID, 1000, LENGTH, AUDIO, 1)),
      sound(1, h2(CSID, 20)),
      sound(2, h3(CSID)),
      sound(3, h3(CSID)),
      ...expectTimes('audio', [1000, 1020, 1040, 1060]),
    ],
  },
  {
    id: '2.16',
    title: 'Type 3 starts a message after type 0',
    role: 'both',
    level: 'should',
    pre: 'relay',
    refs: ['R5.3.1.2.4', 'CHK-17', 'CHK-18', 'Q-12'],
    clause: 'After a type 0 chunk the delta of a type 3 chunk is the timestamp of that chunk.',
    script: [
      sound(0, h0(CSID, 1000, LENGTH, AUDIO, 1)),
      sound(1, h3(CSID)),
      ...expectTimes('audio', [1000, 2000], { variants: { 'delta-zero': [1000, 1000] } }),
    ],
  },
  {
    id: '2.17',
    title: 'Type 3 continuation adds no delta',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3.1.2.4', 'CHK-16', 'CHK-19'],
    clause: 'A type 3 chunk that continues a message moves no time.',
    script: [
      sound(0, h0(CSID, 1000, LENGTH, AUDIO, 1)),
      sound(1, h1(CSID, 20, 400, AUDIO), 400),
      sound(2, h1(CSID, 20, LENGTH, AUDIO)),
      ...expectTimes('audio', [1000, 1020, 1040]),
    ],
  },
  {
    id: '2.18',
    title: 'Delta applied once across fragment and repeat',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3.1.2.4', 'CHK-16', 'CHK-19'],
    clause: 'A delta moves time once for each message, at its first chunk.',
    script: [
      sound(0, h0(CSID, 0, 300, AUDIO, 1), 300),
      sound(1, h2(CSID, 40), 300),
      sound(2, h3(CSID), 300),
      ...expectTimes('audio', [0, 40, 80]),
    ],
  },
  {
    id: '2.30',
    title: 'Time goes backward',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3.1.2.1', 'CHK-10', 'CHK-28', 'Q-61'],
    clause:
      'Time may go backward by a type 0 chunk; a relay that keeps the times sends type 0 for it, never a delta near 2^32.',
    script: [
      sound(0, h0(CSID, 5000, LENGTH, AUDIO, 1)),
      sound(1, h0(CSID, 1000, LENGTH, AUDIO, 1)),
      expect(frame('audio'), { on: 'B', count: 2, as: 'sounds' }),
      check('type 0 for the step back', ({ kept }): Finding => {
        const [before, after] = kept('sounds').map(messageIn);
        if (before === undefined || after === undefined || after.timestamp >= before.timestamp) return undefined;
        const chunkType = after.chunks[0]?.chunkType ?? 0; // a client tells of messages, not of chunks
        return chunkType === 0 ? undefined : { expected: 'chunk type 0', actual: `chunk type ${chunkType}` };
      }),
    ],
  },
]);

/** An audio frame behind this header, in chunks of 128. */
function sound(sequence: number, header: Uint8Array, size = LENGTH): Step {
  const payload = audioPayload({ sequence, timestamp: sequence, size });
  return send(chunked(header, payload, { chunkStreamId: CSID }), {
    text: `audio frame ${sequence}, chunk type ${(header[0] ?? 0) >> 6}`,
  });
}
