import { valuesOf } from '../kit/observation.ts';
import type { MemorySubject } from '../kit/subject.ts';
import { amf0 } from '../kit/wire/amf0.ts';
import { concat } from '../kit/wire/bytes.ts';
import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { TYPE } from '../kit/wire/message.ts';
import { deleteStream, onStatus, publish } from '../kit/wire/messages.ts';
import { ourServer } from '../subjects/our-server.ts';
import { isNamed, numbered, reworded, says } from './edits.ts';
import { hangsAt, hearing, loses, named, ofType, those, type Which } from './family.ts';
import { type Mangle, messages, type SeededFault } from './fault.ts';
import { rewired } from './rewired.ts';

/** Area 7: what the cases on publishing must find. */
export const publishFaults: readonly SeededFault[] = [
  {
    name: 'says Start on message stream 0',
    role: 'server',
    foundBy: ['7.1'],
    says: () => messages((message) => [isNamed(message, 'onStatus') ? { ...message, messageStreamId: 0 } : message]),
  },
  {
    name: 'says Start to a second publisher of a name, and drops what it sends',
    role: 'server',
    foundBy: ['7.5', '7.14'],
    says: () =>
      messages((message) => [
        says(message, 'NetStream.Publish.BadName') ? onStatus('NetStream.Publish.Start') : message,
      ]),
  },
  {
    name: 'keeps names whose publisher has deleted its stream',
    role: 'server',
    foundBy: ['6.17', '7.6', '7.9', '8.5'],
    hears: () => messages((message) => (isNamed(message, 'deleteStream') ? [] : [message])),
  },
  {
    name: 'takes any deleteStream for one of stream 1',
    role: 'server',
    foundBy: ['7.10'],
    hears: () => messages((message) => [isNamed(message, 'deleteStream') ? deleteStream(1) : message]),
  },
  {
    name: 'relays metadata with @setDataFrame in front',
    role: 'server',
    foundBy: ['7.18', '10.29'],
    says: () =>
      messages((message) => {
        const isMetadata = message.type === TYPE.data && isNamed(message, 'onMetaData');
        return [isMetadata ? { ...message, payload: concat(amf0('@setDataFrame'), message.payload) } : message];
      }),
  },
  {
    name: 'forgets closeStream',
    role: 'server',
    foundBy: ['7.8'],
    hears: () => messages((message) => (isNamed(message, 'closeStream') ? [] : [message])),
  },
  {
    name: 'publishes under another name than it was told',
    role: 'client',
    foundBy: ['7.20'],
    says: () => messages((message) => [isNamed(message, 'publish') ? reworded(message, 'ck-', 'kc-') : message]),
  },
  {
    name: 'takes any status for Start',
    role: 'client',
    foundBy: ['7.22'],
    hears: () => messages((message) => [isNamed(message, 'onStatus') ? onStatus('NetStream.Publish.Start') : message]),
  },
  {
    name: 'leaves without a word',
    role: 'client',
    foundBy: ['7.24'],
    says: () =>
      messages((message) => (isNamed(message, 'FCUnpublish') || isNamed(message, 'deleteStream') ? [] : [message])),
  },
  {
    name: 'answers publish as another transaction',
    role: 'server',
    foundBy: ['7.2'],
    says: () => messages((message) => [says(message, 'NetStream.Publish.Start') ? numbered(message, 9) : message]),
  },
  hearing(
    'server',
    hangsAt,
    publishWith('no type', (message) => valuesOf(message)?.length === 4),
    '7.3',
  ),
  hearing(
    'server',
    hangsAt,
    publishWith('another type than live', (message) => !says(message, '\u0004live')),
    '7.4',
  ),
  hearing(
    'server',
    hangsAt,
    those('message streams after the first', ({ messageStreamId }) => messageStreamId > 1),
    '7.7',
    '7.13',
  ),
  hearing('server', hangsAt, named('FCUnpublish'), '7.11'),
  hearing(
    'server',
    hangsAt,
    publishWith('message stream 0', ({ messageStreamId }) => messageStreamId === 0),
    '7.12',
  ),
  {
    name: 'cuts names at 64 bytes',
    role: 'server',
    foundBy: ['7.15'],
    hears: () =>
      messages((message) => {
        const name = isNamed(message, 'publish') ? valuesOf(message)?.[3] : undefined;
        if (typeof name !== 'string' || name.length <= 64) return [message];
        return [{ ...message, payload: publish(name.slice(0, 64)).payload }];
      }),
  },
  hearing('server', loses, ofType(TYPE.audio), '7.16'),
  hearing('server', loses, ofType(TYPE.data), '7.16'),
  {
    name: 'lets the next publisher of a name take it over',
    role: 'server',
    foundBy: [],
    toldBy: { '7.5': 'take-over' },
    instead: takesOver,
  },
  {
    name: 'gives a name to the next publisher, and the first does not hear of it',
    role: 'server',
    foundBy: ['7.5'],
    instead: () => rewired(takesOver(), { port: () => ({ end: () => {}, abort: () => {} }) }),
    says: () =>
      messages((message) => (says(message, 'NetStream.Unpublish') || says(message, 'error') ? [] : [message])),
  },
  {
    name: 'gives what is published too early to whoever publishes',
    role: 'server',
    foundBy: ['7.17', '12.24'],
    hears: leaksEarly(TYPE.video),
  },
  {
    name: 'gives sounds that are published too early to whoever publishes',
    role: 'server',
    foundBy: ['7.17', '12.24'],
    hears: leaksEarly(TYPE.audio),
  },
  hearing('server', loses, named('@clearDataFrame'), '7.19'),
  {
    name: 'waits for a second Start',
    role: 'client',
    foundBy: ['7.21'],
    hears: () => afterFirst('NetStream.P'),
  },
  hearing('client', loses, those('the end of a publication', isEnd), '7.23'),
  {
    name: 'answers FCPublish as transaction 1',
    role: 'server',
    foundBy: ['7.25'],
    says: () => messages((message) => [isNamed(message, 'onFCPublish') ? numbered(message, 1) : message]),
  },
  {
    name: 'takes a publish without a name for nothing',
    role: 'server',
    foundBy: [],
    toldBy: { '7.26': 'ignored' },
    hears: () => messages((message) => (isNameless(message) ? [] : [message])),
  },
  hearing('server', hangsAt, those('a publish without a name', isNameless), '7.26'),
  {
    name: 'never takes no for an answer',
    role: 'client',
    foundBy: ['7.27'],
    instead: (subject) =>
      rewired(subject, { port: () => ({ end: () => {}, abort: () => {} }), world: () => ({ report: () => {} }) }),
  },
];

function takesOver(): MemorySubject {
  return ourServer({ live: { onDuplicate: 'takeOver' } });
}

/** A publication of one connection that another sends on: what was sent before it was allowed. */
function leaksEarly(type: number): () => Mangle {
  const early: DecodedMessage[] = [];
  return () => {
    let publishes = false;
    return messages((message) => {
      publishes ||= isNamed(message, 'publish');
      if (publishes && message.type === TYPE.video) return [...early.splice(0), message];
      if (publishes || message.type !== type) return [message];
      early.push(message);
      return [];
    });
  };
}

function publishWith(what: string, test: Which['test']): Which {
  return those(`a publish with ${what}`, (message) => isNamed(message, 'publish') && test(message));
}

function isEnd(message: DecodedMessage): boolean {
  return says(message, 'NetStream.Unpublish') || isNamed(message, 'close');
}

/** Loses the first message that holds a text. */
function afterFirst(text: string): Mangle {
  let isDue = true;
  return messages((message) => {
    if (!isDue || !says(message, text)) return [message];
    isDue = false;
    return [];
  });
}

function isNameless(message: DecodedMessage): boolean {
  return isNamed(message, 'publish') && typeof valuesOf(message)?.[3] !== 'string';
}
