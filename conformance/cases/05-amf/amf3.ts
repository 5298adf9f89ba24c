import type { Run, Step } from '../../kit/case.ts';
import { closed, data, result, status, where } from '../../kit/matchers.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { anyOf, defineCases, expect, ladder, make, never, send } from '../../kit/steps.ts';
import { property } from '../../kit/wire/amf-value.ts';
import { amf0, amf0EcmaArray } from '../../kit/wire/amf0.ts';
import { amf3Integer, amf3String, avmPlus, inAmf3 } from '../../kit/wire/amf3.ts';
import { concat, f64, hex, utf8 } from '../../kit/wire/bytes.ts';
import * as messages from '../../kit/wire/messages.ts';
import { carried, dropped, meaninglessWith, readOver } from './carriers.ts';

const INTEGERS = [0, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455, -1, -268_435_456];

/** The message types 15 and 17, and the values that AMF0 switches to AMF3 for. */
export const amf3Cases = defineCases([
  {
    id: '5.22',
    title: 'Format selector in type 17',
    role: 'both',
    level: 'must',
    pre: 'conn',
    needs: ['amf3'],
    refs: ['E AMF3 clarification', 'MSG-2', 'AMF3-24'],
    clause: 'A command of type 17 is a byte of 0 and a command of type 20.',
    script: ({ role }) =>
      role === 'client'
        ? { runs: [readOver('null', amf0(null), inAmf3)] }
        : [
            make('createStream of type 17', ({ line }) => {
              const transaction = line('A').nextTransaction();
              return [
                send(inAmf3(messages.createStream(transaction))),
                anyOf([{ when: result(transaction) }, { when: closed(), tag: 'close' }]),
              ];
            }),
          ],
  },
  {
    id: '5.23',
    title: 'Unknown format selector',
    role: 'both',
    level: 'should',
    pre: 'conn',
    hostile: true,
    needs: ['amf3'],
    refs: ['E AMF3 clarification', 'MSG-2', 'AMF3-25'],
    clause: 'Only 0 is defined as a format selector: behind another nothing can be read.',
    script: () => ({
      runs: [0x01, 0x03, 0xff].map((selector) =>
        dropped(`selector ${selector}`, amf0(null), (spec) => inAmf3(spec, selector)),
      ),
    }),
  },
  {
    id: '5.24',
    title: 'AMF0 to AMF3 switch',
    role: 'both',
    level: 'should',
    pre: 'conn',
    needs: ['amf3'],
    refs: ['A0 3.1', 'E AMF3 clarification', 'AMF0-22'],
    clause: 'Marker 11 is for one AMF3 value; AMF0 follows.',
    script: () => ({ runs: [readOver('an AMF3 object', avmPlus(hex('0a 0b 01 03 61 04 05 01')), inAmf3)] }),
  },
  {
    id: '5.25',
    title: 'U29 edges',
    role: 'both',
    level: 'must',
    pre: 'conn',
    needs: ['amf3'],
    refs: ['A3 1.3.1', 'A3 3.6', 'AMF3-1', 'AMF3-2', 'AMF3-6'],
    clause: 'An AMF3 integer has one to four bytes, the last of eight bits, and a sign.',
    script: () => ({
      runs: INTEGERS.flatMap((value) => {
        const written = avmPlus(amf3Integer(value));
        return [carried(String(value), written, value, inAmf3), readOver(String(value), written, inAmf3)];
      }),
    }),
    corrected:
      'What a subject writes beyond 29 bits is not looked at: nothing makes a peer write AMF3 integers of a chosen value.',
  },
  {
    id: '5.26',
    title: 'AMF3 strings by reference',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    needs: ['amf3'],
    refs: ['A3 1.3.2', 'A3 2.2', 'AMF3-8'],
    clause:
      'A string that was written out is named by its index, the empty one never; an index that is not there is refused.',
    script: ({ role }) => ({
      runs: [
        readOver(
          'a string, and the same by reference',
          avmPlus(concat(hex('09 07 01'), amf3String('abc'), hex('06 00 06 01'))),
          inAmf3,
        ),
        ...(role === 'server' ? [namedByReference()] : []),
        dropped('a reference to nothing', avmPlus(hex('06 04')), inAmf3),
        dropped('a reference to the empty string', avmPlus(hex('09 05 01 06 01 06 00')), inAmf3),
      ],
    }),
  },
  {
    id: '5.27',
    title: 'AMF3 objects, traits, cycles',
    role: 'both',
    level: 'should',
    pre: 'conn',
    hostile: true,
    needs: ['amf3'],
    refs: ['A3 3.12', 'AMF3-13', 'AMF3-14', 'AMF3-15', 'AMF3-20'],
    clause:
      'Objects are read with their traits, also by reference, and with themselves in them; an unknown externalizable has no length.',
    script: () => ({
      runs: [
        readOver('anonymous, dynamic', avmPlus(hex('0a 0b 01 03 61 04 05 01')), inAmf3),
        readOver('sealed, traits by reference', avmPlus(hex('09 05 01 0a 13 03 50 03 78 04 01 0a 01 04 02')), inAmf3),
        readOver('holding itself', avmPlus(hex('0a 0b 01 03 61 0a 00 01')), inAmf3),
        dropped('externalizable', avmPlus(hex('0a 07 07 666f6f')), inAmf3),
      ],
    }),
  },
  {
    id: '5.28',
    title: 'AMF3 containers',
    role: 'both',
    level: 'should',
    pre: 'conn',
    needs: ['amf3'],
    refs: ['A3 3.9', 'A3 3.10', 'A3 3.11', 'A3 3.13', 'A3 3.14', 'A3 3.15', 'A3 3.16', 'AMF3-11', 'AMF3-18', 'AMF3-19'],
    clause: 'Values of every kind are read, or read over, at their length.',
    script: () => ({ runs: CONTAINERS.map(([label, value]) => readOver(label, avmPlus(value), inAmf3)) }),
  },
  {
    id: '5.29',
    title: 'Reference tables reset per message',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    needs: ['amf3'],
    refs: ['A3 2.2', 'A0 4.1.3', 'AMF3-4'],
    clause: 'An index names what came earlier in the same message, never what came in another.',
    script: ({ role }) =>
      role === 'server'
        ? [
            ladder('stream'),
            send((scene) => meaninglessWith(scene, [avmPlus(amf3String(scene.name))], inAmf3), {
              text: 'a message with a name',
            }),
            send(() => inAmf3(messages.streamCommand('publish', 0, [null, avmPlus(hex('06 00')), 'live'])), {
              text: 'publish of string 0',
            }),
            never(status('NetStream.Publish.Start'), [aliveOrClosed()]),
          ]
        : { runs: [{ label: '', pre: 'relay', steps: twoMessages() }] },
  },
  {
    id: '5.30',
    title: 'Type 15 data message',
    role: 'server',
    level: 'should',
    pre: { A: 'pub', B: 'stream' },
    needs: ['amf3'],
    refs: ['E AMF3 clarification', 'MSG-2', 'AMF3-24'],
    clause: 'Metadata may come in a message of type 15, and reaches players as that of type 18 does.',
    script: [
      send(inAmf3(messages.data(['@setDataFrame', 'onMetaData', amf0EcmaArray(1, [['ckWidth', 64]])]))),
      ladder('play', 'B'),
      expect(
        where(data('onMetaData'), 'with what was said', ({ values }) => property(values?.[1], 'ckWidth') === 64),
        { on: 'B' },
      ),
    ],
  },
]);

const CONTAINERS: readonly (readonly [string, Uint8Array])[] = [
  ['an array with names and without', hex('09 03 03 61 04 01 01 04 02')],
  ['a byte array', hex('0c 05 0102')],
  ['a vector of int', hex('0d 05 00 00000001 ffffffff')],
  ['a vector of uint', hex('0e 05 01 00000001 ffffffff')],
  ['a vector of doubles', concat(hex('0f 03 00'), f64(1.5))],
  ['a vector of objects', hex('10 05 00 01 04 01 04 02')],
  ['a dictionary', hex('11 03 00 04 01 04 02')],
  ['a date', concat(hex('08 01'), f64(0))],
  ['an XML value', concat(hex('0b 09'), utf8('<a/>'))],
  ['an XML document', concat(hex('07 09'), utf8('<a/>'))],
];

/** The name of the stream is said in the command object, and named by its index where it belongs. */
function namedByReference(): Run {
  return {
    label: 'a name by reference to an earlier value',
    pre: 'stream',
    steps: [
      send(
        ({ name }) =>
          inAmf3(messages.streamCommand('publish', 0, [avmPlus(amf3String(name)), avmPlus(hex('06 00')), 'live'])),
        {
          text: 'publish of the string in the command object',
        },
      ),
      anyOf([{ when: status('NetStream.Publish.Start') }, { when: closed(), tag: 'tables-per-value' }]),
    ],
  };
}

function twoMessages(): readonly Step[] {
  return [
    send((scene) => meaninglessWith(scene, [avmPlus(amf3String('abc'))], inAmf3), { text: 'data with a string' }),
    send(inAmf3(messages.data(['ckSecond', avmPlus(hex('06 00'))]))),
    never(
      where(data('ckSecond'), 'with the string', ({ values }) => values?.[1] === 'abc'),
      [aliveOrClosed()],
      { on: 'B' },
    ),
  ];
}
