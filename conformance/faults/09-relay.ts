import { concat, equal, u24 } from '../kit/wire/bytes.ts';
import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { AVC_HEADER, AVC_HEADER_OTHER, readMark } from '../kit/wire/media.ts';
import { TYPE } from '../kit/wire/message.ts';
import { isNamed, reworded } from './edits.ts';
import { digits, endsAt, hangsAt, hearing, loses, saying, shifts, those } from './family.ts';
import { messages, type SeededFault } from './fault.ts';
import { rewired } from './rewired.ts';

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
    foundBy: ['9.9', '9.19'],
    says: () => messages((message) => (isHeader(message) ? [{ ...message, payload: AVC_HEADER }] : [message])),
  },
  {
    name: 'relays every stream as stream 1',
    role: 'server',
    foundBy: ['8.8', '9.23'],
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
  {
    name: 'counts the time of each stream from 0',
    role: 'server',
    foundBy: ['9.6'],
    says: () => {
      let first: number | undefined;
      return messages((message) => {
        if (markOf(message) === undefined) return [message];
        first ??= message.timestamp;
        return [{ ...message, timestamp: message.timestamp - first }];
      });
    },
  },
  {
    name: 'relays no sound before there are pictures',
    role: 'server',
    foundBy: ['9.10', '9.11'],
    says: () => {
      let hasPictures = false;
      return messages((message) => {
        hasPictures ||= message.type === TYPE.video;
        return message.type === TYPE.audio && !hasPictures ? [] : [message];
      });
    },
  },
  {
    name: 'keeps the first metadata for ever',
    role: 'server',
    foundBy: ['9.12'],
    hears: () => {
      let first: DecodedMessage | undefined;
      return messages((message) => {
        if (!isNamed(message, '@setDataFrame')) return [message];
        first ??= message;
        return [{ ...message, payload: first.payload }];
      });
    },
  },
  {
    name: 'lets data wait for two messages of media',
    role: 'server',
    foundBy: ['9.13'],
    says: () => {
      const held: DecodedMessage[] = [];
      let media = 0;
      return messages((message) => {
        if (message.type === TYPE.data) {
          held.push(message);
          media = 0;
          return [];
        }
        media += markOf(message) === undefined ? 0 : 1;
        return media < 2 ? [message] : [message, ...held.splice(0)];
      });
    },
  },
  saying(
    'server',
    loses,
    those('pictures of codec 4', ({ type, payload }) => type === TYPE.video && payload[0] === 0x14),
    '9.14',
  ),
  saying('server', shifts, those('the picture of an aggregate', isBarePicture), '9.15'),
  saying(
    'server',
    shifts,
    those('both parts of an aggregate', (message) => isBarePicture(message) || isBareSound(message)),
    '9.15',
  ),
  {
    name: 'relays the name of data and another text',
    role: 'server',
    foundBy: ['9.13'],
    says: () =>
      messages((message) => [isNamed(message, 'onTextData') ? reworded(message, '\u0002ck', '\u0002kc') : message]),
  },
  saying('client', loses, those('the first picture', isFirstPicture), '9.21'),
  hearing('client', endsAt, those('media of other message streams', isElsewhere), '9.24'),
  hearing('server', hangsAt, digits('data that begins with a long string', /6164646974696f6e616c4d65646961/), '9.25'),
  {
    name: 'counts time anew from a header',
    role: 'server',
    foundBy: ['9.26'],
    says: () => {
      let less = 0;
      let latest = 0;
      return messages((message) => {
        if (isHeader(message)) less = latest;
        latest = message.timestamp;
        return [{ ...message, timestamp: Math.max(0, message.timestamp - less) }];
      });
    },
  },
  {
    name: 'stops for all when one player is a megabyte behind',
    role: 'server',
    foundBy: ['9.18'],
    instead: (subject) => {
      let unsent = 0;
      return rewired(subject, {
        port: (port) => ({
          write: (bytes) => {
            if (unsent > 1_000_000) return;
            unsent += bytes.length;
            port.write(bytes);
          },
        }),
        peer: (peer) => ({
          transmitted: (count) => {
            unsent -= count;
            peer.transmitted(count);
          },
        }),
      });
    },
  },
];

function isBarePicture({ type, payload }: DecodedMessage): boolean {
  return type === TYPE.video && payload[0] === 0x27 && payload.length === 5;
}

function isBareSound({ type, payload }: DecodedMessage): boolean {
  return type === TYPE.audio && payload[0] === 0xaf && payload.length === 2;
}

function isFirstPicture(message: DecodedMessage): boolean {
  return isPicture(message) && markOf(message)?.sequence === 0;
}

function isElsewhere({ type, messageStreamId }: DecodedMessage): boolean {
  return type === TYPE.video && messageStreamId !== 1;
}

const isHeader = ({ type, payload }: DecodedMessage): boolean =>
  type === TYPE.video && (equal(payload, AVC_HEADER) || equal(payload, AVC_HEADER_OTHER));

/** The first part, if it is an aggregate, in place of the whole. */
function unwrapped(message: DecodedMessage): DecodedMessage {
  if (message.payload[0] !== TYPE.aggregate) return message;
  return { ...message, payload: message.payload.subarray(11, -4) };
}
