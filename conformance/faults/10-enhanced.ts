import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { AUDIO, VIDEO } from '../kit/wire/enhanced.ts';
import { type MessageSpec, TYPE } from '../kit/wire/message.ts';
import { command, information, onStatus } from '../kit/wire/messages.ts';
import { isNamed, says } from './edits.ts';
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
    foundBy: ['10.2'],
    says: () =>
      messages((message) => (isNamed(message, '_result') && says(message, 'capsEx') ? [oddAnswer()] : [message])),
  },
  {
    name: 'loses sequence starts of FourCC codecs',
    role: 'server',
    foundBy: ['10.7'],
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
    role: 'server',
    foundBy: ['10.19'],
    says: losing((message) => isVideo(message, VIDEO.modEx) && message.payload[1] === 0xff),
  },
  {
    name: 'drops packets with ModEx of a type that it does not know',
    role: 'client',
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
    role: 'client',
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
];

function oddAnswer(): MessageSpec {
  return command('_result', 1, [
    { fmsVer: 'FMS/3,0,1,123', capabilities: 31, capsEx: '15' },
    { ...information('NetConnection.Connect.Success'), objectEncoding: 0 },
  ]);
}
