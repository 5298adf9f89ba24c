import { valuesOf } from '../kit/observation.ts';
import { command } from '../kit/wire/messages.ts';
import { ourServer } from '../subjects/our-server.ts';
import { endingIn, isNamed, numbered, reworded, says } from './edits.ts';
import { messages, type SeededFault } from './fault.ts';

/** Area 6: what the cases on NetConnection must find. */
export const netConnectionFaults: readonly SeededFault[] = [
  {
    name: 'says yes to connect with a code of its own',
    role: 'server',
    foundBy: ['6.1'],
    says: () =>
      messages((message) => [reworded(message, 'NetConnection.Connect.Success', 'NetConnection.Connect.Allowed')]),
  },
  {
    name: 'keeps transaction ids as integers',
    role: 'server',
    foundBy: ['6.3'],
    says: () =>
      messages((message) => {
        const id = valuesOf(message)?.[1];
        return [isNamed(message, '_result') && typeof id === 'number' ? numbered(message, Math.trunc(id)) : message];
      }),
  },
  {
    name: 'ends connections that are silent for 100 ms',
    role: 'server',
    foundBy: ['6.14'],
    instead: () => ourServer({ connection: { timeouts: { ping: 200, idle: 100 } } }),
  },
  {
    name: 'makes stream 0',
    role: 'server',
    foundBy: ['6.15'],
    says: () =>
      messages((message) => [
        isNamed(message, '_result') && valuesOf(message)?.[3] === 1 ? endingIn(message, 0) : message,
      ]),
  },
  {
    name: 'makes stream 2 each time',
    role: 'server',
    foundBy: ['6.16'],
    says: () =>
      messages((message) => {
        const isStream = isNamed(message, '_result') && typeof valuesOf(message)?.[3] === 'number';
        return [isStream ? endingIn(message, 2) : message];
      }),
  },
  {
    name: 'answers calls that want no answer',
    role: 'server',
    foundBy: ['6.20'],
    hears: () => messages((message) => [isNamed(message, 'ckNope') ? numbered(message, 77) : message]),
    says: () => messages((message) => [valuesOf(message)?.[1] === 77 ? numbered(message, 0) : message]),
  },
  {
    name: 'says the length of a recording in milliseconds',
    role: 'server',
    foundBy: ['6.22'],
    says: () =>
      messages((message) => {
        const [name, , , value] = valuesOf(message) ?? [];
        return [
          name === '_result' && typeof value === 'number' && value > 9 ? endingIn(message, 1_000 * value) : message,
        ];
      }),
  },
  {
    name: 'connects to an app that nobody asked for',
    role: 'client',
    foundBy: ['6.24'],
    says: () =>
      messages((message) => [
        isNamed(message, 'connect') ? reworded(message, '\u0000\u0004live', '\u0000\u0004love') : message,
      ]),
  },
  {
    name: 'takes the refusal of connect for nothing',
    role: 'client',
    foundBy: ['6.26'],
    hears: () => messages((message) => (says(message, 'NetConnection.Connect.Rejected') ? [] : [message])),
  },
  {
    name: 'goes on without a stream',
    role: 'client',
    foundBy: ['6.31'],
    hears: () =>
      messages((message) => {
        const isRefusal = isNamed(message, '_error') && says(message, 'no more streams');
        return [isRefusal ? command('_result', Number(valuesOf(message)?.[1]), [null, 1]) : message];
      }),
  },
];
