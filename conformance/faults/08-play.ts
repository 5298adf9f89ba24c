import { readMark } from '../kit/wire/media.ts';
import { TYPE } from '../kit/wire/message.ts';
import { isNamed, reworded, says } from './edits.ts';
import { type Mangle, messages, type SeededFault } from './fault.ts';

/** Area 8: what the cases on playing must find. */
export const playFaults: readonly SeededFault[] = [
  {
    name: 'gives late players no AVC header',
    role: 'server',
    foundBy: ['8.1'],
    says: () => messages((message) => (message.type === TYPE.video && message.payload[1] === 0 ? [] : [message])),
  },
  {
    name: 'goes on after closeStream',
    role: 'server',
    foundBy: ['8.10'],
    hears: () => messages((message) => (isNamed(message, 'closeStream') ? [] : [message])),
  },
  {
    name: 'silences pictures when sound was meant',
    role: 'server',
    foundBy: ['8.11'],
    hears: () => messages((message) => [reworded(message, 'receiveAudio', 'receiveVideo')]),
  },
  {
    name: 'does not hear of pauses',
    role: 'server',
    foundBy: ['8.13'],
    hears: () => messages((message) => (isNamed(message, 'pause') ? [] : [message])),
  },
  {
    name: 'loses a picture where a recording goes on',
    role: 'server',
    foundBy: ['8.14'],
    says: () => withoutPictureAfter('NetStream.Unpause.Notify'),
  },
  {
    name: 'begins behind the key frame after a seek',
    role: 'server',
    foundBy: ['8.16'],
    says: () => withoutPictureAfter('NetStream.Seek.Notify'),
  },
  {
    name: 'does not say that a recording is complete',
    role: 'server',
    foundBy: ['8.22'],
    says: () => messages((message) => (isNamed(message, 'onPlayStatus') ? [] : [message])),
  },
  {
    name: 'leaves the description out of a status',
    role: 'server',
    foundBy: ['8.29'],
    says: () => messages((message) => [reworded(message, 'description', 'reason_of__')]),
  },
  {
    name: 'plays on message stream 0',
    role: 'client',
    foundBy: ['8.25'],
    says: () => messages((message) => [isNamed(message, 'play') ? { ...message, messageStreamId: 0 } : message]),
  },
  {
    name: 'waits for media after a refusal',
    role: 'client',
    foundBy: ['8.26'],
    hears: () => messages((message) => (says(message, 'NetStream.Play.StreamNotFound') ? [] : [message])),
  },
];

/** Drops one picture behind each status of a code. */
function withoutPictureAfter(code: string): Mangle {
  let isDue = false;
  return messages((message) => {
    if (says(message, code)) isDue = true;
    if (!isDue || readMark(message.payload)?.kind !== 'video') return [message];
    isDue = false;
    return [];
  });
}
