import type { Finding, Matcher } from '../../kit/case.ts';
import { firstOf, look, same } from '../../kit/looks.ts';
import { closed, either, error, informationOf, message, messageOfType, result } from '../../kit/matchers.ts';
import type { SeenMessage } from '../../kit/observation.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { alive, anyOf, defineCases, expect, send } from '../../kit/steps.ts';
import { type AmfValue, isRecord, property } from '../../kit/wire/amf-value.ts';
import { amf0, type Writable } from '../../kit/wire/amf0.ts';
import { concat, hex, u16, u32, utf8 } from '../../kit/wire/bytes.ts';
import { type MessageSpec, TYPE } from '../../kit/wire/message.ts';
import { message as anyMessage, command } from '../../kit/wire/messages.ts';
import { connected, plainConnect, sendConnect } from './answers.ts';

/** The end, other encodings, strange numbers, and how the answer to `connect` lies on the wire. */
export const furtherCases = defineCases([
  {
    id: '6.33',
    title: 'close command',
    role: 'both',
    level: 'should',
    pre: 'conn',
    refs: ['R7.2.1', 'CMD-23'],
    clause: 'A close command ends the connection, or does nothing at all.',
    script: [send(command('close', 0)), aliveOrClosed()],
  },
  {
    id: '6.34',
    title: 'objectEncoding 3',
    role: 'server',
    level: 'should',
    pre: 'hs',
    needs: ['amf3'],
    refs: ['E', 'AMF3-26', 'AMF3-27', 'Q-48'],
    clause: 'A server that answers objectEncoding 3 reads commands of type 17; one that does not answers 0.',
    script: [
      sendConnect(1, { objectEncoding: 3 }),
      expect(connected(), { as: 'answer' }),
      look('answer', 'objectEncoding 0 or 3', (seen) => {
        const said = property(informationOf(seen), 'objectEncoding');
        return said === 0 ? undefined : same('objectEncoding', 3, said);
      }),
      send(createStreamInAmf3(2)),
      anyOf([
        { when: result(2) },
        { when: either(closed(), error(2)), next: [look('answer', 'no promise of AMF3', promised)] },
        { when: 'deadline', next: [look('answer', 'no promise of AMF3', promised)] },
      ]),
    ],
  },
  {
    id: '6.35',
    title: 'Odd transaction ids',
    role: 'server',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['R7.2', 'AMF-LIM-10'],
    clause: 'A transaction id that is no natural number is echoed or refused, and hurts nobody.',
    script: () => ({
      runs: [Number.NaN, -1, 1e308]
        .map((id) => ({
          label: String(id),
          steps: [
            send(command('createStream', id)),
            expect(either(result(id), error(id), closed()), { within: 'close' }),
            aliveOrClosed(),
          ],
        }))
        .concat({
          label: 'a string',
          steps: [
            send(
              anyMessage(
                TYPE.command,
                concat(...['createStream', '2', null].map(amf0)),
                {},
                'createStream, transaction "2"',
              ),
            ),
            expect(either(result(), error(), closed()), { within: 'close' }),
            aliveOrClosed(),
          ],
        }),
    }),
  },
  {
    id: '6.36',
    title: 'Shared object refused cleanly',
    role: 'server',
    level: 'should',
    pre: 'conn',
    refs: ['R7.1.3', 'R7.1'],
    clause: 'Use of a shared object is answered by one, or ignored.',
    script: [
      send(useSharedObject('so1')),
      anyOf([
        { when: usedOrCleared('so1'), next: [alive()] },
        { when: messageOfType(TYPE.sharedObject), tag: 'another event', isFailure: true },
        { when: closed(), tag: 'close' },
        { when: 'deadline', next: [alive()] },
      ]),
    ],
  },
  {
    id: '6.37',
    title: 'First flight fits',
    role: 'server',
    level: 'should',
    pre: 'hs',
    refs: ['P', 'Q-24', 'CMD-11'],
    clause:
      'Small clients read the connect result from one chunk: Set Chunk Size goes before one of more than 128 bytes.',
    script: [
      plainConnect(),
      expect(connected(), { as: 'answer' }),
      look('answer', 'in one chunk', ({ chunks }) => (chunks.length === 1 ? undefined : { tag: 'split' })),
    ],
  },
  {
    id: '6.38',
    title: 'Order of properties',
    role: 'server',
    level: 'should',
    pre: 'hs',
    refs: ['P', 'Q-47'],
    clause:
      'The first object begins with fmsVer and capabilities, the second with level, code and description: old encoders look for them there.',
    script: [
      plainConnect(),
      expect(connected(), { as: 'answer' }),
      look('answer', 'fmsVer, capabilities; level, code, description', (seen) =>
        firstOf(
          beginsWith('properties', seen.values?.[2], ['fmsVer', 'capabilities']),
          beginsWith('information', informationOf(seen), ['level', 'code', 'description']),
        ),
      ),
    ],
  },
]);

/** It said that it would read what it did not answer. */
function promised(seen: SeenMessage): Finding {
  return property(informationOf(seen), 'objectEncoding') === 3 ? { tag: 'echoes-3-without-support' } : undefined;
}

/** Type 17: a format byte, then AMF0 (AMF3-24). */
function createStreamInAmf3(transactionId: number): MessageSpec {
  const values: Writable[] = ['createStream', transactionId, null];
  return anyMessage(TYPE.commandAmf3, concat(hex('00'), ...values.map(amf0)), {}, 'createStream as type 17');
}

/** Name, version 0, flags, and one event without data: Use (R7.1.3). */
function useSharedObject(name: string): MessageSpec {
  const bytes = concat(u16(name.length), utf8(name), u32(0), u32(0), u32(0), hex('01'), u32(0));
  return anyMessage(TYPE.sharedObject, bytes, {}, `Use of the shared object ${name}`);
}

/** Use Success or Clear, the first event behind the header of the message. */
function usedOrCleared(name: string): Matcher {
  const [useSuccess, clear] = [11, 8];
  return message('Use Success or Clear', ({ type, payload }) => {
    const first = payload[2 + name.length + 12];
    return type === TYPE.sharedObject && (first === useSuccess || first === clear);
  });
}

/** The properties are there; in another order is told. */
function beginsWith(what: string, value: AmfValue, names: readonly string[]): Finding {
  const keys = isRecord(value) ? value.entries.map(([key]) => key) : [];
  const missing = names.find((name) => !keys.includes(name));
  if (missing !== undefined) return { expected: `${what}.${missing}`, actual: `only ${keys.join(', ')}` };
  return names.every((name, at) => keys[at] === name) ? undefined : { tag: 'other-order' };
}
