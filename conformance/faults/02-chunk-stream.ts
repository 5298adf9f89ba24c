import type { Case } from '../kit/case.ts';
import { concat, readU32, u32le } from '../kit/wire/bytes.ts';
import { ChunkDecoder } from '../kit/wire/chunk-decode.ts';
import { basicHeader, cut, h0 } from '../kit/wire/chunk-encode.ts';
import { encodeMessage, type MessageSpec, TYPE } from '../kit/wire/message.ts';
import { messages, misread, miswrite, type SeededFault } from './fault.ts';
import type { Misreading } from './misreader.ts';

/** Area 2: what the cases on the chunk stream must find. */
export const chunkStreamFaults: readonly SeededFault[] = [
  misreads({ holdsEmpty: true }, 'holds an empty message until the next byte', '2.5'),
  misreads({ idHighByteFirst: true }, 'maps two long ids to one chunk stream', '2.9'),
  {
    name: 'keeps only the last of two long messages that end in one read',
    role: 'server',
    foundBy: ['2.9'],
    hears: () => messages((message) => [message], { reader: lastOfTwo() }),
  },
  misreads({ deltaIsAbsolute: true }, 'takes a delta for a timestamp', '2.13', '2.14'),
  misreads({ noDeltaOnType3: true }, 'adds no delta on type 3', '2.15', '2.40'),
  misreads({ deltaOnEveryChunk: true }, 'adds the delta on each chunk', '2.17', '2.18'),
  misreads({ oneBuffer: true }, 'has one buffer for all chunk streams', '2.19', '2.20'),
  misreads({ noExtended: true }, 'knows no extended timestamp', '2.22'),
  misreads({ noFieldOnType3: true }, 'takes the field on type 3 for payload', '2.23'),
  misreads({ sizeFromNextMessage: true }, 'lets a chunk size hold from the next message on', '2.38'),
  {
    name: 'writes message stream ids big-endian',
    role: 'server',
    foundBy: ['2.36'],
    says: () => messages((message) => [{ ...message, messageStreamId: readU32(u32le(message.messageStreamId), 0) }]),
  },
  {
    name: 'leaves the extended timestamp out on type 3',
    role: 'both',
    foundBy: ['2.25'],
    says: () => miswrite((message, chunkSize) => withoutField(message, chunkSize)),
  },
  {
    name: 'sends long chunks that it has not announced',
    role: 'server',
    foundBy: ['2.2'],
    says: () =>
      messages((message) => (message.type === TYPE.setChunkSize ? [] : [message]), {
        write: (message) => encodeMessage(message, 1, 4096),
      }),
  },
  {
    name: 'writes every chunk stream id in three bytes',
    role: 'server',
    foundBy: ['2.11'],
    says: () =>
      miswrite((message, chunkSize) => concat(basicHeader(0, 70, 3), withId70(message, chunkSize).subarray(2))),
  },
];

/** Both messages of case 2.9 are in one read, and nothing else of that case comes in twos. */
function lastOfTwo(): ChunkDecoder {
  return new (class extends ChunkDecoder {
    override push(bytes: Uint8Array) {
      const whole = super.push(bytes);
      return whole.length === 2 && whole.every(({ payload }) => payload.length === 200) ? whole.slice(1) : whole;
    }
  })();
}

function misreads(wrong: Misreading, name: string, ...foundBy: Case['id'][]): SeededFault {
  return { name, role: 'both', foundBy, hears: () => misread(wrong) };
}

function withoutField(
  { type, payload, chunkStreamId, timestamp, messageStreamId }: MessageSpec,
  chunkSize: number,
): Uint8Array {
  const id = messageStreamId === 'stream' ? 1 : messageStreamId;
  return concat(...cut(h0(chunkStreamId, timestamp, payload.length, type, id), payload, { chunkStreamId, chunkSize }));
}

function withId70(message: MessageSpec, chunkSize: number): Uint8Array {
  return encodeMessage({ ...message, chunkStreamId: 70 }, 1, chunkSize);
}
