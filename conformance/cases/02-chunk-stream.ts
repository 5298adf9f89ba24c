import { expectTimes } from '../kit/frames.ts';
import { defineCases, expectClose, send, sendHex } from '../kit/steps.ts';
import { concat } from '../kit/wire/bytes.ts';
import { h0, h2, h3 } from '../kit/wire/chunk-encode.ts';
import { audioPayload } from '../kit/wire/media.ts';
import { TYPE } from '../kit/wire/message.ts';

const AUDIO = 4;

/** Area 2: the chunk stream. */
export const chunkStreamCases = defineCases([
  {
    id: '2.15',
    title: 'Type 3 starts a message after type 1 or 2',
    role: 'both',
    level: 'must',
    pre: 'relay',
    refs: ['R5.3.1.2.4', 'R5.3.2.1', 'CHK-17'],
    clause: 'A type 3 chunk that begins a message after a type 1 or 2 chunk adds the delta of that chunk once more.',
    script: [
      send(concat(h0(AUDIO, 1000, 34, TYPE.audio, 1), sound(0)), { text: 'audio, type 0, timestamp 1000' }),
      send(concat(h2(AUDIO, 20), sound(1)), { text: 'audio, type 2, delta 20' }),
      send(concat(h3(AUDIO), sound(2)), { text: 'audio, type 3' }),
      send(concat(h3(AUDIO), sound(3)), { text: 'audio, type 3' }),
      ...expectTimes('audio', [1000, 1020, 1040, 1060]),
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
    script: () => ({
      runs: [
        { label: 'type 2', steps: [sendHex('87 000014'), expectClose()] },
        { label: 'type 3', steps: [sendHex('c7'), expectClose()] },
      ],
    }),
  },
]);

function sound(sequence: number): Uint8Array {
  return audioPayload({ sequence, timestamp: sequence });
}
