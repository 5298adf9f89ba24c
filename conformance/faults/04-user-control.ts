import { concat, readU16, u32 } from '../kit/wire/bytes.ts';
import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { TYPE } from '../kit/wire/message.ts';
import { EVENT } from '../kit/wire/messages.ts';
import { insteadOf, messages, type SeededFault } from './fault.ts';

/** Area 4: what the cases on user control must find. */
export const userControlFaults: readonly SeededFault[] = [
  {
    name: 'names stream 0 when a player begins',
    role: 'server',
    foundBy: ['4.3'],
    says: () => naming(EVENT.streamBegin, 0),
  },
  {
    name: 'says that another stream has ended',
    role: 'server',
    foundBy: ['4.4'],
    says: () => naming(EVENT.streamEof, 7),
  },
  {
    name: 'calls a live stream a recording',
    role: 'server',
    foundBy: ['4.9'],
    says: () =>
      messages((message) => {
        const recorded = concat(Uint8Array.of(0, EVENT.streamIsRecorded), message.payload.subarray(2));
        return isEvent(message, EVENT.streamBegin) ? [{ ...message, payload: recorded }, message] : [message];
      }),
  },
  { name: 'answers every ping with 0', role: 'client', foundBy: ['4.10'], says: () => naming(EVENT.pong, 0) },
  { name: 'answers every ping with 1', role: 'server', foundBy: ['4.11'], says: () => naming(EVENT.pong, 1) },
  {
    name: 'answers a ping of three bytes',
    role: 'server',
    foundBy: ['4.14'],
    hears: () => insteadOf('02 000000 000003 04 00000000 000611', '02 000000 000006 04 00000000 000611000000'),
  },
  {
    name: 'names a stream that nobody created',
    role: 'server',
    foundBy: ['4.18'],
    says: () => naming(EVENT.streamEof, 2),
  },
];

function isEvent({ type, payload }: DecodedMessage, event: number): boolean {
  return type === TYPE.userControl && readU16(payload, 0) === event;
}

/** Every event of a kind says this number. */
const naming = (event: number, value: number) =>
  messages((message) => [
    isEvent(message, event) ? { ...message, payload: concat(message.payload.subarray(0, 2), u32(value)) } : message,
  ]);
