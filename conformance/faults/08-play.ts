import { valuesOf } from '../kit/observation.ts';
import type { SubjectClock } from '../kit/subject.ts';
import { readMark } from '../kit/wire/media.ts';
import { TYPE } from '../kit/wire/message.ts';
import { onStatus, play } from '../kit/wire/messages.ts';
import { isNamed, reworded, says } from './edits.ts';
import { hangsAt, hearing, loses, named, ofType, saying, those } from './family.ts';
import { type Mangle, messages, type SeededFault } from './fault.ts';
import { rewired } from './rewired.ts';

/** Area 8: what the cases on playing must find. */
export const playFaults: readonly SeededFault[] = [
  {
    name: 'gives late players no AVC header',
    role: 'server',
    foundBy: ['8.1'],
    says: () => messages((message) => (message.type === TYPE.video && message.payload[1] === 0 ? [] : [message])),
  },
  {
    name: 'says Play.Start on a stream that nobody made',
    role: 'server',
    foundBy: ['8.1', '8.29'],
    says: () =>
      messages((message) => [says(message, 'NetStream.Play.Start') ? { ...message, messageStreamId: 7 } : message]),
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
    foundBy: ['8.13', '8.15', '8.19'],
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
  hearing(
    'server',
    hangsAt,
    those('a play with reset', (message) => isNamed(message, 'play') && valuesOf(message)?.length === 6),
    '8.2',
  ),
  hearing('server', loses, named('play'), '8.3', '8.4'),
  saying('server', loses, ofType(TYPE.setChunkSize), '8.6'),
  saying('server', loses, named('|RtmpSampleAccess'), '8.7'),
  { name: 'plays what it began with', role: 'server', foundBy: ['8.9'], hears: () => firstOnly('play') },
  {
    name: 'silences sound when pictures were meant',
    role: 'server',
    foundBy: ['8.12'],
    hears: () => messages((message) => [reworded(message, 'receiveVideo', 'receiveAudio')]),
  },
  hearing(
    'server',
    hangsAt,
    those('a seek to no number', (message) => isNamed(message, 'seek') && Number.isNaN(valuesOf(message)?.[3])),
    '8.17',
  ),
  {
    name: 'says that it has sought in what is live',
    role: 'server',
    foundBy: ['8.18'],
    says: () => messages((message) => [says(message, 'NetStream.Seek.') ? onStatus('NetStream.Seek.Notify') : message]),
  },
  { name: 'carries out the first of many seeks', role: 'server', foundBy: ['8.20'], hears: () => firstOnly('seek') },
  {
    name: 'knows no duration',
    role: 'server',
    foundBy: ['8.21'],
    hears: () =>
      messages((message) => {
        const [, , , name, start, duration] = isNamed(message, 'play') ? (valuesOf(message) ?? []) : [];
        if (duration === undefined || typeof name !== 'string') return [message];
        return [{ ...message, payload: play(name, Number(start)).payload }];
      }),
  },
  {
    name: 'has a clock that is ten times too fast',
    role: 'server',
    foundBy: [],
    toldBy: { '8.23': 'as-fast-as-possible' },
    instead: (subject) => rewired(subject, { world: ({ clock }) => ({ clock: faster(clock, 10) }) }),
  },
  {
    name: 'has a clock that is four times too slow',
    role: 'server',
    foundBy: ['8.23'],
    instead: (subject) => rewired(subject, { world: ({ clock }) => ({ clock: faster(clock, 0.25) }) }),
  },
  hearing('server', loses, named('play2'), '8.24'),
  hearing('client', hangsAt, ofType(TYPE.video), '8.27'),
];

/** Hears the first command of a name, and no other. */
function firstOnly(name: string): Mangle {
  let isFirst = true;
  return messages((message) => {
    if (!isNamed(message, name)) return [message];
    const heard = isFirst ? [message] : [];
    isFirst = false;
    return heard;
  });
}

const faster = (clock: SubjectClock, times: number): SubjectClock => ({
  now: () => clock.now() * times,
  wakeAt: (instant, wake) => clock.wakeAt(instant / times, wake),
  get pendingCount() {
    return clock.pendingCount;
  },
});

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
