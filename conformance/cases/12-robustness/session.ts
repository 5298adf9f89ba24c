import type { Intent, Matcher, Role, Scene, Step } from '../../kit/case.ts';
import { acceptConnect, connect } from '../../kit/ladder.ts';
import { closed, command, handshakePacket, isCommand } from '../../kit/matchers.ts';
import { anyOf, make, send } from '../../kit/steps.ts';
import { messagesAt } from '../../kit/trace.ts';
import { concat, u32 } from '../../kit/wire/bytes.ts';
import { echoOf, opening } from '../../kit/wire/handshake.ts';
import { aacHeader, audio, avcHeader, metadata, video } from '../../kit/wire/media.ts';
import { encodeMessage, type MessageSpec } from '../../kit/wire/message.ts';
import * as messages from '../../kit/wire/messages.ts';

/** What one side says at a time, once the other has said what it waits for. */
interface Part {
  readonly behind?: Matcher;
  readonly bytes: (scene: Scene) => Uint8Array;
}

/** What becomes of the bytes of a part, and where in the session they begin. */
type Spoil = (bytes: Uint8Array, from: number) => Uint8Array;

/** Bytes of both packets of a handshake and the version before them. */
export const HANDSHAKE = 3073;

/** All that the kit says in a session, each part spoiled; what is waited for may then never come, or the end instead. */
export const session = (role: Role, intent: Intent, spoil: Spoil): Step =>
  make(`a session, spoiled, that would ${intent}`, () => {
    let from = 0;
    const spoiled = (bytes: Uint8Array): Uint8Array => {
      const result = spoil(bytes, from);
      from += bytes.length;
      return result;
    };
    return partsOf(role, intent).flatMap(({ behind, bytes }, at) => [
      ...(behind === undefined ? [] : [comesOrNot(behind)]),
      send((scene) => spoiled(bytes(scene)), { text: `part ${at + 1} of the session, spoiled` }),
    ]);
  });

/** Bytes of a session behind its handshake, up to the digits of a name. */
export function sessionLength(role: Role, intent: Intent): number {
  return encoded(role === 'server' ? clientSays(intent, 'ck-12-1-1000') : serverSays(intent).flat()).length;
}

const comesOrNot = (what: Matcher): Step =>
  anyOf([{ when: what }, { when: closed() }, { when: 'deadline' }], { within: 'quiet' });

function partsOf(role: Role, intent: Intent): Part[] {
  if (role === 'server') {
    return [
      { bytes: ({ line }) => opening(line('A').ourPacket1) },
      {
        behind: handshakePacket(2),
        bytes: ({ line, name }) => concat(echoOf(line('A').theirPacket1), encoded(clientSays(intent, name))),
      },
    ];
  }
  const [connectAnswer = [], streamAnswer = [], rest = []] = serverSays(intent);
  return [
    {
      behind: handshakePacket(1),
      bytes: ({ line }) => concat(opening(line('A').ourPacket1), echoOf(line('A').theirPacket1)),
    },
    { behind: command('connect'), bytes: () => encoded(connectAnswer) },
    { behind: command('createStream'), bytes: (scene) => encoded(streamAnswer.map((spec) => answering(scene, spec))) },
    { behind: command(intent), bytes: () => encoded(rest) },
  ];
}

const media = (): MessageSpec[] => [
  metadata(),
  avcHeader(),
  aacHeader(),
  video({ sequence: 0, timestamp: 0 }),
  audio({ sequence: 0, timestamp: 20 }),
  video({ sequence: 1, timestamp: 40, key: false }),
];

const clientSays = (intent: Intent, name: string): MessageSpec[] => [
  connect('live', 'rtmp://127.0.0.1/live'),
  messages.createStream(2),
  ...(intent === 'publish'
    ? [messages.publish(name), ...media()]
    : [messages.play(name), messages.userControl(messages.EVENT.setBufferLength, concat(u32(1), u32(3000)))]),
  messages.deleteStream(1),
];

/** To connect, to createStream, and what follows. */
const serverSays = (intent: Intent): MessageSpec[][] => [
  acceptConnect(),
  [messages.command('_result', 0, [null, 1])],
  [
    messages.userControl(messages.EVENT.streamBegin, u32(1)),
    messages.onStatus(intent === 'publish' ? 'NetStream.Publish.Start' : 'NetStream.Play.Start'),
    ...(intent === 'publish' ? [messages.ping()] : media()),
  ],
];

/** The answer with the transaction that the client has asked by. */
function answering(scene: Scene, spec: MessageSpec): MessageSpec {
  const asked = messagesAt(scene, 'A').find((seen) => isCommand(seen, 'createStream'));
  const transaction = asked?.values?.[1];
  return typeof transaction === 'number' ? messages.command('_result', transaction, [null, 1]) : spec;
}

const encoded = (specs: readonly MessageSpec[]): Uint8Array =>
  concat(...specs.map((spec) => encodeMessage(spec, 1, 128)));
