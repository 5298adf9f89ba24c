import type { MemorySubject, Port } from '../kit/subject.ts';
import { readU32, toHex } from '../kit/wire/bytes.ts';
import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { TYPE } from '../kit/wire/message.ts';
import { GUARDED } from '../subjects/guarded-apps.ts';
import { MemoryDisk } from '../subjects/memory-disk.ts';
import { ourServer } from '../subjects/our-server.ts';

import { isNamed } from './edits.ts';
import { hangsAt, hearing, holding, ofType, those } from './family.ts';
import { afterHandshake, type Mangle, messages, type SeededFault } from './fault.ts';
import { rewired } from './rewired.ts';

const nothing = () => {};

/** Area 12: what the cases on robustness and security must find. */
export const robustnessFaults: readonly SeededFault[] = [
  {
    name: 'hangs on what it does not understand',
    role: 'both',
    foundBy: ['1.13', '1.14', '1.15', '2.33', '6.12', '8.28', '12.1', '12.2', '12.3', '12.6', '13.12'],
    instead: (subject) =>
      rewired(subject, { peer: () => ({ ended: nothing }), port: () => ({ end: nothing, abort: nothing }) }),
  },
  {
    name: 'goes deaf after 50 kB',
    role: 'both',
    foundBy: ['12.9', '12.11', '12.12'],
    hears: () => deafAfter(50_000),
  },
  hearing('both', hangsAt, ofType(TYPE.acknowledgement), '12.9'),
  hearing('both', hangsAt, those('a chunk size of 65536', announces(65_536)), '12.11'),
  hearing('both', hangsAt, those('a chunk size of 1', announces(1)), '12.12'),
  hearing(
    'both',
    hangsAt,
    those('a message of no bytes', ({ payload }) => payload.length === 0),
    '12.13',
  ),
  { name: 'goes deaf after 10 kB', role: 'both', foundBy: ['12.13'], hears: () => deafAfter(10_000) },
  {
    name: 'takes memory for what is announced',
    role: 'both',
    foundBy: ['12.5'],
    instead: (subject) => hoarding(subject, (bytes) => toHex(bytes).split('ffffff09').length * 0xffffff),
  },
  {
    name: 'keeps a kilobyte of answer for each byte that it hears',
    role: 'both',
    foundBy: ['12.7', '12.8', '12.10'],
    instead: (subject) => hoarding(subject, (bytes) => 1024 * bytes.length),
  },
  hearing('both', hangsAt, holding('__proto__'), '12.22'),
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
  {
    name: 'forgets no connection',
    role: 'server',
    foundBy: ['12.4'],
    instead: (subject) => {
      let count = 0;
      return rewired(subject, {
        peer: () => {
          count += 1;
          return {};
        },
        running: (running) => ({ measure: (metric) => (metric === 'sessions' ? count : running.measure?.(metric)) }),
      });
    },
  },
  {
    name: 'keeps its timers when it is left',
    role: 'client',
    foundBy: ['12.4'],
    instead: (subject) =>
      rewired(subject, { running: () => ({ measure: (metric) => (metric === 'timers' ? 1 : undefined) }) }),
  },
  {
    name: 'gives everybody all the time there is',
    role: 'server',
    foundBy: ['12.14'],
    instead: () => ourServer({ connection: { timeouts: { handshake: 0, connect: 0 } } }),
  },
  {
    name: 'drops the oldest connection when there are a thousand',
    role: 'server',
    foundBy: ['12.15'],
    instead: (subject) => {
      const ports: Port[] = [];
      return rewired(subject, {
        port: (port) => {
          ports.push(port);
          if (ports.length > 1_000) ports.shift()?.abort();
          return {};
        },
      });
    },
  },
  {
    name: 'queues without end for a player that does not read',
    role: 'server',
    foundBy: ['12.16'],
    instead: () =>
      ourServer({ live: { slowPlayer: { skipAboveBytes: VAST, resumeBelowBytes: VAST, cutAboveBytes: VAST } } }),
  },
  {
    name: 'undoes percent signs in the names of files, until there are none',
    role: 'server',
    foundBy: ['12.20'],
    instead: () => withDisk((disk) => ({ recording: { store: undoing(disk.store) } })),
  },
  {
    name: 'plays whatever file a name leads to',
    role: 'server',
    foundBy: ['12.20'],
    instead: () => withDisk((disk) => ({ vod: { open: () => disk.vod.open('../../etc/passwd') } })),
  },
  {
    name: 'logs what a client says of itself as it is',
    role: 'server',
    foundBy: ['12.21'],
    instead: () => {
      let controls = 0;
      return rewired(
        ourServer({
          onEvent: (event) => {
            if (event.type === 'clientConnected') controls += event.flashVer.match(/\p{Cc}/gu)?.length ?? 0;
          },
        }),
        { running: (running) => ({ measure: (m) => (m === 'logControls' ? controls : running.measure?.(m)) }) },
      );
    },
  },
  {
    name: 'tells which key it wants',
    role: 'server',
    foundBy: ['12.26'],
    instead: () => ourServer({ onPublish: () => ({ refuse: `Expected ${GUARDED.right}.` }) }),
  },
  {
    name: 'tells which file it does not find',
    role: 'server',
    foundBy: ['12.26'],
    instead: () => ourServer({ onPublish: () => ({ refuse: 'ENOENT: /etc/keys.json' }) }),
  },
];

/** Holds more for each read than it should. */
function hoarding(subject: MemorySubject, held: (bytes: Uint8Array) => number): MemorySubject {
  let count = 0;
  return rewired(subject, {
    peer: (peer) => ({
      receive: (bytes) => {
        count += held(bytes);
        peer.receive(bytes);
      },
    }),
    running: (running) => ({ measure: (metric) => (running.measure?.(metric) ?? 0) + count }),
  });
}

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

const VAST = 1_073_741_824;

/** Our server with a disk that is seen through. */
function withDisk(options: (disk: MemoryDisk) => Parameters<typeof ourServer>[0]): MemorySubject {
  const disk = new MemoryDisk();
  return rewired(ourServer(options(disk)), {
    running: (running) => ({
      measure: (metric) => (metric === 'strayFiles' ? disk.strayCount : running.measure?.(metric)),
    }),
  });
}

function undoing(store: MemoryDisk['store']): MemoryDisk['store'] {
  const plain = (name: string): string => {
    const undone = name.replace(/%([0-9A-F]{2})/gi, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
    return undone === name ? name : plain(undone);
  };
  return { open: (name, mode) => store.open(plain(name), mode) };
}

function announces(size: number): (message: DecodedMessage) => boolean {
  return ({ type, payload }) => type === TYPE.setChunkSize && readU32(payload, 0) === size;
}
