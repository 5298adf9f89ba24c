import type { Announcement } from '../kit/case.ts';
import { connect } from '../kit/ladder.ts';
import { valuesOf } from '../kit/observation.ts';
import type { MemorySubject, Port } from '../kit/subject.ts';
import { readU16 } from '../kit/wire/bytes.ts';
import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { encodeMessage, type MessageSpec, TYPE } from '../kit/wire/message.ts';
import { command, createStream, information, onStatus } from '../kit/wire/messages.ts';
import { ourServer } from '../subjects/our-server.ts';
import { endingIn, isNamed, numbered, reworded, says } from './edits.ts';
import { endsAt, hangsAt, hearing, loses, named, ofType, saying, those, type Which } from './family.ts';
import { type Mangle, messages, type SeededFault, without } from './fault.ts';
import { rewired } from './rewired.ts';

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
  {
    name: 'writes fmsVer in small letters',
    role: 'server',
    foundBy: ['6.2', '6.38'],
    says: () => messages((message) => [reworded(message, 'fmsVer', 'fmsver')]),
  },
  {
    name: 'answers every connect as transaction 1',
    role: 'server',
    foundBy: ['6.4'],
    says: () =>
      messages((message) => [says(message, 'NetConnection.Connect.Success') ? numbered(message, 1) : message]),
  },
  hearing(
    'server',
    hangsAt,
    connectWith('no flashVer', (message) => !says(message, 'flashVer')),
    '6.5',
    '6.7',
  ),
  hearing(
    'server',
    hangsAt,
    connectWith('swfUrl', (message) => says(message, 'swfUrl')),
    '6.6',
  ),
  hearing(
    'server',
    hangsAt,
    connectWith('a query', (message) => says(message, '?token')),
    '6.8',
  ),
  hearing(
    'server',
    hangsAt,
    connectWith('an app that there is not', (message) => says(message, 'absent')),
    '6.9',
  ),
  {
    name: 'lets everybody in',
    role: 'server',
    foundBy: ['6.11'],
    says: () =>
      messages((message) => {
        if (!isNamed(message, '_error')) return [message];
        return [command('_result', 1, [null, information('NetConnection.Connect.Success')])];
      }),
  },
  {
    name: 'lets everybody publish',
    role: 'server',
    foundBy: ['6.10'],
    says: () =>
      messages((message) => [
        says(message, 'NetStream.Publish.') && says(message, 'error') ? onStatus('NetStream.Publish.Start') : message,
      ]),
  },
  {
    name: 'takes whoever calls for connected',
    role: 'server',
    foundBy: ['14.3'],
    toldBy: { '6.13': 'answers-create' },
    hears: () => connectedBefore((message) => message.type === TYPE.command && !isNamed(message, 'connect')),
  },
  {
    name: 'publishes and plays for whoever calls',
    role: 'server',
    foundBy: ['6.13'],
    hears: () => connectedBefore((message) => isNamed(message, 'publish') || isNamed(message, 'play'), createStream(2)),
  },
  saying('server', loses, named('_error'), '6.18'),
  {
    name: 'says yes to calls that it does not know',
    role: 'server',
    foundBy: ['6.19'],
    says: () =>
      messages((message) => {
        const isUnknown = isNamed(message, '_error') && says(message, 'NetConnection.Call.Failed');
        return [isUnknown ? command('_result', Number(valuesOf(message)?.[1]), [null, 1]) : message];
      }),
  },
  hearing('client', hangsAt, named('ckNope'), '6.20', '6.32'),
  hearing('server', endsAt, named('FCPublish'), '6.21'),
  hearing('client', hangsAt, named('onBWDone'), '6.23'),
  {
    name: 'creates a stream before it is connected',
    role: 'client',
    foundBy: [],
    toldBy: { '6.25': 'pipelines' },
    says: () => messages((message) => (isNamed(message, 'connect') ? [message, createStream(2)] : [message])),
  },
  hearing('client', loses, named('_result'), '6.25'),
  hearing('client', loses, named('_error'), '6.27'),
  hearing('client', hangsAt, those('an answer with more than is usual', isRich), '6.28'),
  {
    name: 'takes any transaction for that of connect',
    role: 'client',
    foundBy: [],
    toldBy: { '6.29': 'first-result-wins' },
    hears: () => messages((message) => [isStray(message) ? numbered(message, 1) : message]),
  },
  hearing('client', hangsAt, those('an answer to what it never asked', isStray), '6.29'),
  {
    name: 'sends media on message stream 1, whatever it was given',
    role: 'client',
    foundBy: ['6.30'],
    says: () =>
      messages((message) => [
        message.type === TYPE.audio || message.type === TYPE.video ? { ...message, messageStreamId: 1 } : message,
      ]),
  },
  {
    name: 'publishes on message stream 1, whatever it was given',
    role: 'client',
    foundBy: [],
    toldBy: { '6.30': 'hard-wired-1' },
    says: () => messages((message) => [message.messageStreamId > 1 ? { ...message, messageStreamId: 1 } : message]),
  },
  hearing('both', hangsAt, named('close'), '6.33'),
  {
    name: 'promises AMF3, and knows none',
    role: 'server',
    foundBy: [],
    toldBy: { '6.34': 'echoes-3-without-support' },
    hears: () => without(TYPE.commandAmf3),
    says: () => messages((message) => [says(message, 'objectEncoding') ? connected({ objectEncoding: 3 }) : message]),
  },
  {
    name: 'says that it reads AMF of a version that there is not',
    role: 'server',
    foundBy: ['6.34'],
    says: () => messages((message) => [says(message, 'objectEncoding') ? connected({ objectEncoding: 1 }) : message]),
  },
  hearing('server', hangsAt, those('transaction ids that are no number', hasOddTransaction), '6.35'),
  hearing('server', hangsAt, ofType(TYPE.sharedObject), '6.36'),
  {
    name: 'answers the use of a shared object with a status',
    role: 'server',
    foundBy: ['6.36'],
    instead: answersUse,
  },
  saying('server', loses, named('_result'), '6.37'),
  {
    name: 'says much of itself when it is connected to',
    role: 'server',
    foundBy: [],
    toldBy: { '6.37': 'split' },
    says: () =>
      messages((message) => [says(message, 'objectEncoding') ? connected({ data: 'x'.repeat(64_000) }) : message]),
  },
];

function connectWith(what: string, test: Which['test']): Which {
  return those(`a connect with ${what}`, (message) => isNamed(message, 'connect') && test(message));
}

function isRich(message: DecodedMessage): boolean {
  return isNamed(message, '_result') && message.payload.length > 200;
}

function hasOddTransaction({ type, payload }: DecodedMessage): boolean {
  return type === TYPE.command && payload[3 + readU16(payload, 1)] !== 0;
}

/** The answer to connect, with more in its information. */
/** Where the first message is one of these, it is heard as if a connect, and what else it takes, had come before it. */
function connectedBefore(isOne: Which['test'], ...more: readonly MessageSpec[]): Mangle {
  let isFirst = true;
  return messages((message) => {
    const isEarly = isFirst && isOne(message);
    isFirst = false;
    return isEarly ? [connect('live', 'rtmp://127.0.0.1/live'), ...more, message] : [message];
  });
}

function isStray(message: DecodedMessage): boolean {
  return valuesOf(message)?.[1] === 99;
}

function connected(more: Announcement): MessageSpec {
  const properties = { fmsVer: 'FMS/3,0,1,123', capabilities: 31 };
  return command('_result', 1, [properties, { ...information('NetConnection.Connect.Success'), ...more }]);
}

/** Whatever is said of a shared object is said back, as the event Status. */
function answersUse(subject: MemorySubject): MemorySubject {
  let ours: Port | undefined;
  return rewired(subject, {
    port: (port) => {
      ours = port;
      return {};
    },
    peer: (peer) => {
      const hears = messages((message) => {
        if (message.type !== TYPE.sharedObject) return [message];
        const status = message.payload.map((byte, at) => (at === message.payload.length - 5 ? 7 : byte));
        ours?.write(encodeMessage({ text: '', ...message, payload: status }, 1, 128));
        return [];
      });
      return { receive: (bytes) => peer.receive(hears(bytes)) };
    },
  });
}
