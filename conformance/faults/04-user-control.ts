import { concat, readU16, u32 } from '../kit/wire/bytes.ts';
import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { TYPE } from '../kit/wire/message.ts';
import { EVENT, setChunkSize, userControl } from '../kit/wire/messages.ts';
import { isNamed, says } from './edits.ts';
import { endsAt, event, hangsAt, hearing, loses, named, saying, those } from './family.ts';
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
    foundBy: ['4.4', '4.5'],
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
    role: 'both',
    foundBy: ['4.14'],
    hears: () => insteadOf('02 000000 000003 04 00000000 000611', '02 000000 000006 04 00000000 000611000000'),
  },
  {
    name: 'names a stream that nobody created',
    role: 'server',
    foundBy: ['4.18'],
    says: () => naming(EVENT.streamEof, 2),
  },
  {
    name: 'says that stream 1 begins, before it has made one',
    role: 'server',
    foundBy: ['4.1'],
    says: () =>
      messages((message) =>
        isNamed(message, '_result') && says(message, 'NetConnection.Connect.Success')
          ? [message, userControl(EVENT.streamBegin, u32(1))]
          : [message],
      ),
  },
  {
    name: 'says that the connection begins when a stream is made',
    role: 'server',
    foundBy: ['4.1'],
    says: () =>
      messages((message) =>
        isNamed(message, '_result') && !says(message, 'NetConnection.Connect.Success')
          ? [message, userControl(EVENT.streamBegin, u32(0))]
          : [message],
      ),
  },
  {
    name: 'says that the stream before begins',
    role: 'server',
    foundBy: ['4.2'],
    says: () => naming(EVENT.streamBegin, 7),
  },
  saying('server', loses, named('onPlayStatus'), '4.5'),
  {
    name: 'calls a stream dry when it has said a while',
    role: 'server',
    foundBy: ['4.6'],
    says: () =>
      messages((message) =>
        isEvent(message, EVENT.ping) ? [userControl(EVENT.streamDry, u32(1)), message] : [message],
      ),
  },
  {
    name: 'ends the connection of a player that changes its buffer',
    role: 'server',
    foundBy: ['4.7'],
    hears: () => {
      let plays = false;
      return messages((message) => {
        plays ||= isNamed(message, 'play');
        return plays && isEvent(message, EVENT.setBufferLength) ? [setChunkSize(0)] : [message];
      });
    },
  },
  saying('client', loses, event(EVENT.setBufferLength), '4.8'),
  hearing('both', endsAt, event(EVENT.pong), '4.12'),
  hearing('both', hangsAt, those('user control events above 7', isUnknown), '4.13'),
  hearing('both', endsAt, those('events that are longer than they must be', isLong), '4.15'),
  hearing('both', endsAt, those('events outside of message stream 0', isAstray), '4.17'),
];

function isUnknown({ type, payload }: DecodedMessage): boolean {
  return type === TYPE.userControl && readU16(payload, 0) > EVENT.pong;
}

function isLong({ type, payload }: DecodedMessage): boolean {
  return type === TYPE.userControl && payload.length > 10;
}

function isAstray({ type, messageStreamId, chunkStreamId }: DecodedMessage): boolean {
  return type === TYPE.userControl && (messageStreamId !== 0 || chunkStreamId !== 2);
}

function isEvent({ type, payload }: DecodedMessage, event: number): boolean {
  return type === TYPE.userControl && readU16(payload, 0) === event;
}

/** Every event of a kind says this number. */
const naming = (event: number, value: number) =>
  messages((message) => [
    isEvent(message, event) ? { ...message, payload: concat(message.payload.subarray(0, 2), u32(value)) } : message,
  ]);
