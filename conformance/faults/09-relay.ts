import { concat, equal, u24 } from '../kit/wire/bytes.ts';
import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { AVC_HEADER, AVC_HEADER_OTHER, readMark } from '../kit/wire/media.ts';
import { TYPE } from '../kit/wire/message.ts';
import { messages, type SeededFault } from './fault.ts';

const markOf = ({ type, payload }: DecodedMessage) =>
  type === TYPE.audio || type === TYPE.video ? readMark(payload) : undefined;

const isPicture = (message: DecodedMessage): boolean => markOf(message)?.kind === 'video';

/** Area 9: what the cases on the relay of media must find. */
export const relayFaults: readonly SeededFault[] = [
  {
    name: 'loses every hundredth picture',
    role: 'server',
    foundBy: ['9.1'],
    says: () =>
      messages((message) => (isPicture(message) && (markOf(message)?.sequence ?? 0) % 100 === 99 ? [] : [message])),
  },
  {
    name: 'says every tenth sound twice',
    role: 'server',
    foundBy: ['9.17'],
    says: () => {
      let sounds = 0;
      return messages((message) => {
        if (markOf(message)?.kind !== 'audio') return [message];
        sounds += 1;
        return sounds % 10 === 0 ? [message, message] : [message];
      });
    },
  },
  {
    name: 'changes the last byte of a payload',
    role: 'server',
    foundBy: ['9.2'],
    says: () =>
      messages((message) =>
        isPicture(message)
          ? [{ ...message, payload: concat(message.payload.subarray(0, -1), Uint8Array.of(0)) }]
          : [message],
      ),
  },
  {
    name: 'lets sound wait for three pictures',
    role: 'server',
    foundBy: ['9.3'],
    says: () => {
      let held: DecodedMessage[] = [];
      let pictures = 0;
      return messages((message) => {
        if (markOf(message)?.kind === 'audio') {
          held.push(message);
          return [];
        }
        pictures += isPicture(message) ? 1 : 0;
        if (pictures % 3 !== 0) return [message];
        const late = held;
        held = [];
        return [message, ...late];
      });
    },
  },
  {
    name: 'counts time in units of 10 ms',
    role: 'server',
    foundBy: ['9.4'],
    says: () => messages((message) => [{ ...message, timestamp: Math.floor(message.timestamp / 10) * 10 }]),
  },
  {
    name: 'takes composition times for unsigned',
    role: 'server',
    foundBy: ['9.5'],
    says: () =>
      messages((message) => {
        const isNegative = isPicture(message) && (message.payload[2] ?? 0) >= 0x80;
        if (!isNegative) return [message];
        return [{ ...message, payload: concat(message.payload.subarray(0, 2), u24(0), message.payload.subarray(5)) }];
      }),
  },
  {
    name: 'gives no player a sequence header',
    role: 'server',
    foundBy: ['9.7'],
    says: () => messages((message) => (isHeader(message) ? [] : [message])),
  },
  {
    name: 'begins players with an inter frame',
    role: 'server',
    foundBy: ['9.8'],
    says: () => {
      let isFirst = true;
      return messages((message) => {
        if (!isPicture(message) || !isFirst) return [message];
        isFirst = false;
        return [];
      });
    },
  },
  {
    name: 'keeps the first sequence header for ever',
    role: 'server',
    foundBy: ['9.9'],
    says: () => messages((message) => (isHeader(message) ? [{ ...message, payload: AVC_HEADER }] : [message])),
  },
  {
    name: 'relays every stream as stream 1',
    role: 'server',
    foundBy: ['9.23'],
    says: () => messages((message) => [message.type === TYPE.video ? { ...message, messageStreamId: 1 } : message]),
  },
  {
    name: 'takes an aggregate inside another apart',
    role: 'server',
    foundBy: ['9.16'],
    hears: () => messages((message) => (message.type === TYPE.aggregate ? [unwrapped(message)] : [message])),
  },
  {
    name: 'sends sound at the time of the picture after it',
    role: 'client',
    foundBy: ['9.21'],
    says: () => {
      let sounds = 0;
      return messages((message) => {
        if (markOf(message)?.kind !== 'audio') return [message];
        sounds += 1;
        return [{ ...message, timestamp: message.timestamp + (sounds % 2) }];
      });
    },
  },
  {
    name: 'misses every twentieth message of media',
    role: 'client',
    foundBy: ['9.22'],
    hears: () => {
      let media = 0;
      return messages((message) => {
        media += markOf(message) === undefined ? 0 : 1;
        return media % 20 === 19 ? [] : [message];
      });
    },
  },
];

const isHeader = ({ type, payload }: DecodedMessage): boolean =>
  type === TYPE.video && (equal(payload, AVC_HEADER) || equal(payload, AVC_HEADER_OTHER));

/** The first part, if it is an aggregate, in place of the whole. */
function unwrapped(message: DecodedMessage): DecodedMessage {
  if (message.payload[0] !== TYPE.aggregate) return message;
  return { ...message, payload: message.payload.subarray(11, -4) };
}
