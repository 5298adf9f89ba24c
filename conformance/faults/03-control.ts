import { concat, equal, hex, readU32, toHex, u32 } from '../kit/wire/bytes.ts';
import { ChunkDecoder, type DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { encodeMessage, TYPE } from '../kit/wire/message.ts';
import { abort, setChunkSize, windowAcknowledgementSize as window } from '../kit/wire/messages.ts';
import { endsAt, hangsAt, hearing, loses, ofType, saying, those } from './family.ts';
import { afterHandshake, insteadOf, messages, misreads, miswrite, type SeededFault, without } from './fault.ts';
import { rewired } from './rewired.ts';
import { windowed } from './windowed.ts';

const SET_4096 = '02 000000 000004 01 00000000 00001000';
const ACKNOWLEDGEMENT_0 = '02 000000 000004 03 00000000 00000000';

/** Area 3: what the cases on protocol control must find. */
export const controlFaults: readonly SeededFault[] = [
  {
    name: 'does not hear Set Chunk Size',
    role: 'both',
    foundBy: ['3.1'],
    hears: () => insteadOf(SET_4096, ACKNOWLEDGEMENT_0),
  },
  {
    name: 'waits for ever after a chunk size of 0',
    role: 'both',
    foundBy: ['3.3'],
    hears: () => {
      let waits = false;
      return (bytes) => {
        waits ||= equal(bytes, hex('02 000000 000004 01 00000000 00000000'));
        return waits ? new Uint8Array(0) : bytes;
      };
    },
  },
  {
    name: 'reads four bytes of a Set Chunk Size of three',
    role: 'both',
    foundBy: ['3.6'],
    hears: () => insteadOf('02 000000 000003 01 00000000 000010', '02 000000 000004 01 00000000 00001002'),
  },
  {
    name: 'cuts its messages as its peer does',
    role: 'server',
    foundBy: ['3.8', '3.9'],
    says: () => {
      const decoder = new ChunkDecoder();
      return afterHandshake((bytes) =>
        concat(...decoder.push(bytes).map((message) => encodeMessage({ text: '', ...message }, 1, 300))),
      );
    },
  },
  {
    name: 'announces smaller chunks than it writes',
    role: 'client',
    foundBy: ['3.9'],
    says: () => {
      const [written, announced] = [4096, 500].map((size) => toHex(encodeMessage(setChunkSize(size), 0, 128)));
      return (bytes) => hex(toHex(bytes).replace(written ?? '', announced ?? ''));
    },
  },
  {
    name: 'drops the video when the audio is aborted',
    role: 'both',
    foundBy: ['3.13'],
    hears: () => insteadOf(toHex(encodeMessage(abort(4), 0, 128)), toHex(encodeMessage(abort(6), 0, 128))),
  },
  { name: 'never acknowledges', role: 'both', foundBy: ['3.14', '3.19'], says: () => without(TYPE.acknowledgement) },
  {
    name: 'acknowledges twice what came',
    role: 'both',
    foundBy: ['3.15'],
    says: () => acknowledging((total) => [2 * total]),
  },
  {
    name: 'acknowledges the bytes of a chunk one by one',
    role: 'both',
    foundBy: ['3.18'],
    says: () => acknowledging((total) => Array.from({ length: 100 }, (_, at) => total - 99 + at)),
  },
  hearing(
    'both',
    hangsAt,
    those('chunks of one byte', ({ type, payload }) => type === TYPE.setChunkSize && readU32(payload, 0) === 1),
    '3.2',
  ),
  misreads({ mostChunkSize: 4096 }, 'knows no chunk size above 4096', '3.5'),
  hearing('both', hangsAt, those('chunk sizes with their top bit', sizeOver(0x7fffffff)), '3.4'),
  hearing('both', hangsAt, those('control messages outside of message stream 0', isAstray), '3.7'),
  misreads({}, 'knows no Abort Message', '3.10'),
  hearing('both', endsAt, ofType(TYPE.abort), '3.11', '3.12'),
  {
    name: 'takes a window of 0 for one of 1',
    role: 'both',
    foundBy: ['3.17'],
    hears: () => insteadOf(toHex(encodeMessage(window(0), 0, 128)), toHex(encodeMessage(window(1), 0, 128))),
  },
  {
    name: 'answers the same bandwidth again',
    role: 'both',
    foundBy: ['3.21'],
    hears: () => {
      let count = 0;
      return messages((message) => {
        if (message.type !== TYPE.setPeerBandwidth) return [message];
        const payload = concat(u32(readU32(message.payload, 0) + count), message.payload.subarray(4));
        count += 1;
        return [{ ...message, payload }];
      });
    },
  },
  hearing('both', endsAt, ofType(TYPE.setPeerBandwidth), '3.22', '3.24'),
  {
    name: 'stops when a window is not acknowledged',
    role: 'client',
    foundBy: ['3.22', '3.24'],
    instead: windowed,
  },
  {
    name: 'stops when a window is not acknowledged',
    role: 'server',
    foundBy: [],
    toldBy: { '3.22': 'hard 100000, soft 50000, dynamic 10000: stops at 52 kB', '3.24': 'hard 50000: stops at 52 kB' },
    instead: windowed,
  },
  {
    name: 'acknowledges no more than 6 kB, until there are more than 20',
    role: 'both',
    foundBy: ['3.15'],
    says: () => acknowledging((total) => (total > 6_000 && total < 20_000 ? [] : [total])),
  },
  hearing('both', hangsAt, those('limit types above 2', isOddLimit), '3.23'),
  hearing('both', endsAt, ofType(TYPE.acknowledgement), '3.25'),
  saying('server', loses, ofType(TYPE.setPeerBandwidth), '3.26'),
  {
    name: 'adds the time of a control message to all that follows',
    role: 'both',
    foundBy: ['3.27'],
    hears: () => {
      let more = 0;
      return messages((message) => {
        if (message.type > TYPE.setPeerBandwidth) return [{ ...message, timestamp: message.timestamp + more }];
        more += message.timestamp;
        return [message];
      });
    },
  },
  hearing('server', endsAt, ofType(TYPE.windowAcknowledgementSize), '3.28'),
  {
    name: 'answers Set Peer Bandwidth with half of it',
    role: 'both',
    foundBy: ['3.20'],
    says: () =>
      messages((message) => {
        const isWindow = message.type === TYPE.windowAcknowledgementSize;
        return [isWindow ? { ...message, payload: u32(readU32(message.payload, 0) / 2) } : message];
      }),
  },
  {
    name: 'takes the chunk size of its peer for its own',
    role: 'client',
    foundBy: ['3.8'],
    instead: (subject) => {
      let theirs: number | undefined;
      const hears = messages((message) => {
        if (message.type === TYPE.setChunkSize) theirs = readU32(message.payload, 0);
        return [message];
      });
      const says = miswrite((message, chunkSize) => encodeMessage(message, 1, theirs ?? chunkSize));
      return rewired(subject, {
        peer: (peer) => ({ receive: (bytes) => peer.receive(hears(bytes)) }),
        port: (port) => ({ write: (bytes) => port.write(says(bytes)) }),
      });
    },
  },
];

function sizeOver(most: number) {
  return ({ type, payload }: DecodedMessage) => type === TYPE.setChunkSize && readU32(payload, 0) > most;
}

function isAstray({ type, messageStreamId, chunkStreamId }: DecodedMessage): boolean {
  return type <= TYPE.setPeerBandwidth && (messageStreamId !== 0 || chunkStreamId !== 2);
}

function isOddLimit({ type, payload }: DecodedMessage): boolean {
  return type === TYPE.setPeerBandwidth && (payload[4] ?? 0) > 2;
}

/** Each Acknowledgement is one or several others. */
const acknowledging = (totals: (total: number) => readonly number[]) =>
  messages((message) =>
    message.type === TYPE.acknowledgement
      ? totals(readU32(message.payload, 0)).map((total) => ({ ...message, payload: u32(total) }))
      : [message],
  );
