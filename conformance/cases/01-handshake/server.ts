import type { Finding, Run, Scene, Step } from '../../kit/case.ts';
import { expectTimes } from '../../kit/frames.ts';
import {
  CONNECT,
  packetAt,
  received,
  sendConnect,
  sendEcho,
  sendOpening,
  withTime,
} from '../../kit/handshake-steps.ts';
import { connect } from '../../kit/ladder.ts';
import { closed, handshakePacket, result, status } from '../../kit/matchers.ts';
import { messageText } from '../../kit/observation.ts';
import {
  anyOf,
  bounded,
  check,
  close,
  defineCases,
  expect,
  ladder,
  make,
  never,
  send,
  silence,
  wait,
} from '../../kit/steps.ts';
import { streamOf } from '../../kit/streaming.ts';
import { messagesAt } from '../../kit/trace.ts';
import { concat, equal, fill, toHex } from '../../kit/wire/bytes.ts';
import { echoOf, opening, PACKET } from '../../kit/wire/handshake.ts';
import { avcHeader, video } from '../../kit/wire/media.ts';
import { encodeMessage, type MessageSpec, TYPE } from '../../kit/wire/message.ts';
import { createStream, publish } from '../../kit/wire/messages.ts';

const ALL = 1 + 2 * PACKET;

/** What a server does in a simple handshake. */
export const serverHandshakeCases = defineCases([
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
      sendOpening(),
      expect(handshakePacket(2)),
      received(ALL),
      check('S0 is 03', (scene) => sameByte(packetAt(scene, 0)[0], 3)),
      sendEcho(),
      sendConnect(),
      expect(result(1)),
    ],
  },
  {
    id: '1.2',
    title: 'S2 echoes C1',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    refs: ['R5.2.4', 'HS-4', 'HS-5'],
    clause:
      'S2 repeats the time of C1 and its bytes 8 to 1535. Bytes 4 to 7 are the time of reading; many peers leave them as they were.',
    script: [
      sendOpening({ change: withTime(0x01020304) }),
      expect(handshakePacket(2)),
      check('S2 repeats C1', (scene): Finding => {
        const s2 = packetAt(scene, 2);
        const expected = withTime(0x01020304)(scene.line('A').ourPacket1);
        const isEcho = equal(s2.subarray(0, 4), expected.subarray(0, 4)) && equal(s2.subarray(8), expected.subarray(8));
        if (!isEcho)
          return { expected: 'the time and bytes 8 to 1535 of C1', actual: `${toHex(s2.subarray(0, 24))}...` };
        return equal(s2.subarray(4, 8), fill(4)) ? { tag: 'time2-zero' } : undefined;
      }),
    ],
  },
  {
    id: '1.3',
    title: 'S1 layout',
    role: 'server',
    level: 'should',
    pre: 'tcp',
    refs: ['R5.2.3', 'HS-3', 'Q-3'],
    clause: 'Bytes 4 to 7 of S1 are zero towards a client that uses the simple handshake.',
    script: [
      sendOpening(),
      expect(handshakePacket(1)),
      check('bytes 4 to 7 of S1', (scene) =>
        equal(packetAt(scene, 1).subarray(4, 8), fill(4)) ? undefined : { tag: 'version-in-zero' },
      ),
    ],
  },
  {
    id: '1.4',
    title: "S1 is the server's own",
    role: 'server',
    level: 'should',
    pre: 'tcp',
    refs: ['R5.2.3', 'HS-46'],
    clause: 'The random bytes of S1 are neither those of C1 nor those of another connection.',
    script: [
      sendOpening(),
      expect(handshakePacket(1)),
      ladder('tcp', 'C'),
      sendOpening({ on: 'C' }),
      expect(handshakePacket(1), { on: 'C' }),
      check('S1 of A, C1 of A and S1 of C differ', (scene): Finding => {
        const body = packetAt(scene, 1).subarray(8);
        if (equal(body, scene.line('A').ourPacket1.subarray(8))) return { tag: 's1-copies-c1' };
        const isRepeated = equal(body, packetAt(scene, 1, 'C').subarray(8));
        return isRepeated ? { expected: 'other random bytes on another connection', actual: 'the same' } : undefined;
      }),
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
    id: '1.6',
    title: 'S2 waits for all of C1',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    refs: ['R5.2.1', 'HS-7'],
    clause: 'S2 echoes C1, so it cannot be sent before the last byte of C1 has come.',
    script: [
      send(({ line }) => opening(line('A').ourPacket1).subarray(0, PACKET), { text: 'C0 and 1535 bytes of C1' }),
      wait('quiet'),
      check('at most S0 and S1', ({ line }): Finding => {
        const count = line('A').receivedBytes;
        return count <= 1 + PACKET ? undefined : { expected: `at most ${1 + PACKET} bytes`, actual: `${count} bytes` };
      }),
      send(({ line }) => opening(line('A').ourPacket1).subarray(PACKET), { text: 'the last byte of C1' }),
      expect(handshakePacket(2)),
      received(ALL),
    ],
  },
  {
    id: '1.7',
    title: 'Nothing before C2',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    refs: ['R5.2.1', 'HS-7'],
    clause: 'A server waits for C2 before it sends anything else, unless it be protocol control messages.',
    script: [
      sendOpening(),
      expect(handshakePacket(2)),
      never(closed(), 'quiet'),
      check('nothing more, or control messages alone', nothingButControl),
    ],
  },
  {
    id: '1.8',
    title: 'Byte-at-a-time handshake',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    refs: ['R5.2', 'HS-45'],
    clause: 'A handshake may come in pieces of any size.',
    script: [
      send(({ line }) => opening(line('A').ourPacket1), { split: 1, text: 'C0 and C1' }),
      expect(handshakePacket(2)),
      received(ALL),
      send(({ line }) => echoOf(line('A').theirPacket1), { split: 1, text: 'C2' }),
      send(CONNECT, { split: 1, text: 'connect' }),
      expect(result(1)),
    ],
  },
  {
    id: '1.9',
    title: 'Everything pipelined',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    refs: ['P', 'HS-42', 'HS-43', 'Q-7'],
    clause: 'Clients that save a round trip send C0, C1, C2 and connect at once: no byte of it is lost.',
    script: [
      send((scene) => concat(opening(scene.line('A').ourPacket1), fill(PACKET, 0x33), connectBytes(scene)), {
        text: 'C0, C1, some C2 and connect at once',
      }),
      anyOf([{ when: result(1) }, { when: closed(), tag: 'close' }], { within: 'close' }),
    ],
  },
  {
    id: '1.10',
    title: 'C2 and connect in one segment',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    refs: ['R5.2', 'HS-42', 'Q-7'],
    clause: 'What lies behind the last byte of C2 in one read is the beginning of the chunk stream.',
    script: [
      sendOpening(),
      expect(handshakePacket(2)),
      send(({ line }) => echoOf(line('A').theirPacket1).subarray(0, PACKET - 100), {
        text: 'C2 without its last 100 bytes',
      }),
      send((scene) => concat(echoOf(scene.line('A').theirPacket1).subarray(PACKET - 100), connectBytes(scene)), {
        text: 'the rest of C2 and connect at once',
      }),
      expect(result(1)),
    ],
  },
  {
    id: '1.11',
    title: 'C2 that does not echo',
    role: 'server',
    level: 'should',
    pre: 'tcp',
    refs: ['R5.2.4', 'HS-9', 'Q-1'],
    clause: 'Publishers in use send a C2 that is no echo; a server goes on.',
    script: [
      sendOpening(),
      expect(handshakePacket(2)),
      send(fill(PACKET, 0x55), { text: '1536 bytes 55 as C2' }),
      sendConnect(),
      anyOf([{ when: result(1) }, { when: closed(), tag: 'strict-c2' }], { within: 'close' }),
    ],
  },
  {
    id: '1.21',
    title: 'Epoch extremes',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    refs: ['R5.2.3', 'HS-47'],
    clause: 'The time in C1 may have any value, and is of no consequence afterwards: messages have times of their own.',
    script: () => ({ runs: [0, 0x7fffffff, 0x80000000, 0xffffffff].map(epochRun) }),
  },
  {
    id: '1.22',
    title: 'Cut at every byte',
    role: 'server',
    level: 'must',
    pre: 'tcp',
    hostile: true,
    refs: ['R5.2', 'HS-44'],
    clause: 'A client that ends in mid-handshake leaves nothing behind: the server ends its side, and serves others.',
    script: ({ isThorough }) => ({ runs: cuts(isThorough) }),
  },
]);

function sameByte(actual: number | undefined, expected: number): Finding {
  return actual === expected ? undefined : { expected: String(expected), actual: String(actual) };
}

function connectBytes({ profile }: Scene): Uint8Array {
  return encodeMessage(connect(profile.app, profile.tcUrl), 0, 128);
}

function epochRun(time: number): Run {
  return {
    label: `time ${time}`,
    steps: [
      sendOpening({ change: withTime(time) }),
      expect(handshakePacket(2)),
      sendEcho(),
      sendConnect(),
      never(closed(), [expect(result(1)), send(createStream(2)), expect(result(2))]),
      make('a publication whose times are those of its messages', publishesFromZero),
    ],
  };
}

/** On the connection whose C1 had an odd time: what a player gets is 40 ms apart, as it was sent. */
function publishesFromZero(scene: Scene): Step[] {
  const messageStreamId = streamOf(scene, 2);
  const frames = [video({ sequence: 1, timestamp: 0 }), video({ sequence: 2, timestamp: 40 })];
  const sends = (what: readonly MessageSpec[]) => send(what.map((one) => ({ ...one, messageStreamId })));
  return [
    sends([publish(scene.name)]),
    expect(status('NetStream.Publish.Start')),
    ladder('play', 'P'),
    sends([avcHeader(), ...frames]),
    ...expectTimes('video', [0, 40], { on: 'P' }),
  ];
}

const CUTS = [0, 1, 2, 768, 1536, 1537, 1538, 2304, 3072];

function* cuts(isThorough: boolean): Generator<Run> {
  const all = Array.from({ length: 2 * PACKET + 1 }, (_, count) => count);
  for (const count of isThorough ? all : CUTS) {
    const some = ({ line }: Scene) =>
      concat(opening(line('A').ourPacket1), echoOf(line('A').theirPacket1)).subarray(0, count);
    const sent = count === 0 ? [] : [send(some, { text: `${count} bytes of C0, C1 and C2` })];
    // Time for the bytes to be read: a reset may overtake them.
    const soon = wait(1);
    yield {
      label: `${count} bytes, fin`,
      steps: [...sent, soon, close('fin'), expect(closed(), { within: 'close' }), bounded('sessions', 1)],
    };
    yield { label: `${count} bytes, rst`, steps: [...sent, soon, close('rst'), wait('quiet'), bounded('sessions', 1)] };
  }
}

/** Some servers announce their window and the like at once: nothing else may stand there. */
function nothingButControl(scene: Scene): Finding {
  const { receivedBytes, isAtRest } = scene.line('A');
  if (receivedBytes === ALL) return undefined;
  const early = messagesAt(scene, 'A');
  const isControl = isAtRest && early.length > 0 && early.every(({ type }) => type <= TYPE.setPeerBandwidth);
  if (isControl) return { tag: 'early-control' };
  const actual = early.length === 0 ? `${receivedBytes - ALL} bytes more` : early.map(messageText).join('; ');
  return { expected: 'silence until C2 has come', actual };
}
