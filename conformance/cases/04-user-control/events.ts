import type { Matcher, Role, Run, Scene, Step } from '../../kit/case.ts';
import { closed, message, pong } from '../../kit/matchers.ts';
import { aliveOrClosed } from '../../kit/probes.ts';
import { alive, anyOf, defineCases, ladder, never, send } from '../../kit/steps.ts';
import { concat, fill, hex, readU16, readU32, u32 } from '../../kit/wire/bytes.ts';
import { TYPE } from '../../kit/wire/message.ts';
import {
  message as anyMessage,
  EVENT,
  userControl as event,
  type Placing,
  ping,
  setChunkSize,
} from '../../kit/wire/messages.ts';

const VALUE = 0x11223344;
/** Sent to clients by servers of Adobe's family, and by nobody else. */
const SENT_BY_SERVERS = [26, 31, 32];

/** User control events that the subject hears. */
export const heardEventCases = defineCases([
  {
    id: '4.7',
    title: 'Set Buffer Length accepted',
    role: 'server',
    level: 'must',
    pre: { A: 'pubmedia', B: 'stream' },
    refs: ['R7.1.7', 'MSG-24', 'Q-46'],
    clause: 'A player may say how much it buffers before play, after play, and for a stream that does not exist.',
    script: () => ({
      runs: [
        { label: 'before play', steps: [setBuffer(({ line }) => line('B').streamId), ladder('play', 'B'), alive()] },
        { label: 'after play', steps: [ladder('play', 'B'), setBuffer(({ line }) => line('B').streamId), alive()] },
        { label: 'unknown stream', steps: [setBuffer(() => 4711), ladder('play', 'B'), alive()] },
      ],
    }),
  },
  {
    id: '4.10',
    title: 'Client answers Ping',
    role: 'client',
    level: 'must',
    pre: 'conn',
    refs: ['R7.1.7', 'MSG-27', 'Q-45'],
    clause: 'A client answers a Ping Request by a Ping Response with the same four bytes.',
    script: () => ({
      runs: [
        { label: 'connected', steps: pinged() },
        { label: 'publishing', pre: 'pub', steps: pinged('silent-while-publishing') },
        { label: 'playing', pre: 'play', steps: pinged() },
      ],
    }),
  },
  {
    id: '4.11',
    title: 'Server answers Ping',
    role: 'server',
    level: 'should',
    pre: 'conn',
    refs: ['P', 'MSG-27', 'MSG-28', 'Q-45'],
    clause: 'The text has servers ask alone, but encoders ask too, and servers in use answer.',
    script: () => ({
      runs: (['conn', 'pub', 'play'] as const).map((pre) => ({ label: pre, pre, steps: pinged('silent') })),
    }),
  },
  {
    id: '4.12',
    title: 'Unasked Pong',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R7.1.7', 'MSG-28'],
    clause: 'A Ping Response that nobody asked for means nothing.',
    script: [
      send([event(EVENT.pong, u32(VALUE)), event(EVENT.pong, u32(VALUE))], { text: 'two Ping Responses' }),
      alive(),
    ],
  },
  {
    id: '4.13',
    title: 'Unknown events',
    role: 'both',
    level: 'should',
    pre: 'conn',
    refs: ['R6.2', 'MSG-26', 'MSG-29', 'MSG-30', 'MSG-32', 'MSG-34', 'Q-45'],
    clause:
      'Events that nobody has defined are passed over, and a client survives those that Flash-family servers send.',
    script: ({ role }) => ({ runs: [5, 8, 26, 27, 31, 32, 0x0100, 0xffff].map((id) => unknown(id, role)) }),
  },
  {
    id: '4.14',
    title: 'Truncated events',
    role: 'both',
    level: 'must',
    pre: 'conn',
    hostile: true,
    refs: ['R6.2', 'MSG-35'],
    clause:
      'An event that lacks its data is passed over or ends the connection. No answer is made of bytes that did not come.',
    script: () => ({ runs: ['', '00', '0006', '000611', '0006112233', '0003000000010000'].map(truncated) }),
  },
  {
    id: '4.15',
    title: 'Long event payload',
    role: 'both',
    level: 'should',
    pre: 'conn',
    refs: ['R6.2', 'MSG-35'],
    clause: 'Bytes behind the data of an event mean nothing.',
    script: whereAnswered([
      send(event(EVENT.ping, concat(u32(VALUE), fill(10, 0x55))), { text: 'a ping with 10 more bytes' }),
      ...answered(),
    ]),
  },
  {
    id: '4.16',
    title: 'Event in many chunks',
    role: 'both',
    level: 'must',
    pre: 'conn',
    refs: ['R6.2', 'CHK-48'],
    clause: 'A control message may be cut into chunks as any other.',
    script: whereAnswered([
      send(setChunkSize(1)),
      send(ping(), { text: 'a ping in six chunks' }),
      anyOf([wrongPong(), { when: pong() }, { when: closed(), tag: 'min' }]),
    ]),
  },
  {
    id: '4.17',
    title: 'Event on the wrong stream',
    role: 'both',
    level: 'should',
    pre: 'conn',
    refs: ['R6.2', 'CHK-48'],
    clause: 'Events belong on chunk stream 2 and message stream 0; one elsewhere is heard, or passed over.',
    script: () => ({
      runs: [
        { label: 'chunk stream 3', steps: misplaced({ chunkStreamId: 3 }) },
        { label: 'message stream 1', steps: misplaced({ messageStreamId: 1 }) },
      ],
    }),
  },
]);

function setBuffer(streamId: (scene: Scene) => number): Step {
  return send((scene) => event(EVENT.setBufferLength, concat(u32(streamId(scene)), u32(3000))), {
    on: 'B',
    text: 'Set Buffer Length 3000 ms',
  });
}

/** A Pong that says something else than the Ping did. */
function wrongPong() {
  return { when: otherPong(() => VALUE), tag: 'another value', isFailure: true } as const;
}

function otherPong(value: (scene: Scene) => number): Matcher {
  return message('a Ping Response with another value', ({ type, payload }, scene) => {
    const isPong = type === TYPE.userControl && readU16(payload, 0) === EVENT.pong;
    return isPong && (payload.length < 6 || readU32(payload, 2) !== value(scene));
  });
}

function answered(silent?: string): readonly Step[] {
  const otherwise = silent === undefined ? [] : [{ when: 'deadline', tag: silent } as const];
  return [anyOf([wrongPong(), { when: pong() }, ...otherwise])];
}

/** Whoever does not answer a ping as it should be (4.10, 4.11) cannot show how it reads another. */
function whereAnswered(steps: readonly Step[]): readonly Step[] {
  return [send(ping()), anyOf([wrongPong(), { when: pong(), next: steps }, { when: 'deadline', tag: 'silent' }])];
}

function pinged(silent?: string): readonly Step[] {
  return [send(ping()), ...answered(silent)];
}

function misplaced(placing: Placing): readonly Step[] {
  return [
    send(ping(VALUE, placing), { text: 'a ping' }),
    anyOf([wrongPong(), { when: pong() }, { when: 'deadline', tag: 'ignored', next: [alive()] }]),
  ];
}

function unknown(id: number, role: Role): Run {
  const mustSurvive = role === 'client' && SENT_BY_SERVERS.includes(id);
  return {
    label: `event ${id}`,
    steps: [send(event(id, u32(1)), { text: `event ${id}` }), mustSurvive ? alive() : aliveOrClosed('close')],
  };
}

function truncated(digits: string): Run {
  return {
    label: digits === '' ? 'no bytes' : digits,
    steps: [
      send(anyMessage(TYPE.userControl, hex(digits), {}, `an event of ${digits.length / 2} bytes`)),
      // A client is asked by a ping of ours: that has the value of our last transaction.
      never(
        otherPong(({ line }) => line('A').lastTransaction),
        [aliveOrClosed()],
      ),
    ],
  };
}
