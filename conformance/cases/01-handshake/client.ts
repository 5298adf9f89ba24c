import type { Finding, Step } from '../../kit/case.ts';
import { packetAt, received, sendEcho, sendOpening } from '../../kit/handshake-steps.ts';
import { closed, command, handshakePacket, reported } from '../../kit/matchers.ts';
import { anyOf, check, defineCases, expect, never, send, silence } from '../../kit/steps.ts';
import { concat, equal, fill, toHex } from '../../kit/wire/bytes.ts';
import { echoOf, findDigest, isSigned, opening, PACKET } from '../../kit/wire/handshake.ts';
import { setPeerBandwidth, windowAcknowledgementSize } from '../../kit/wire/messages.ts';

/** What a client does in a handshake. */
export const clientHandshakeCases = defineCases([
  {
    id: '1.23',
    title: 'Client speaks first',
    role: 'client',
    level: 'must',
    pre: 'tcp',
    refs: ['R5.2.1', 'HS-6'],
    clause: 'A client sends C0 and C1 unasked, and nothing more until S1 has come.',
    script: [
      expect(handshakePacket(1)),
      check('C0 is 03', (scene) => compare('3', String(packetAt(scene, 0)[0]))),
      silence(),
      received(1 + PACKET),
    ],
  },
  {
    id: '1.24',
    title: 'Client C1 layout',
    role: 'client',
    level: 'should',
    pre: 'tcp',
    refs: ['R5.2.3', 'HS-3', 'HS-10'],
    clause: 'Bytes 4 to 7 of C1 are zero, or announce a digest that is there.',
    script: [
      expect(handshakePacket(1)),
      check('bytes 4 to 7 of C1', (scene): Finding => {
        const c1 = packetAt(scene, 1);
        if (equal(c1.subarray(4, 8), fill(4))) return undefined;
        return findDigest(c1, 'client') === undefined ? { tag: 'version-no-digest' } : undefined;
      }),
    ],
    corrected:
      'Whether the random bytes differ between two runs is not told: a run knows of one start of a client, and the text allows fixed ones.',
  },
  {
    id: '1.25',
    title: 'C2 waits for S1',
    role: 'client',
    level: 'must',
    pre: 'tcp',
    refs: ['R5.2.1', 'HS-6', 'HS-8'],
    clause: 'C2 echoes S1, so it comes after S1 and not after S0 alone; a client may also wait for S2.',
    script: [
      expect(handshakePacket(1)),
      send(Uint8Array.of(3), { text: 'S0' }),
      silence(),
      received(1 + PACKET),
      send(({ line }) => line('A').ourPacket1, { text: 'S1' }),
      anyOf([
        { when: handshakePacket(2) },
        { when: 'deadline', tag: 'waits-for-s2', next: [sendEcho(), expect(handshakePacket(2))] },
      ]),
    ],
  },
  {
    id: '1.26',
    title: 'Nothing else before S2',
    role: 'client',
    level: 'must',
    pre: 'tcp',
    refs: ['R5.2.1', 'HS-6'],
    clause: 'A client waits for S2 before it sends anything but C2.',
    script: [
      expect(handshakePacket(1)),
      sendOpening(),
      never(command('connect'), 'quiet'),
      check('at most C2', ({ line }): Finding => {
        const count = line('A').receivedBytes;
        return count <= 1 + 2 * PACKET
          ? undefined
          : { expected: `at most ${1 + 2 * PACKET} bytes`, actual: `${count} bytes` };
      }),
      sendEcho(),
      expect(command('connect')),
    ],
  },
  {
    id: '1.27',
    title: 'C2 content',
    role: 'client',
    level: 'must',
    pre: 'hs',
    refs: ['R5.2.4', 'HS-4', 'HS-5', 'HS-21'],
    clause: 'C2 repeats the time of S1 and its bytes 8 to 1535, or signs the digest that S1 held.',
    script: [
      check('C2 repeats S1', (scene): Finding => {
        const c2 = packetAt(scene, 2);
        const s1 = scene.line('A').ourPacket1;
        if (equal(c2.subarray(0, 4), s1.subarray(0, 4)) && equal(c2.subarray(8), s1.subarray(8))) return undefined;
        const digest = findDigest(s1, 'server');
        if (digest !== undefined && isSigned(c2, digest, 'client')) return { tag: 'digest-c2' };
        return { expected: 'the time and bytes 8 to 1535 of S1', actual: `${toHex(c2.subarray(0, 24))}...` };
      }),
    ],
  },
  {
    id: '1.28',
    title: 'Handshake delivered in pieces',
    role: 'client',
    level: 'must',
    pre: 'tcp',
    refs: ['R5.2', 'HS-42', 'HS-45', 'Q-7'],
    clause: 'The handshake of a server may come in pieces of any size, and its first messages in one segment with S2.',
    script: () => ({
      runs: [
        { label: 'byte by byte', steps: [expect(handshakePacket(1)), allOfIt(1), expect(command('connect'))] },
        {
          label: 'with the first messages',
          steps: [expect(handshakePacket(1)), allOfIt('whole'), expect(command('connect'))],
        },
      ],
    }),
  },
  {
    id: '1.29',
    title: 'Wrong S0',
    role: 'client',
    level: 'must',
    pre: 'tcp',
    refs: ['R5.2.2', 'HS-2', 'HS-38'],
    clause: 'A client gives up when the server answers a version that it did not ask for, and says so.',
    script: () => ({
      runs: [0x06, 0x00, 0x48].map((version) => ({
        label: `version ${version}`,
        steps: [
          expect(handshakePacket(1)),
          send(({ line }) => concat(opening(line('A').ourPacket1, version), echoOf(line('A').theirPacket1)), {
            text: `S0 ${version}, S1 and S2`,
          }),
          anyOf(
            [
              { when: closed(), next: [expect(reported('failed'), { within: 'close' })] },
              { when: command('connect'), tag: 'warns' },
            ],
            { within: 'close' },
          ),
        ],
      })),
    }),
  },
  {
    id: '1.30',
    title: 'S2 that does not echo',
    role: 'client',
    level: 'should',
    pre: 'tcp',
    refs: ['R5.2.4', 'HS-24', 'Q-1'],
    clause: 'Servers in use send an S2 that is no echo; a client goes on.',
    script: [
      expect(handshakePacket(1)),
      sendOpening(),
      send(fill(PACKET, 0xaa), { text: '1536 bytes aa as S2' }),
      anyOf([{ when: command('connect') }, { when: closed(), tag: 'strict-s2' }], { within: 'close' }),
    ],
  },
]);

function compare(expected: string, actual: string): Finding {
  return expected === actual ? undefined : { expected, actual };
}

/** S0, S1 and S2; when whole, with the first messages of a server behind them in one write. */
function allOfIt(split: 1 | 'whole'): Step {
  return send(
    ({ line }) => [
      opening(line('A').ourPacket1),
      echoOf(line('A').theirPacket1),
      ...(split === 'whole' ? [windowAcknowledgementSize(2_500_000), setPeerBandwidth(2_500_000)] : []),
    ],
    { split, text: 'S0, S1 and S2' },
  );
}
