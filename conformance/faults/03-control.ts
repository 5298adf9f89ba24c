import { concat, equal, hex, readU32, toHex, u32 } from '../kit/wire/bytes.ts';
import { ChunkDecoder } from '../kit/wire/chunk-decode.ts';
import { encodeMessage, TYPE } from '../kit/wire/message.ts';
import { abort, setChunkSize } from '../kit/wire/messages.ts';
import { afterHandshake, insteadOf, messages, type SeededFault, without } from './fault.ts';

const SET_4096 = '02 000000 000004 01 00000000 00001000';
const ACKNOWLEDGEMENT_0 = '02 000000 000004 03 00000000 00000000';

/** Area 3: what the cases on protocol control must find. */
export const controlFaults: readonly SeededFault[] = [
  {
    name: 'does not hear Set Chunk Size',
    role: 'server',
    foundBy: ['3.1'],
    hears: () => insteadOf(SET_4096, ACKNOWLEDGEMENT_0),
  },
  {
    name: 'waits for ever after a chunk size of 0',
    role: 'client',
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
    role: 'server',
    foundBy: ['3.6'],
    hears: () => insteadOf('02 000000 000003 01 00000000 000010', '02 000000 000004 01 00000000 00001002'),
  },
  {
    name: 'cuts its messages as its peer does',
    role: 'server',
    foundBy: ['3.8'],
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
    role: 'server',
    foundBy: ['3.13'],
    hears: () => insteadOf(toHex(encodeMessage(abort(4), 0, 128)), toHex(encodeMessage(abort(6), 0, 128))),
  },
  { name: 'never acknowledges', role: 'server', foundBy: ['3.14'], says: () => without(TYPE.acknowledgement) },
  {
    name: 'acknowledges twice what came',
    role: 'client',
    foundBy: ['3.15'],
    says: () => acknowledging((total) => [2 * total]),
  },
  {
    name: 'acknowledges the bytes of a chunk one by one',
    role: 'server',
    foundBy: ['3.18'],
    says: () => acknowledging((total) => Array.from({ length: 100 }, (_, at) => total - 99 + at)),
  },
  {
    name: 'answers Set Peer Bandwidth with half of it',
    role: 'server',
    foundBy: ['3.20'],
    says: () =>
      messages((message) => {
        const isWindow = message.type === TYPE.windowAcknowledgementSize;
        return [isWindow ? { ...message, payload: u32(readU32(message.payload, 0) / 2) } : message];
      }),
  },
];

/** Each Acknowledgement is one or several others. */
const acknowledging = (totals: (total: number) => readonly number[]) =>
  messages((message) =>
    message.type === TYPE.acknowledgement
      ? totals(readU32(message.payload, 0)).map((total) => ({ ...message, payload: u32(total) }))
      : [message],
  );
