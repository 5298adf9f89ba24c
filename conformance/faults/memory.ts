import { TYPE } from '../kit/wire/message.ts';
import { ourClient } from '../subjects/our-client.ts';
import { ourServer } from '../subjects/our-server.ts';
import type { SeededFault } from './fault.ts';
import { type Heard, wasteful } from './wasteful.ts';

/** Of every area: what the cases that bound memory must find. */
export const memoryFaults: readonly SeededFault[] = [
  {
    name: 'takes memory by the length that is announced',
    role: 'both',
    foundBy: ['12.5'],
    instead: (subject) =>
      wasteful(subject, ({ decoder }) => decoder.unfinished.reduce((sum, length) => sum + length, 0)),
  },
  {
    name: 'takes 64 kB for each message under way',
    role: 'both',
    foundBy: ['2.21', '12.6'],
    instead: (subject) => wasteful(subject, ({ decoder }) => decoder.unfinished.length * 65_536),
  },
  {
    name: 'keeps a note of each message that it heard',
    role: 'both',
    foundBy: ['12.9', '12.11', '12.13'],
    instead: (subject) => wasteful(subject, ({ messages }) => messages.length * 16),
  },
  {
    name: 'keeps 300 bytes of answer for each message that it heard',
    role: 'both',
    foundBy: ['12.7', '12.8', '12.10'],
    instead: (subject) => wasteful(subject, ({ messages }) => messages.length * 300),
  },
  {
    name: 'ends a connection for which 8 kB wait to be sent',
    role: 'both',
    foundBy: [],
    toldBy: { '12.7': 'close', '12.8': 'close', '12.10': 'close' },
    instead: ({ role }) =>
      role === 'server' ? ourServer({ connection: { limits: NARROW } }) : ourClient({ limits: NARROW }),
  },
  {
    name: 'takes a buffer for chunks as large as they may be',
    role: 'both',
    foundBy: ['3.5'],
    instead: (subject) => wasteful(subject, ({ decoder }) => decoder.chunkSize),
  },
  {
    name: 'takes memory by the count that is announced',
    role: 'both',
    foundBy: ['5.7', '5.19'],
    instead: (subject) =>
      wasteful(subject, ({ messages }) =>
        messages.some(({ payload }) => countsFourThousandMillion(payload)) ? 2 ** 32 : 0,
      ),
  },
  {
    name: 'keeps every metadata that ever came',
    role: 'server',
    foundBy: ['12.17'],
    instead: (subject) => wasteful(subject, (heard) => bytesOf(heard, TYPE.data)),
  },
  {
    name: 'keeps every sequence header that ever came',
    role: 'server',
    foundBy: ['12.18'],
    instead: (subject) => wasteful(subject, (heard) => bytesOf(heard, TYPE.video, isHeader)),
  },
  {
    name: 'keeps every picture since the last key frame',
    role: 'server',
    foundBy: ['12.19'],
    instead: (subject) => wasteful(subject, (heard) => bytesOf(heard, TYPE.video)),
  },
];

/** The floods must be long enough to meet a limit, where there is a low one. */
const NARROW = { sendBacklogLow: 2_048, sendBacklogHigh: 4_096, sendBacklogMax: 8_192 };

/** Payload bytes of messages of a type that a subject would keep. */
function bytesOf({ messages }: Heard, type: number, isKept: (payload: Uint8Array) => boolean = () => true): number {
  const kept = messages.filter((message) => message.type === type && isKept(message.payload));
  return kept.reduce((sum, { payload }) => sum + payload.length, 0);
}

/** A sequence header of AVC, or of one track of several. */
const isHeader = ([first, second]: Uint8Array): boolean => first === 0x96 || (first === 0x17 && second === 0);

/** An array or a long string of ffffffff values or bytes is in it. */
function countsFourThousandMillion(payload: Uint8Array): boolean {
  return payload.some(
    (byte, at) => [0x08, 0x0a, 0x0c].includes(byte) && payload.subarray(at + 1, at + 5).join() === '255,255,255,255',
  );
}
