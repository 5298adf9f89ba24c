import { nameIsFree } from '../../kit/aftermath.ts';
import type { Intent, Metric, Role, Run, Step } from '../../kit/case.ts';
import { sendOpening } from '../../kit/handshake-steps.ts';
import { connect } from '../../kit/ladder.ts';
import { closed, either, error, handshakePacket, result } from '../../kit/matchers.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import {
  bounded,
  check,
  close,
  defineCases,
  expect,
  grown,
  ladder,
  make,
  open,
  reducible,
  send,
  wait,
  weigh,
} from '../../kit/steps.ts';
import { concat, fill, u32 } from '../../kit/wire/bytes.ts';
import { EXTENDED, h0, rawHeader } from '../../kit/wire/chunk-encode.ts';
import { TYPE } from '../../kit/wire/message.ts';
import type { Random } from '../../kit/wire/random.ts';
import { HANDSHAKE, session, sessionLength } from './session.ts';

/** Of 12.2 and 12.4. */
const MOST_BITS = 8;
const MOST_CHUNKS = 12;

/** Of 12.5. */
const BOMB_IDS = Array.from({ length: 60 }, (_, at) => 4 + at);

/** What nobody means. */
export const rubbishCases = defineCases([
  {
    id: '12.1',
    title: 'Truncation at every byte',
    role: 'both',
    level: 'must',
    pre: {},
    hostile: true,
    refs: ['P'],
    clause:
      'A session that ends at any byte, in order or by a reset, leaves nothing behind: no connection, no name, no timer, no memory.',
    corrected:
      'Every byte is cut at with --slow; without, every hundred and first, which meets every message in its header and its payload.',
    script: ({ isThorough, role }) => ({
      runs: INTENTS.flatMap((intent) => [...cuts(role, intent, isThorough ? 1 : SESSION_STEP)]),
    }),
  },
  {
    id: '12.2',
    title: 'Bit flips',
    role: 'both',
    level: 'must',
    pre: {},
    hostile: true,
    refs: ['P'],
    clause:
      'A session with some bits flipped ends, is refused, or goes on; it hurts nobody, and leaves nothing behind.',
    corrected:
      'Ten thousand sessions with --slow, forty without: bounded by time, as fuzz is. Another --seed gives other ones.',
    script: ({ isThorough, role }) => ({
      runs: Array.from({ length: isThorough ? 10_000 : 40 }, (_, index) => {
        const intent = INTENTS[index % 2] ?? 'publish';
        return {
          label: `seeded ${index}, ${intent}`,
          intent,
          ...reducible(MOST_BITS, (isKept) =>
            leavesNothing(role, [
              make('one to eight bits are others', ({ random }) => {
                const last = 8 * sessionLength(role, intent) - 1;
                const drawn = Array.from({ length: random.between(1, MOST_BITS) }, () => random.between(0, last));
                const bits = drawn.filter((_, at) => isKept(at)).map((bit) => 8 * HANDSHAKE + bit);
                return [session(role, intent, (bytes, from) => flipped(bytes, from, bits))];
              }),
              wait('quiet'),
              close('fin'),
            ]),
          ),
        };
      }),
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
    corrected:
      'Five hundred blocks with --slow, ten without: bounded by time, as fuzz is. Another --seed gives other ones.',
    script: ({ random, isThorough, role }) => ({
      runs: Array.from({ length: isThorough ? 500 : 10 }, (_, index) => ({
        label: `seeded ${index}`,
        ...randomBlock(random.bytes(65_536), role),
      })),
    }),
  },
  {
    id: '12.4',
    title: 'Structured fuzz',
    role: 'both',
    level: 'must',
    pre: {},
    hostile: true,
    refs: ['P'],
    clause:
      'Chunks whose fields are what a reader is least prepared for end the connection, are refused, or are read; they hurt nobody, and leave nothing behind.',
    corrected:
      'Ten thousand connections with --slow, forty without: bounded by time, as fuzz is. Another --seed gives other ones.',
    script: ({ isThorough, role }) => ({
      runs: Array.from({ length: isThorough ? 10_000 : 40 }, (_, index) => ({
        label: `seeded ${index}`,
        ...reducible(2 * MOST_CHUNKS, (isKept) =>
          leavesNothing(role, [
            ladder('conn'),
            send(({ random }) => fuzz(random, isKept), { text: 'chunks with fields at their edges' }),
            wait('quiet'),
            close('fin'),
          ]),
        ),
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
      weigh('heldBytes'),
      ...BOMB_IDS.flatMap((id) => [
        send(concat(h0(id, 0, 0xffffff, TYPE.video, 0), fill(128)), {
          text: `128 bytes of 16 MB on chunk stream ${id}`,
        }),
      ]),
      grown('heldBytes', 2 * BOMB_IDS.length * (12 + 128) + 65_536),
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

/** Apart from the handshake: small enough that every message is cut, in its header and in its payload. */
const SESSION_STEP = 101;
const HANDSHAKE_STEP = 1024;
const INTENTS: readonly Intent[] = ['publish', 'play'];

/** Every so many bytes, and the handshake less densely: 1.22 cuts that. */
function* cuts(role: Role, intent: Intent, apart: number): Generator<Run> {
  const end = HANDSHAKE + sessionLength(role, intent);
  for (let at = 0; at < end; at = next(at, apart)) {
    for (const how of ['fin', 'rst'] as const) {
      yield {
        label: `${intent}, ${at} bytes, ${how}`,
        intent,
        steps: [
          ...leavesNothing(
            role,
            [session(role, intent, (bytes, from) => bytes.subarray(0, Math.max(0, at - from))), close(how)],
            how,
          ),
          ...(role === 'server' && intent === 'publish' ? nameIsFree() : []),
        ],
      };
    }
  }
}

const next = (at: number, apart: number): number =>
  at < HANDSHAKE && apart > 1 ? Math.min(at + HANDSHAKE_STEP, HANDSHAKE) : at + apart;

/** What there was of connections, timers and memory before is what there is after. */
function leavesNothing(role: Role, steps: readonly Step[], how: 'fin' | 'rst' = 'fin'): Step[] {
  if (role === 'client') return [open(), ...steps, wait('close'), bounded('timers', 0), bounded('heldBytes', 0)];
  const counters: readonly Metric[] = ['sessions', 'timers', 'heldBytes'];
  return [
    ...counters.map((counter) => weigh(counter)),
    open(),
    ...steps,
    how === 'fin' ? expect(closed(), { within: 'close' }) : wait('quiet'),
    ...counters.map((counter) => grown(counter, 0)),
  ];
}

/** Some bits, counted from the beginning of the session, are others. */
function flipped(bytes: Uint8Array, from: number, bits: readonly number[]): Uint8Array {
  const spoiled = bytes.slice();
  for (const bit of bits) {
    const at = (bit >> 3) - from;
    if (at >= 0 && at < spoiled.length) spoiled[at] = (spoiled[at] ?? 0) ^ (1 << (bit & 7));
  }
  return spoiled;
}

const TIMES = [0, 1, 0xfffffe, 0xffffff];
const LENGTHS = [0, 1, 127, 128, 129, 0xfffffe, 0xffffff];
const TYPES = [0, 1, 2, 3, 4, 5, 6, 8, 9, 15, 17, 18, 20, 22, 0xfe, 0xff];
const STREAMS = [0, 1, 0xfffffffe, 0xffffffff];
const IDS = [2, 3, 63, 64, 65, 319, 320, 65_598, 65_599];
const WORDS = [0, 1, 0x7ffffffe, 0x7fffffff, 0xfffffffe, 0xffffffff];

/** What of 64 kB made something go wrong can be found out, byte by byte. */
function randomBlock(block: Uint8Array, role: Role) {
  return reducible(block.length, (isKept) => [
    send(
      block.filter((_, at) => isKept(at)),
      { text: 'random bytes' },
    ),
    wait('quiet'),
    close('fin'),
    expect(closed(), { within: 'close' }),
    bounded(role === 'server' ? 'sessions' : 'timers', role === 'server' ? 1 : 0),
  ]);
}

/**
 * Some chunks, each field of each at an edge, and as much payload as is declared, one byte more or one less.
 *
 * @param isKept - by number: a chunk; and, numbered behind all chunks, that its payload is something else than zeros
 */
function fuzz(random: Random, isKept: (index: number) => boolean): Uint8Array {
  const chunks = Array.from({ length: random.between(1, MOST_CHUNKS) }, () => oneChunk(random));
  const kept = chunks.flatMap(({ header, payload }, at) => {
    if (!isKept(at)) return [];
    return [header, isKept(MOST_CHUNKS + at) ? payload : fill(payload.length)];
  });
  return concat(...kept);
}

function oneChunk(random: Random): { readonly header: Uint8Array; readonly payload: Uint8Array } {
  const field = random.pick(TIMES);
  const length = random.pick(LENGTHS);
  const header = rawHeader({
    chunkType: random.pick([0, 0, 1, 2, 3]),
    chunkStreamId: random.pick(IDS),
    field,
    length,
    type: random.pick(TYPES),
    messageStreamId: random.pick(STREAMS),
    ...(field === EXTENDED && { extended: random.pick(WORDS) }),
  });
  const declared = Math.min(length, 128) + random.pick([-1, 0, 0, 0, 1]);
  return { header, payload: concat(u32(random.pick(WORDS)), random.bytes(128)).subarray(0, Math.max(0, declared)) };
}
