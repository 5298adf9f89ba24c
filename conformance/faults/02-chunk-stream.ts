import type { Case } from '../kit/case.ts';
import { concat, readU32, u32le } from '../kit/wire/bytes.ts';
import { ChunkDecoder } from '../kit/wire/chunk-decode.ts';
import { basicHeader, cut, h0 } from '../kit/wire/chunk-encode.ts';
import { encodeMessage, type MessageSpec, TYPE } from '../kit/wire/message.ts';
import { messages, misread, miswrite, type SeededFault } from './fault.ts';
import type { Misreading } from './misreader.ts';

/** Area 2: what the cases on the chunk stream must find. */
export const chunkStreamFaults: readonly SeededFault[] = [
  ...misreadings('2.5', { holdsEmpty: true }, 'holds an empty message until the next byte'),
  ...misreadings('2.9', { idHighByteFirst: true }, 'maps two long ids to one chunk stream'),
  {
    name: 'keeps only the last of two long messages that end in one read',
    role: 'server',
    foundBy: '2.9',
    hears: () => messages((message) => [message], { reader: lastOfTwo() }),
  },
  ...misreadings('2.13', { deltaIsAbsolute: true }, 'takes a delta for a timestamp'),
  ...misreadings('2.14', { deltaIsAbsolute: true }, 'takes a delta for a timestamp'),
  ...misreadings('2.15', { noDeltaOnType3: true }, 'adds no delta on type 3'),
  ...misreadings('2.17', { deltaOnEveryChunk: true }, 'adds the delta on each chunk'),
  ...misreadings('2.18', { deltaOnEveryChunk: true }, 'adds the delta on each chunk'),
  ...misreadings('2.19', { oneBuffer: true }, 'has one buffer for all chunk streams'),
  ...misreadings('2.20', { oneBuffer: true }, 'has one buffer for all chunk streams'),
  ...misreadings('2.22', { noExtended: true }, 'knows no extended timestamp'),
  ...misreadings('2.23', { noFieldOnType3: true }, 'takes the field on type 3 for payload'),
  ...misreadings('2.38', { sizeFromNextMessage: true }, 'lets a chunk size hold from the next message on'),
  ...misreadings('2.40', { noDeltaOnType3: true }, 'adds no delta on type 3'),
  {
    name: 'writes message stream ids big-endian',
    role: 'server',
    foundBy: '2.36',
    says: () => messages((message) => [{ ...message, messageStreamId: readU32(u32le(message.messageStreamId), 0) }]),
  },
  {
    name: 'leaves the extended timestamp out on type 3',
    role: 'server',
    foundBy: '2.25',
    says: () => miswrite((message, chunkSize) => withoutField(message, chunkSize)),
  },
  {
    name: 'leaves the extended timestamp out on type 3',
    role: 'client',
    foundBy: '2.25',
    says: () => miswrite((message, chunkSize) => withoutField(message, chunkSize)),
  },
  {
    name: 'sends long chunks that it has not announced',
    role: 'server',
    foundBy: '2.2',
    says: () =>
      messages((message) => (message.type === TYPE.setChunkSize ? [] : [message]), {
        write: (message) => encodeMessage(message, 1, 4096),
      }),
  },
  {
    name: 'writes every chunk stream id in three bytes',
    role: 'server',
    foundBy: '2.11',
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

function misreadings(foundBy: Case['id'], wrong: Misreading, name: string): SeededFault[] {
  return (['server', 'client'] as const).map((role) => ({ name, role, foundBy, hears: () => misread(wrong) }));
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
