import type { Run } from '../../kit/case.ts';
import { sendOpening } from '../../kit/handshake-steps.ts';
import { connect } from '../../kit/ladder.ts';
import { closed, either, error, handshakePacket, result } from '../../kit/matchers.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { bounded, check, close, defineCases, expect, make, send, wait } from '../../kit/steps.ts';
import { concat } from '../../kit/wire/bytes.ts';
import { h0 } from '../../kit/wire/chunk-encode.ts';
import { aacHeader, avcHeader, metadata, video } from '../../kit/wire/media.ts';
import { encodeMessage, TYPE } from '../../kit/wire/message.ts';
import * as messages from '../../kit/wire/messages.ts';
import type { Random } from '../../kit/wire/random.ts';

/** What nobody means. */
export const rubbishCases = defineCases([
  {
    id: '12.1',
    title: 'Truncation at every byte',
    role: 'server',
    level: 'must',
    pre: 'hs',
    hostile: true,
    refs: ['P'],
    clause: 'A publisher that ends at any byte of its session leaves nothing behind.',
    script: ({ isThorough }) => ({ runs: cuts(isThorough ? 1 : 67) }),
  },
  {
    id: '12.2',
    title: 'Bit flips',
    role: 'server',
    level: 'must',
    pre: 'hs',
    hostile: true,
    refs: ['P'],
    clause: 'A session with some bits flipped ends, is refused, or goes on; it hurts nobody.',
    script: ({ isThorough }) => ({
      runs: Array.from({ length: isThorough ? 10_000 : 60 }, (_, index) => ({
        label: `seeded ${index}`,
        steps: [
          make('the session, spoiled', ({ name, random }) => [
            send(flipped(session(name), random), { text: 'spoiled' }),
          ]),
          wait('quiet'),
          close('fin'),
          expect(closed(), { within: 'close' }),
          bounded('sessions', 1),
        ],
      })),
    }),
  },
  {
    id: '12.3',
    title: 'Random bytes after the handshake',
    role: 'both',
    level: 'must',
    pre: 'hs',
    hostile: true,
    refs: ['P'],
    clause: 'Random bytes end the connection or are ignored.',
    script: ({ random, isThorough, role }) => ({
      runs: Array.from({ length: isThorough ? 500 : 10 }, (_, index) => ({
        label: `seeded ${index}`,
        steps: [
          send(random.bytes(65_536), { text: '64 kB of random bytes' }),
          wait('quiet'),
          close('fin'),
          expect(closed(), { within: 'close' }),
          bounded(role === 'server' ? 'sessions' : 'timers', role === 'server' ? 1 : 0),
        ],
      })),
    }),
  },
  {
    id: '12.5',
    title: 'Declared length bomb',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['R5.3'],
    clause:
      'A length that is said takes no memory: only bytes that came do. A documented maximum may end the connection.',
    script: [
      send(
        concat(
          ...Array.from({ length: 50 }, (_, at) =>
            concat(h0(10 + at, 0, 0xffffff, TYPE.video, 0), new Uint8Array(128)),
          ),
        ),
        { text: '50 messages of 16 MB, 128 bytes of each' },
      ),
      bounded('heldBytes', 1_048_576),
      aliveOrClosed(),
    ],
  },
  {
    id: '12.23',
    title: 'Regex and URL parsing cost',
    role: 'server',
    level: 'must',
    pre: 'hs',
    hostile: true,
    refs: ['P'],
    clause: 'A tcUrl of any form and length is answered or refused at once.',
    script: () => ({
      runs: [
        'a?'.repeat(30_000),
        '/'.repeat(60_000),
        '@'.repeat(60_000),
        'rtmp://h:99999/live',
        'rtmp://[::1]/live',
        'rtmp://[::/live',
        'rtmp:///live',
        '',
      ].map((tcUrl) => ({
        label: tcUrl.slice(0, 24),
        steps: [
          send(({ profile }) => connect(profile.app, tcUrl), { text: 'connect' }),
          expect(either(result(1), error(1), closed()), { within: 'reply' }),
        ],
      })),
    }),
  },
  {
    id: '12.25',
    title: 'Amplification before auth',
    role: 'server',
    level: 'should',
    pre: 'tcp',
    refs: ['P'],
    clause: 'Before connect a server sends at most the 3073 bytes of its handshake.',
    script: [
      sendOpening(),
      expect(handshakePacket(2)),
      wait('quiet'),
      check('at most 3073 bytes', ({ line }) => {
        const { receivedBytes } = line('A');
        return receivedBytes <= 3_073
          ? undefined
          : { expected: 'at most 3073 bytes', actual: `${receivedBytes} bytes` };
      }),
    ],
  },
]);

/** All that a publisher says behind its handshake. */
function session(name: string): Uint8Array {
  const said = [
    connect('live', 'rtmp://127.0.0.1/live'),
    messages.createStream(2),
    messages.publish(name),
    metadata(),
    avcHeader(),
    aacHeader(),
    video({ sequence: 0, timestamp: 0 }),
    messages.deleteStream(1),
  ];
  return concat(...said.map((message) => encodeMessage(message, 1, 128)));
}

function* cuts(apart: number): Generator<Run> {
  const { length } = session('ck-12-1-0');
  for (let at = 0; at < length; at += apart) {
    for (const how of ['fin', 'rst'] as const) {
      yield {
        label: `${at} bytes, ${how}`,
        steps: [
          make('a part of the session', ({ name }) => [
            send(session(name).subarray(0, at), { text: `the first ${at} bytes` }),
          ]),
          wait(1),
          close(how),
          how === 'fin' ? expect(closed(), { within: 'close' }) : wait('quiet'),
          bounded('sessions', 1),
        ],
      };
    }
  }
}

/** One to eight bits are others. */
function flipped(bytes: Uint8Array, random: Random): Uint8Array {
  const spoiled = bytes.slice();
  for (let count = random.between(1, 8); count > 0; count -= 1) {
    const at = random.between(0, bytes.length - 1);
    spoiled[at] = (spoiled[at] ?? 0) ^ (1 << random.between(0, 7));
  }
  return spoiled;
}
