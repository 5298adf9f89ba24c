import { amf0 } from '../kit/wire/amf0.ts';
import { concat } from '../kit/wire/bytes.ts';
import { TYPE } from '../kit/wire/message.ts';
import { deleteStream, onStatus } from '../kit/wire/messages.ts';
import { isNamed, reworded, says } from './edits.ts';
import { messages, type SeededFault } from './fault.ts';

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
    foundBy: ['7.5'],
    says: () =>
      messages((message) => [
        says(message, 'NetStream.Publish.BadName') ? onStatus('NetStream.Publish.Start') : message,
      ]),
  },
  {
    name: 'keeps names whose publisher has deleted its stream',
    role: 'server',
    foundBy: ['7.6'],
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
    foundBy: ['7.18'],
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
];
