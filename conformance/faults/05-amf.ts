import { valuesOf } from '../kit/observation.ts';
import { type AmfValue, isRecord } from '../kit/wire/amf-value.ts';
import { amf0, amf0EcmaArray, type Writable } from '../kit/wire/amf0.ts';
import { concat, f64, hex, readU16, toHex } from '../kit/wire/bytes.ts';
import type { DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { TYPE } from '../kit/wire/message.ts';
import { digits, endsAt, hangsAt, hearing, loses, ofType, those } from './family.ts';
import { type Mangle, messages, type SeededFault, without } from './fault.ts';

/** Area 5: what the cases on AMF0 and AMF3 must find. */
export const amfFaults: readonly SeededFault[] = [
  {
    name: 'makes 0 of -0',
    role: 'both',
    foundBy: ['5.1'],
    hears: () => rewriting((digits) => digits.replace(toHex(amf0(-0)), toHex(amf0(0)))),
  },
  {
    name: 'takes no byte but 1 for true',
    role: 'both',
    foundBy: ['5.2'],
    hears: () => rewriting((digits) => digits.replace('01ff', '0100')),
  },
  {
    name: 'counts the characters of a string',
    role: 'both',
    foundBy: ['5.3'],
    hears: () => rewriting((digits) => digits.replace('020009c3a9', '020003c3a9')),
  },
  {
    name: 'believes the count of an ECMA array',
    role: 'both',
    foundBy: ['5.7'],
    hears: () => rewriting((digits) => digits.replace(PAIR, FIRST)),
  },
  {
    name: 'loses the last property of an array without an end',
    role: 'both',
    foundBy: ['5.8'],
    hears: () => rewriting((digits) => digits.replace(/000162020003(?:74776f)$/, '')),
  },
  {
    name: 'takes what there is of a strict array',
    role: 'both',
    foundBy: ['5.9'],
    hears: () => rewriting((digits) => digits.replace('0a000003e8', '0a00000002')),
  },
  {
    name: 'knows no references',
    role: 'both',
    foundBy: ['5.12'],
    hears: () => rewriting((digits) => digits.replace('070001', '05')),
  },
  {
    name: 'takes the first of two properties of a name',
    role: 'both',
    foundBy: [],
    toldBy: { '5.6': 'first-name-counts' },
    hears: () => messages((message) => [onlyFirstNames(message)]),
  },
  {
    name: 'reads over a typed object at a wrong length',
    role: 'both',
    foundBy: ['5.13'],
    hears: () => rewriting((digits) => digits.replace(/(10000141.*?)000009/, '$1')),
  },
  {
    name: 'takes markers that mean nothing for null',
    role: 'both',
    foundBy: ['5.14', '5.15'],
    hears: () =>
      messages((message) => {
        const at = behindTransaction(message);
        const isOdd = [0x04, 0x09, 0x0e, 0x12, 0x7f, 0xff].includes(message.payload[at] ?? 0);
        return [isOdd ? { ...message, payload: replacedAt(message.payload, at, 0x05) } : message];
      }),
  },
  {
    name: 'answers a command that was cut off',
    role: 'server',
    foundBy: ['5.17'],
    hears: () => rewriting((digits) => (digits === CUT_OFF ? `${digits}${'00'.repeat(5)}05` : digits)),
  },
  {
    name: 'never comes back from deep nesting',
    role: 'both',
    foundBy: ['5.18'],
    hears: () => {
      let isLost = false;
      return messages((message) => {
        isLost ||= message.payload.length > 100_000;
        return isLost ? [] : [message];
      });
    },
  },
  { name: 'has no commands in AMF3', role: 'both', foundBy: ['5.22', '5.24'], hears: () => without(TYPE.commandAmf3) },
  {
    name: 'reads AMF3 integers without a sign',
    role: 'both',
    foundBy: ['5.25'],
    hears: () => rewriting((digits) => digits.replace('1104ffffffff', `1105${toHex(f64(0x1fffffff))}`)),
  },
  {
    name: 'keeps AMF3 strings from message to message',
    role: 'both',
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
  {
    name: 'adds the time zone to a date',
    role: 'both',
    foundBy: ['5.10'],
    hears: () => rewriting((digits) => digits.replace(/0b[0-9a-f]{16}ffc4/, `0b${toHex(f64(0))}ffc4`)),
  },
  {
    name: 'takes any format selector for 0',
    role: 'both',
    foundBy: ['5.23'],
    hears: () =>
      messages((message) => {
        const isAmf3 = message.type === TYPE.commandAmf3;
        return [isAmf3 ? { ...message, payload: concat(Uint8Array.of(0), message.payload.subarray(1)) } : message];
      }),
  },
  hearing('both', hangsAt, digits('strings that are no UTF-8', /020002fffe/), '5.4'),
  hearing('both', endsAt, digits('long strings', /0c00000003616263/), '5.5'),
  hearing('both', endsAt, digits('objects in objects', /03000161030001620300/), '5.6'),
  hearing('both', hangsAt, digits('an array without an end', /08[0-9a-f]*74776f$/), '5.8'),
  hearing('both', endsAt, digits('strict arrays', /0a00000003/), '5.9'),
  hearing(
    'both',
    endsAt,
    those('a command object that is undefined', (message) => message.payload[behindTransaction(message)] === 0x06),
    '5.11',
  ),
  hearing('both', endsAt, digits('references', /070001/), '5.12'),
  hearing('both', endsAt, digits('half a number behind a command', /0011$/), '5.16'),
  hearing('client', hangsAt, those('data that is no AMF0', isBroken), '5.17'),
  hearing('both', hangsAt, digits('counts of four milliards', /(?:0a|08|0c)ffffffff$/), '5.19'),
  hearing(
    'both',
    hangsAt,
    those('a command that is its name alone', (message) => valuesOf(message)?.length === 1),
    '5.20',
  ),
  hearing('both', hangsAt, digits('commands whose name is no text', /^00/), '5.21'),
  hearing('both', endsAt, digits('AMF3 strings by reference', /0601/), '5.26'),
  hearing('both', endsAt, digits('AMF3 traits by reference', /0a0104/), '5.27'),
  hearing('both', endsAt, digits('AMF3 byte arrays', /110c050102/), '5.28'),
  hearing('server', loses, ofType(TYPE.dataAmf3), '5.30'),
];

/** Where the value behind the transaction id of a command is; 0 in other messages. */
function behindTransaction({ type, payload }: DecodedMessage): number {
  return type === TYPE.command ? 3 + readU16(payload, 1) + 9 : 0;
}

function isBroken(message: DecodedMessage): boolean {
  return message.type === TYPE.data && valuesOf(message) === undefined;
}

/** A message of flat objects, in which each name is there once. */
function onlyFirstNames(message: DecodedMessage): DecodedMessage {
  const values = valuesOf(message) ?? [];
  const hasTwice = values.some(
    (value) => isRecord(value) && new Set(value.entries.map(([name]) => name)).size < value.entries.length,
  );
  if (!hasTwice) return message;
  const first = (value: AmfValue): Writable =>
    isRecord(value)
      ? Object.fromEntries([...value.entries].reverse().map(([name, item]) => [name, first(item)]))
      : typeof value === 'object' && value !== null
        ? undefined
        : value;
  return { ...message, payload: concat(...values.map((value) => amf0(first(value)))) };
}

const PAIR = toHex(
  amf0EcmaArray(1, [
    ['a', 1],
    ['b', 'two'],
  ]),
);
const FIRST = toHex(amf0EcmaArray(1, [['a', 1]]));
/** createStream of transaction 2 without the last five bytes of that number. */
const CUT_OFF = toHex(concat(amf0('createStream'), amf0(2).subarray(0, 4)));

/** Changes the payloads of commands and data, in hexadecimal. */
function rewriting(change: (digits: string) => string): Mangle {
  return messages((message) => {
    const isAmf = message.type >= TYPE.dataAmf3 && message.type <= TYPE.command;
    return [isAmf ? { ...message, payload: hex(change(toHex(message.payload))) } : message];
  });
}

function replacedAt(bytes: Uint8Array, at: number, byte: number): Uint8Array {
  return concat(bytes.subarray(0, at), Uint8Array.of(byte), bytes.subarray(at + 1));
}
