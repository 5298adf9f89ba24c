import type { Port } from '../kit/subject.ts';
import { isNamed } from './edits.ts';
import { afterHandshake, type Mangle, messages, type SeededFault } from './fault.ts';
import { rewired } from './rewired.ts';

const nothing = () => {};

/** Area 12: what the cases on robustness and security must find. */
export const robustnessFaults: readonly SeededFault[] = [
  {
    name: 'hangs on what it does not understand',
    role: 'both',
    foundBy: ['1.13', '1.14', '1.15', '2.33', '6.12', '8.28', '12.2', '12.3'],
    instead: (subject) =>
      rewired(subject, { peer: () => ({ ended: nothing }), port: () => ({ end: nothing, abort: nothing }) }),
  },
  { name: 'goes deaf after 50 kB', role: 'server', foundBy: ['12.9'], hears: () => deafAfter(50_000) },
  { name: 'goes deaf after 50 kB', role: 'client', foundBy: ['12.11'], hears: () => deafAfter(50_000) },
  { name: 'goes deaf after 10 kB', role: 'server', foundBy: ['12.13'], hears: () => deafAfter(10_000) },
  {
    name: 'never answers a long connect',
    role: 'server',
    foundBy: ['12.23'],
    hears: () =>
      messages((message) => (isNamed(message, 'connect') && message.payload.length > 1_000 ? [] : [message])),
  },
  {
    name: 'says everything twice',
    role: 'server',
    foundBy: ['12.25'],
    instead: (subject) => rewired(subject, { port: (port) => ({ write: twice(port) }) }),
  },
];

/** What comes behind so many bytes is not read. */
function deafAfter(count: number): Mangle {
  let left = count;
  return afterHandshake((bytes) => {
    const heard = bytes.subarray(0, left);
    left -= heard.length;
    return heard;
  });
}

function twice(port: Port): Port['write'] {
  return (bytes) => {
    port.write(bytes);
    port.write(bytes);
  };
}
