import { hex, toHex } from '../kit/wire/bytes.ts';
import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { AUDIO, VIDEO } from '../kit/wire/enhanced.ts';
import { type MessageSpec, TYPE } from '../kit/wire/message.ts';
import { command, information, onStatus } from '../kit/wire/messages.ts';
import { isNamed, says } from './edits.ts';
import { endsAt, hangsAt, hearing, holding, loses, those, type Which } from './family.ts';
import { messages, type SeededFault } from './fault.ts';

const isVideo = ({ type, payload }: DecodedMessage, packetType: number): boolean =>
  type === TYPE.video && ((payload[0] ?? 0) & 0x8f) === (0x80 | packetType);

const isAudio = ({ type, payload }: DecodedMessage, packetType: number): boolean =>
  type === TYPE.audio && payload[0] === (0x90 | packetType);

/** Loses what a test recognises, in what the subject says. */
const losing = (test: (message: DecodedMessage) => boolean) => () =>
  messages((message) => (test(message) ? [] : [message]));

const asked = { ...information('NetConnection.Connect.ReconnectRequest'), tcUrl: 'rtmp://127.0.0.1/elsewhere' };

/** Area 10: what the cases on Enhanced RTMP must find. */
export const enhancedFaults: readonly SeededFault[] = [
  {
    name: 'says capsEx as a text',
    role: 'server',
    foundBy: ['10.2', '10.3'],
    says: () =>
      messages((message) => (isNamed(message, '_result') && says(message, 'capsEx') ? [oddAnswer()] : [message])),
  },
  {
    name: 'loses sequence starts of FourCC codecs',
    role: 'server',
    foundBy: ['10.7', '10.22', '10.36'],
    says: losing((message) => isVideo(message, VIDEO.start)),
  },
  {
    name: 'takes metadata with frame type 5 for a command and drops them',
    role: 'server',
    foundBy: ['10.12'],
    says: losing(({ type, payload }) => type === TYPE.video && payload[0] === 0xd4),
  },
  {
    name: 'looks for the FourCC of a command frame in the next message',
    role: 'server',
    foundBy: ['10.13'],
    hears: () => {
      let isLost = false;
      return messages((message) => {
        const isCommand = message.type === TYPE.video && message.payload[0] === 0xd1;
        const loses = isCommand || (isLost && message.type === TYPE.video);
        isLost = isCommand;
        return loses ? [] : [message];
      });
    },
  },
  {
    name: 'reads the long size of ModEx as one byte, and drops what it then finds',
    role: 'both',
    foundBy: ['10.19'],
    hears: losing((message) => isVideo(message, VIDEO.modEx) && message.payload[1] === 0xff),
  },
  {
    name: 'drops packets with ModEx of a type that it does not know',
    role: 'both',
    foundBy: ['10.20'],
    hears: losing((message) => isVideo(message, VIDEO.modEx) && message.payload.at(9) === 0xf0),
  },
  {
    name: 'keeps the header of one track only',
    role: 'server',
    foundBy: ['10.26'],
    says: losing(
      (message) =>
        isVideo(message, VIDEO.multitrack) &&
        ((message.payload[1] ?? 0) & 0x0f) === VIDEO.start &&
        message.payload[6] === 2,
    ),
  },
  {
    name: 'takes track 1 of sound for track 1 of pictures',
    role: 'server',
    foundBy: ['10.37'],
    says: losing((message) => isAudio(message, AUDIO.multitrack)),
  },
  {
    name: 'is put off by the end of a sequence of sound',
    role: 'both',
    foundBy: ['10.17'],
    hears: () => {
      let hasEnded = false;
      return messages((message) => {
        hasEnded ||= isAudio(message, AUDIO.end);
        return hasEnded && message.type === TYPE.audio ? [] : [message];
      });
    },
  },
  {
    name: 'asks everybody to reconnect who plays',
    role: 'server',
    foundBy: ['10.33'],
    says: () =>
      messages((message) =>
        isNamed(message, 'onStatus') && says(message, 'NetStream.Play.Stop')
          ? [command('onStatus', 0, [null, asked])]
          : [message],
      ),
  },
  {
    name: 'takes a request to reconnect for an error',
    role: 'client',
    foundBy: ['10.30'],
    hears: () =>
      messages((message) =>
        isNamed(message, 'onStatus') && says(message, 'ReconnectRequest')
          ? [onStatus('NetStream.Failed', 'error')]
          : [message],
      ),
  },
  hearing(
    'server',
    hangsAt,
    those('a connect with fourCcList', (m) => isNamed(m, 'connect') && says(m, 'fourCcList')),
    '10.1',
    '10.4',
  ),
  {
    name: 'says capsEx as a text when it connects',
    role: 'client',
    foundBy: ['10.5'],
    says: () => messages((message) => [isNamed(message, 'connect') ? withCapsEx(message, '020000') : message]),
  },
  hearing(
    'client',
    hangsAt,
    those('an answer with capsEx', (m) => isNamed(m, '_result') && says(m, 'capsEx')),
    '10.6',
  ),
  hearing(
    'server',
    loses,
    those('pictures of AV1', (m) => m.type === TYPE.video && says(m, 'av01')),
    '10.8',
  ),
  hearing('server', loses, those('key frames of FourCC codecs', isKeyFrame), '10.9'),
  hearing('server', loses, video('the end of a sequence', VIDEO.end), '10.10'),
  hearing('server', loses, video('MPEG2TSSequenceStart', VIDEO.tsStart), '10.11'),
  hearing('server', loses, audio('sound of FourCC codecs', AUDIO.frames), '10.14'),
  hearing('server', loses, audio('sequence starts of sound', AUDIO.start), '10.15'),
  hearing('server', loses, audio('MultichannelConfig', AUDIO.multichannel), '10.16'),
  hearing('server', loses, video('ModEx', VIDEO.modEx), '10.18'),
  hearing('both', hangsAt, audio('ModEx of sound', AUDIO.modEx), '10.21'),
  hearing('server', loses, video('several tracks', VIDEO.multitrack), '10.23', '10.24'),
  hearing('both', hangsAt, video('several tracks', VIDEO.multitrack), '10.25'),
  hearing(
    'both',
    hangsAt,
    those('two bytes behind a track', (message) => toHex(message.payload).endsWith('41410100')),
    '10.25',
  ),
  hearing('both', hangsAt, video('packet type 8', 8), '10.27'),
  hearing('both', hangsAt, those('enhanced headers that end early', isCut), '10.28'),
  hearing('client', hangsAt, holding('NetConnection.Connect.ReconnectRequest'), '10.32'),
  {
    name: 'offers no reconnect, and fails when it is asked',
    role: 'client',
    foundBy: ['10.31'],
    says: () =>
      messages((message) => [isNamed(message, 'connect') ? withCapsEx(message, '000000000000000000') : message]),
    hears: () =>
      messages((message) => [says(message, 'ReconnectRequest') ? onStatus('NetStream.Failed', 'error') : message]),
  },
  hearing(
    'server',
    loses,
    those('codec 12', ({ type, payload }) => type === TYPE.video && payload[0] === 0x1c),
    '10.34',
  ),
  hearing(
    'server',
    endsAt,
    those('FourCC codecs of frame type 0', ({ type, payload }) => type === TYPE.video && (payload[0] ?? 0) >> 4 === 8),
    '10.35',
  ),
  hearing('server', loses, video('metadata of pictures', VIDEO.metadata), '10.38'),
];

function video(text: string, packetType: number): Which {
  return those(text, (message) => isVideo(message, packetType));
}

function audio(text: string, packetType: number): Which {
  return those(text, (message) => isAudio(message, packetType));
}

/** The value of capsEx, in hexadecimal, as another one. */
function withCapsEx(message: DecodedMessage, value: string): DecodedMessage {
  const digits = toHex(message.payload).replace(/(636170734578)00[0-9a-f]{16}/, `$1${value}`);
  return { ...message, payload: hex(digits) };
}

function isKeyFrame(message: DecodedMessage): boolean {
  return (isVideo(message, VIDEO.frames) || isVideo(message, VIDEO.framesX)) && (message.payload[0] ?? 0) >> 4 === 9;
}

function isCut({ type, payload }: DecodedMessage): boolean {
  return type === TYPE.video && (payload[0] ?? 0) >= 0x80 && payload.length < 5;
}

function oddAnswer(): MessageSpec {
  return command('_result', 1, [
    { fmsVer: 'FMS/3,0,1,123', capabilities: 31, capsEx: '15' },
    { ...information('NetConnection.Connect.Success'), objectEncoding: 0 },
  ]);
}
