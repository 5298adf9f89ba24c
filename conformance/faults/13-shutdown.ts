import type { MemorySubject, Peer, World } from '../kit/subject.ts';
import { fill, readU32 } from '../kit/wire/bytes.ts';
import { ChunkDecoder } from '../kit/wire/chunk-decode.ts';
import { encodeMessage, TYPE } from '../kit/wire/message.ts';
import { setChunkSize } from '../kit/wire/messages.ts';
import { ourServer } from '../subjects/our-server.ts';
import { isNamed, says } from './edits.ts';
import { hangsAt, hearing, holding } from './family.ts';
import { type Mangle, messages, type SeededFault } from './fault.ts';
import { rewired } from './rewired.ts';

const nothing = () => {};

/** Area 13: what the cases on shutdown and reconnect must find. */
export const shutdownFaults: readonly SeededFault[] = [
  {
    name: 'keeps its side open when the client has ended its own',
    role: 'server',
    foundBy: ['1.22', '13.1'],
    instead: (subject) => rewired(subject, { peer: () => ({ ended: nothing }) }),
  },
  {
    name: 'notices no reset',
    role: 'server',
    foundBy: ['12.1', '13.2', '13.8', '13.14'],
    instead: (subject) => rewired(subject, { peer: () => ({ lost: nothing }) }),
  },
  {
    name: 'waits on when the server has ended',
    role: 'client',
    foundBy: ['13.3', '13.14'],
    instead: (subject) => rewired(subject, { peer: () => ({ ended: nothing }) }),
  },
  {
    name: 'says twice that it is over',
    role: 'client',
    foundBy: ['13.4', '13.12'],
    instead: (subject) => rewired(subject, { world: (world) => ({ report: twice(world) }) }),
  },
  {
    name: 'fills up with zeros what did not come',
    role: 'both',
    foundBy: ['13.5'],
    instead: (subject) => rewired(subject, { peer: zerosAtTheEnd }),
  },
  {
    name: 'shuts down without a word',
    role: 'server',
    foundBy: ['13.6'],
    says: () =>
      messages((message) => {
        const isFarewell = says(message, 'npublish') || says(message, 'AppShutdown') || says(message, '.Closed');
        return isFarewell || message.type === TYPE.userControl ? [] : [message];
      }),
  },
  {
    name: 'resets its connections when it shuts down',
    role: 'server',
    foundBy: ['13.6'],
    instead: (subject) => rewired(subject, { port: (port) => ({ end: () => port.abort() }) }),
  },
  {
    name: 'comes back at once',
    role: 'client',
    foundBy: [],
    toldBy: { '13.9': 'begins anew' },
    instead: comesBack,
  },
  {
    name: 'kicks nobody',
    role: 'server',
    foundBy: ['13.7'],
    instead: (subject) => rewired(subject, { running: () => ({ order: nothing }) }),
  },
  {
    name: 'reads a new connection with the chunk size of the old one',
    role: 'both',
    foundBy: ['13.10'],
    hears: keepsSize(),
  },
  {
    name: 'goes on relaying a deleted stream',
    role: 'server',
    foundBy: ['13.11'],
    hears: () => messages((message) => (isNamed(message, 'deleteStream') ? [] : [message])),
  },
  {
    name: 'never gives anybody up',
    role: 'server',
    foundBy: ['13.13'],
    instead: () => ourServer({ connection: { timeouts: { idle: 0 } } }),
  },
  hearing('client', hangsAt, holding('NetStream.Play.UnpublishNotify'), '13.11'),
];

/** A client that is started again whenever it has failed. */
function comesBack(subject: MemorySubject): MemorySubject {
  let again = nothing;
  return rewired(subject, {
    world: (world) => ({ report: (report) => (report.what === 'failed' ? again() : world.report(report)) }),
    running: (running) => ({
      launch: (intent, name) => {
        again = () => running.launch?.(intent, name);
        again();
      },
    }),
  });
}

function twice(world: World): World['report'] {
  return (report) => {
    world.report(report);
    world.report(report);
  };
}

/** Whatever was unfinished is complete with so many zeros. */
function zerosAtTheEnd(peer: Peer): Partial<Peer> {
  return {
    ended: () => {
      peer.receive(fill(128));
      peer.ended();
    },
    lost: (isReset) => {
      peer.receive(fill(128));
      peer.lost(isReset);
    },
  };
}

/** Each connection is read with the chunk size that the one before it ended with. */
function keepsSize(): () => Mangle {
  let size = 128;
  return () => {
    const reader = new ChunkDecoder();
    reader.push(encodeMessage(setChunkSize(size), 1, 128));
    return messages(
      (message) => {
        if (message.type === TYPE.setChunkSize) size = readU32(message.payload, 0);
        return [message];
      },
      { reader },
    );
  };
}
