import type { Finding, Run, Scene, Step } from '../kit/case.ts';
import { CONNECT, finishHandshake, openWith } from '../kit/handshake-steps.ts';
import { handshakePacket, result } from '../kit/matchers.ts';
import { check, close, defineCases, expect, send, silence, wait } from '../kit/steps.ts';
import { concat } from '../kit/wire/bytes.ts';
import { echoOf, opening, PACKET } from '../kit/wire/handshake.ts';

/** Area 1: the handshake. */
export const handshakeCases = defineCases([
  {
    id: '1.1',
    title: 'Simple handshake',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    refs: ['R5.2.1', 'HS-1'],
    clause:
      'A server answers C0 and C1 with S0, S1 and S2, 3073 bytes that begin with 03, and takes commands after C2.',
    script: [
      send(openWith(), { text: 'C0 and C1' }),
      expect(handshakePacket(2)),
      received(1 + 2 * PACKET),
      ...finishHandshake(),
      send(CONNECT, { text: 'connect' }),
      expect(result(1)),
    ],
  },
  {
    id: '1.5',
    title: 'Server is silent until C0',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    refs: ['R5.2.1', 'HS-7'],
    clause: 'A server sends nothing before C0 has come.',
    script: [silence()],
  },
  {
    id: '1.22',
    title: 'Cut at every byte',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    hostile: true,
    refs: ['R5.2', 'HS-44'],
    clause: 'A client that ends in mid-handshake leaves nothing behind: the server ends its side and serves others.',
    script: () => ({ runs: cuts() }),
  },
  {
    id: '1.23',
    title: 'Client speaks first',
    role: 'client',
    level: 'must',
    pre: 'tcp',
    refs: ['R5.2.1', 'HS-6'],
    clause: 'A client sends C0 and C1 unasked, and nothing more until S1 has come.',
    script: [expect(handshakePacket(1)), silence(), received(1 + PACKET)],
  },
]);

function* cuts(): Generator<Run> {
  for (const k of [0, 1, 2, 768, 1536, 1537, 1538, 2304, 3072]) {
    for (const how of ['fin', 'rst'] as const) {
      const bytes = ({ line }: Scene) =>
        concat(opening(line('A').ourPacket1), echoOf(line('A').theirPacket1)).subarray(0, k);
      const sent = k === 0 ? [] : [send(bytes, { text: `${k} bytes of C0, C1 and C2` })];
      yield { label: `${k} bytes, ${how}`, steps: [...sent, wait(1), close(how), wait('quiet')] };
    }
  }
}

/** So many bytes have come so far, no more and no fewer. */
function received(count: number): Step {
  return check(`${count} bytes so far`, ({ line }): Finding => {
    const actual = line('A').receivedBytes;
    return actual === count ? undefined : { expected: `${count} bytes`, actual: `${actual} bytes` };
  });
}
