import type { Finding, Run, Scene, Step } from '../../kit/case.ts';
import { packetAt, sendOpening } from '../../kit/handshake-steps.ts';
import { closed, handshakePacket } from '../../kit/matchers.ts';
import { anyOf, check, defineCases, make, send } from '../../kit/steps.ts';
import { concat, fill, utf8 } from '../../kit/wire/bytes.ts';
import { findDigest, PACKET } from '../../kit/wire/handshake.ts';

/** What a server makes of a first byte that is not 03. */
export const versionCases = defineCases([
  {
    id: '1.12',
    title: 'Future version',
    role: 'server',
    level: 'should',
    pre: 'tcp',
    refs: ['R5.2.2', 'R5.2.5', 'HS-38'],
    clause:
      'A server that does not know the version answers 03, and the client decides; ending the connection is what another section says.',
    corrected:
      'Not to look at the version is no variant: it shows as an answer of 03, which is right, or of the version that was asked for, which is not spoken then.',
    script: () => ({
      runs: [0x04, 0x07, 0x1f].map((version) => ({
        label: `version ${version}`,
        steps: [
          sendOpening({ version }),
          anyOf(
            [
              { when: handshakePacket(0), next: [s0Is3()] },
              { when: closed(), tag: 'close' },
            ],
            { within: 'close' },
          ),
        ],
      })),
    }),
  },
  {
    id: '1.13',
    title: 'Deprecated version',
    role: 'server',
    level: 'should',
    pre: 'tcp',
    hostile: true,
    refs: ['R5.2.2', 'HS-2'],
    clause: 'Versions 0 to 2 are obsolete: the answer is 03, or an end.',
    script: () => ({
      runs: [0, 1, 2].map((version) => ({
        label: `version ${version}`,
        steps: [
          sendOpening({ version }),
          anyOf([{ when: handshakePacket(0), next: [s0Is3()] }, { when: closed() }], { within: 'close' }),
        ],
      })),
    }),
  },
  {
    id: '1.14',
    title: 'Text on the RTMP port',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    hostile: true,
    refs: ['R5.2.2', 'HS-39', 'Q-5'],
    clause: 'A first byte of 32 to 255 is no RTMP: no handshake is completed with it.',
    script: () => ({ runs: [request(), letters()] }),
  },
  {
    id: '1.15',
    title: 'Encrypted version',
    role: 'server',
    level: 'info',
    pre: 'tcp',
    refs: ['P', 'HS-32', 'HS-40', 'Q-6'],
    clause: 'A server that answers 06 speaks RTMPE; one that does not ends the connection, or answers 03.',
    script: [
      sendOpening({ version: 6 }),
      anyOf(
        [
          { when: closed(), tag: 'refused' },
          { when: handshakePacket(1), next: [encryptedAnswer()] },
        ],
        { within: 'close' },
      ),
    ],
  },
]);

function s0Is3(): Step {
  return check('S0 is 03', (scene): Finding => {
    const version = packetAt(scene, 0)[0];
    return version === 3 ? undefined : { expected: '3', actual: String(version) };
  });
}

function request(): Run {
  return {
    label: 'a request of HTTP',
    steps: [
      send(utf8('GET / HTTP/1.1\r\nHost: x\r\n\r\n'), { text: 'GET / HTTP/1.1' }),
      anyOf([{ when: closed() }, { when: handshakePacket(0), next: [httpAnswer()] }], { within: 'idle' }),
    ],
  };
}

function letters(): Run {
  return {
    label: '1537 letters',
    steps: [
      send(concat(utf8('G'), fill(PACKET, 0x45)), { text: '1537 letters' }),
      anyOf(
        [
          { when: closed() },
          { when: handshakePacket(2), tag: 'ignored' },
          { when: handshakePacket(0), next: [httpAnswer()] },
        ],
        {
          within: 'idle',
        },
      ),
    ],
  };
}

/** A port that serves both answers text with text. */
const httpAnswer = (): Step =>
  make('an answer', (scene: Scene) =>
    packetAt(scene, 0)[0] === 0x48 ? [check('HTTP', () => ({ tag: 'http' }))] : [laterEnd()],
  );

const laterEnd = (): Step =>
  anyOf([{ when: closed() }, { when: handshakePacket(2), tag: 'ignored' }], { within: 'idle' });

function encryptedAnswer(): Step {
  return check('S0, and a digest in S1', (scene) => {
    const version = packetAt(scene, 0)[0];
    if (version !== 6) return { tag: `answers-${version}` };
    return { tag: findDigest(packetAt(scene, 1), 'server') === undefined ? 'answers-6-without-digest' : 'rtmpe' };
  });
}
