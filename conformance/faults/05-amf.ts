import { amf0, amf0EcmaArray } from '../kit/wire/amf0.ts';
import { concat, f64, hex, toHex } from '../kit/wire/bytes.ts';
import { TYPE } from '../kit/wire/message.ts';
import { type Mangle, messages, type SeededFault, without } from './fault.ts';

/** Area 5: what the cases on AMF0 and AMF3 must find. */
export const amfFaults: readonly SeededFault[] = [
  {
    name: 'makes 0 of -0',
    role: 'server',
    foundBy: ['5.1'],
    says: () => rewriting((digits) => digits.replace(toHex(amf0(-0)), toHex(amf0(0)))),
  },
  {
    name: 'takes no byte but 1 for true',
    role: 'client',
    foundBy: ['5.2'],
    hears: () => rewriting((digits) => digits.replace('01ff', '0100')),
  },
  {
    name: 'counts the characters of a string',
    role: 'server',
    foundBy: ['5.3'],
    hears: () => rewriting((digits) => digits.replace('020009c3a9', '020003c3a9')),
  },
  {
    name: 'believes the count of an ECMA array',
    role: 'server',
    foundBy: ['5.7'],
    hears: () => rewriting((digits) => digits.replace(PAIR, FIRST)),
  },
  {
    name: 'reads over a typed object at a wrong length',
    role: 'server',
    foundBy: ['5.13'],
    hears: () => rewriting((digits) => digits.replace(/^(02.*7075626c697368.*10000141.*?)000009/, '$1')),
  },
  {
    name: 'takes a reserved marker for null',
    role: 'server',
    foundBy: ['5.14'],
    hears: () => rewriting((digits) => digits.replace(`${PUBLISH}04`, `${PUBLISH}05`)),
  },
  {
    name: 'takes a stray end marker for null',
    role: 'client',
    foundBy: ['5.15'],
    hears: () => rewriting((digits) => digits.replace(`09${STREAM_7}`, `05${STREAM_7}`)),
  },
  {
    name: 'answers a command that was cut off',
    role: 'server',
    foundBy: ['5.17'],
    hears: () => rewriting((digits) => (digits === CUT_OFF ? `${digits}${'00'.repeat(5)}05` : digits)),
  },
  {
    name: 'never comes back from deep nesting',
    role: 'client',
    foundBy: ['5.18'],
    hears: () => {
      let isLost = false;
      return messages((message) => {
        isLost ||= message.payload.length > 100_000;
        return isLost ? [] : [message];
      });
    },
  },
  { name: 'has no commands in AMF3', role: 'server', foundBy: ['5.24'], hears: () => without(TYPE.commandAmf3) },
  {
    name: 'reads AMF3 integers without a sign',
    role: 'client',
    foundBy: ['5.25'],
    hears: () => rewriting((digits) => digits.replace('1104ffffffff', `1105${toHex(f64(0x1fffffff))}`)),
  },
  {
    name: 'keeps AMF3 strings from message to message',
    role: 'server',
    foundBy: ['5.29'],
    hears: () => {
      let kept = '';
      return rewriting((digits) => {
        if (digits.includes('110600')) return digits.replace('110600', `1106${kept}`);
        kept = /1106([0-9a-f]{4,})$/.exec(digits)?.[1] ?? kept;
        return digits;
      });
    },
  },
];

const PAIR = toHex(
  amf0EcmaArray(1, [
    ['a', 1],
    ['b', 'two'],
  ]),
);
const FIRST = toHex(amf0EcmaArray(1, [['a', 1]]));
/** Name and transaction. */
const PUBLISH = toHex(concat(amf0('publish'), amf0(0)));
/** createStream of transaction 2 without the last five bytes of that number. */
const CUT_OFF = toHex(concat(amf0('createStream'), amf0(2).subarray(0, 4)));
const STREAM_7 = toHex(amf0(7));

/** Changes the payloads of commands and data, in hexadecimal. */
function rewriting(change: (digits: string) => string): Mangle {
  return messages((message) => {
    const isAmf = message.type >= TYPE.dataAmf3 && message.type <= TYPE.command;
    return [isAmf ? { ...message, payload: hex(change(toHex(message.payload))) } : message];
  });
}
