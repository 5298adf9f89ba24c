import type { SubjectClock, World } from '../kit/subject.ts';
import { readMark } from '../kit/wire/media.ts';
import { TYPE } from '../kit/wire/message.ts';
import { EVENT } from '../kit/wire/messages.ts';
import { clockOnTheWall } from '../subjects/clock-on-the-wall.ts';
import { ourServer } from '../subjects/our-server.ts';
import { doubles, event, hearing, loses, saying } from './family.ts';
import { messages, type SeededFault, without } from './fault.ts';
import { rewired } from './rewired.ts';

/** Area 11: what the cases on timing and timeouts must find. */
export const timingFaults: readonly SeededFault[] = [
  {
    name: 'waits for a handshake for ever',
    role: 'server',
    foundBy: ['11.1', '11.2'],
    instead: () => ourServer({ connection: { timeouts: { handshake: 0, idle: 0 } } }),
  },
  {
    name: 'waits for connect for ever',
    role: 'server',
    foundBy: ['11.3'],
    instead: () => ourServer({ connection: { timeouts: { connect: 0, ping: 0, idle: 0 } } }),
  },
  {
    name: 'never asks who is there',
    role: 'server',
    foundBy: ['11.4'],
    instead: () => ourServer({ connection: { timeouts: { ping: 0, idle: 0 } } }),
  },
  {
    name: 'wants no answer to its pings',
    role: 'server',
    foundBy: ['11.5'],
    instead: () => ourServer({ connection: { timeouts: { idle: 0 } } }),
  },
  {
    name: 'keeps the name of a silent publisher for it',
    role: 'server',
    foundBy: ['11.6'],
    instead: () => ourServer({ live: { staleAfterMs: 86_400_000 } }),
  },
  {
    name: 'drops whoever says nothing for a minute, unasked',
    role: 'server',
    foundBy: ['11.7'],
    instead: () => ourServer({ connection: { timeouts: { ping: 0, idle: 9_000 } } }),
  },
  { name: 'relays no sound', role: 'server', foundBy: ['11.15'], says: () => without(TYPE.audio) },
  {
    name: 'knows no time',
    role: 'client',
    foundBy: ['11.8', '11.9', '11.10', '14.6'],
    instead: (subject) => rewired(subject, { world: (world) => ({ clock: still(world) }) }),
  },
  {
    name: 'cancels nothing that it waits for',
    role: 'both',
    foundBy: ['11.13'],
    instead: (subject) => rewired(subject, { world: (world) => ({ clock: uncancelled(world) }) }),
  },
  {
    name: 'takes the time of day for its clock',
    role: 'server',
    foundBy: ['11.14'],
    instead: (subject) => rewired(subject, { world: (world) => ({ clock: clockOnTheWall(world.clock) }) }),
  },
  saying('server', doubles, event(EVENT.ping), '11.12'),
  hearing('client', loses, event(EVENT.pong), '11.14'),
  {
    name: 'leaves out inter frames, and goes on with one',
    role: 'client',
    foundBy: ['11.11'],
    says: () =>
      messages((message) => {
        const mark = message.type === TYPE.video ? readMark(message.payload) : undefined;
        return mark !== undefined && mark.sequence > 10 && mark.sequence < 20 ? [] : [message];
      }),
  },
  {
    name: 'keeps what it has said',
    role: 'client',
    foundBy: ['11.11'],
    instead: (subject) => {
      let said = 0;
      return rewired(subject, {
        port: (port) => ({
          write: (bytes) => {
            said += bytes.length;
            port.write(bytes);
          },
        }),
        running: () => ({ measure: () => said }),
      });
    },
  },
];

/** Nothing that is waited for ever comes. */
const still = ({ clock }: World): SubjectClock => ({
  now: () => clock.now(),
  wakeAt: () => ({ cancel: () => {} }),
  pendingCount: 0,
});

const uncancelled = ({ clock }: World): SubjectClock => ({
  now: () => clock.now(),
  wakeAt: (instant, wake) => {
    clock.wakeAt(instant, wake);
    return { cancel: () => {} };
  },
  get pendingCount() {
    return clock.pendingCount;
  },
});
