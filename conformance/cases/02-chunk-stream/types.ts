import type { Run } from '../../kit/case.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { defineCases, send } from '../../kit/steps.ts';
import { concat, fill } from '../../kit/wire/bytes.ts';
import { h0 } from '../../kit/wire/chunk-encode.ts';

/** Message types that nobody has defined. */
export const typeCases = defineCases([
  {
    id: '2.42',
    title: 'Unknown message type',
    role: 'both',
    level: 'should',
    pre: 'conn',
    hostile: true,
    refs: ['R5.1', 'P'],
    clause: 'A message of an unknown type is passed over.',
    script: () => ({ runs: [0x3f, 0x07, 0x0a, 0xff].map((type) => unknown(type, 20, 'close')) }),
  },
  {
    id: '2.43',
    title: 'Reserved type 0',
    role: 'both',
    level: 'should',
    pre: 'conn',
    hostile: true,
    refs: ['P'],
    clause: 'A message of type 0 is passed over, or ends the connection; servers in use send some.',
    script: () => ({ runs: [0, 5].map((length) => unknown(0, length)) }),
  },
]);

function unknown(type: number, length: number, tag?: string): Run {
  return {
    label: `type ${type}, ${length} bytes`,
    steps: [
      send(concat(h0(5, 0, length, type, 0), fill(length, 0x11)), { text: `${length} bytes of type ${type}` }),
      aliveOrClosed(tag),
    ],
  };
}
