import { concat, readU32, u32le } from '../kit/wire/bytes.ts';
import { ChunkDecoder } from '../kit/wire/chunk-decode.ts';
import { basicHeader, chunked, h0, h1 } from '../kit/wire/chunk-encode.ts';
import { encodeMessage, type MessageSpec, TYPE } from '../kit/wire/message.ts';
import { hangsAt, hearing, loses, named, ofType, those } from './family.ts';
import { type Codec, messages, misreads, miswrite, type SeededFault } from './fault.ts';

/** Area 2: what the cases on the chunk stream must find. */
export const chunkStreamFaults: readonly SeededFault[] = [
  misreads({ firstChunkSize: 4096 }, 'takes the first chunk size for 4096', '2.1'),
  misreads({ wantsMoreBehindFull: true }, 'wants a chunk more behind one that is full', '2.3', '2.4', '4.16'),
  misreads({ holdsEmpty: true }, 'holds an empty message until the next byte', '2.5'),
  misreads({ shortLengths: true }, 'reads lengths of 16 bits', '2.6'),
  misreads({ oneByteIds: true }, 'knows chunk stream ids of one byte only', '2.8', '2.10'),
  misreads({ idHighByteFirst: true }, 'maps two long ids to one chunk stream', '2.9'),
  misreads({ formsApart: true }, 'takes another form of an id for another chunk stream', '2.10'),
  {
    name: 'keeps only the last of two long messages that end in one read',
    role: 'server',
    foundBy: ['2.9'],
    hears: () => messages((message) => [message], { reader: lastOfTwo() }),
  },
  misreads({ addsAbsolute: true }, 'adds the timestamp of a type 0 header', '2.12'),
  misreads({ deltaIsAbsolute: true }, 'takes a delta for a timestamp', '2.13', '2.14'),
  misreads({ noDeltaOnType3: true }, 'adds no delta on type 3', '2.15', '2.40'),
  misreads({ nothingByType3: true }, 'begins no message by type 3', '2.16'),
  misreads({ deltaOnEveryChunk: true }, 'adds the delta on each chunk', '2.17', '2.18'),
  misreads({ oneBuffer: true }, 'has one buffer for all chunk streams', '2.19', '2.20', '9.20'),
  misreads({ mostUnfinished: 16 }, 'has room for 16 unfinished messages', '2.21'),
  misreads({ noExtended: true }, 'knows no extended timestamp', '2.22', '2.26', '2.28', '14.4'),
  misreads({ noFieldOnType3: true }, 'takes the field on type 3 for payload', '2.23', '2.27'),
  misreads({}, 'wants the field on every type 3 chunk', '2.24'),
  misreads({ saturates: true }, 'stops its clock at 2^32', '2.29'),
  misreads({ type0First: true }, 'passes over what does not begin with type 0', '2.31'),
  misreads({ inventedLength: 10_000 }, 'takes a message without a length for a long one', '2.32'),
  misreads({}, 'goes on with a message, whatever header comes within it', '2.34', '2.35'),
  misreads({ sizeFromNextMessage: true }, 'lets a chunk size hold from the next message on', '2.38', '2.39'),
  { ...hearing('server', loses, named('ckNope')), toldBy: { '2.20': 'call-unanswered' } },
  misreads({ fieldsOfType0: true }, 'reads length and type in type 0 headers only', '2.44'),
  hearing(
    'both',
    hangsAt,
    those('chunk streams above 30', ({ chunkStreamId }) => chunkStreamId > 30),
    '2.7',
  ),
  hearing('both', hangsAt, ofType(0x3f, 0x07, 0x0a, 0xff), '2.42'),
  hearing('both', hangsAt, ofType(0), '2.43'),

  {
    name: 'drops media whose time goes back',
    role: 'both',
    foundBy: ['2.30', '9.27'],
    hears: () => {
      let latest = 0;
      return messages((message) => {
        if (message.type !== TYPE.audio && message.type !== TYPE.video) return [message];
        const isLate = message.timestamp < latest;
        latest = Math.max(latest, message.timestamp);
        return isLate ? [] : [message];
      });
    },
  },
  {
    name: 'writes message stream ids big-endian',
    role: 'both',
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
    role: 'both',
    foundBy: ['2.2'],
    says: () =>
      messages((message) => (message.type === TYPE.setChunkSize ? [] : [message]), {
        write: (message) => encodeMessage(message, 1, 4096),
      }),
  },
  {
    name: 'writes every chunk stream id in three bytes',
    role: 'both',
    foundBy: ['2.11'],
    says: () =>
      miswrite((message, chunkSize) => concat(basicHeader(0, 70, 3), withId70(message, chunkSize).subarray(2))),
  },
  {
    name: 'takes the media of every message stream for those of the first',
    role: 'server',
    foundBy: ['2.37'],
    hears: () => messages((message) => [message.type === TYPE.audio ? { ...message, messageStreamId: 1 } : message]),
  },
  {
    name: 'begins by type 1 whatever it can',
    role: 'both',
    foundBy: ['2.41', '2.45'],
    says: () => miswrite(compact()),
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

function withoutField(
  { type, payload, chunkStreamId, timestamp, messageStreamId }: MessageSpec,
  chunkSize: number,
): Uint8Array {
  const id = messageStreamId === 'stream' ? 1 : messageStreamId;
  return chunked(h0(chunkStreamId, timestamp, payload.length, type, id), payload, { chunkStreamId, chunkSize });
}

/** Type 1 headers for all but the first message of a chunk stream and message stream. */
function compact(): NonNullable<Codec['write']> {
  const before = new Map<string, number>();
  return (message, chunkSize) => {
    const { type, payload, chunkStreamId, timestamp, messageStreamId } = message;
    const place = `${chunkStreamId} ${messageStreamId}`;
    const delta = timestamp - (before.get(place) ?? Number.POSITIVE_INFINITY);
    before.set(place, timestamp);
    if (delta < 0 || delta >= 0xffffff || timestamp >= 0xffffff) return encodeMessage(message, 1, chunkSize);
    return chunked(h1(chunkStreamId, delta, payload.length, type), payload, { chunkStreamId, chunkSize });
  };
}

function withId70(message: MessageSpec, chunkSize: number): Uint8Array {
  return encodeMessage({ ...message, chunkStreamId: 70 }, 1, chunkSize);
}
