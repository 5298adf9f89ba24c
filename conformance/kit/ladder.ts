import type { Announcement, Intent, Role, Rung, Scene, Step } from './case.ts';
import { command, frame, handshakePacket, messageIn, result, status } from './matchers.ts';
import type { ConnectionName } from './observation.ts';
import { frameThrough } from './probes.ts';
import { expect, ladder, make, open, send } from './steps.ts';
import { concat, u32 } from './wire/bytes.ts';
import { echoOf, opening } from './wire/handshake.ts';
import { aacHeader, avcHeader, metadata, video } from './wire/media.ts';
import type { MessageSpec } from './wire/message.ts';
import * as messages from './wire/messages.ts';

/** What the `connect` of the kit says, and its `_result`. */
const CONNECT_PROPERTIES = { flashVer: 'RTMPCK/1', objectEncoding: 0 } as const;

/** The `connect` of the kit: V-CONNECT with the app and tcUrl of the profile. */
export const connect = (app: string, tcUrl: string, more: Announcement = {}): MessageSpec =>
  messages.command('connect', 1, [{ app, flashVer: CONNECT_PROPERTIES.flashVer, tcUrl, objectEncoding: 0, ...more }]);

/** The rung before, and what leads from it. */
interface Climb {
  readonly from: Rung | undefined;
  readonly steps: readonly Step[];
}

/** How a rung is reached from the one below it: see the tables of the catalogue, 0.3. */
export function climb(rung: Rung, on: ConnectionName, role: Role, intent: Intent, announce: Announcement): Climb {
  return role === 'server' ? serverClimb(rung, on, announce) : clientClimb(rung, on, intent);
}

function serverClimb(rung: Rung, on: ConnectionName, announce: Announcement): Climb {
  switch (rung) {
    case 'tcp':
      return { from: undefined, steps: [open(on)] };
    case 'hs':
      return {
        from: 'tcp',
        steps: [
          send(({ line }) => opening(line(on).ourPacket1), { on, text: 'C0 and C1' }),
          expect(handshakePacket(2), { on }),
          send(({ line }) => echoOf(line(on).theirPacket1), { on, text: 'C2' }),
        ],
      };
    case 'connreq':
    case 'conn':
      return {
        from: 'hs',
        steps: [
          send(({ profile }) => connect(profile.app, profile.tcUrl, announce), { on, text: 'connect' }),
          expect(result(1), { on }),
        ],
      };
    case 'stream':
      return {
        from: 'conn',
        steps: [
          make('createStream', ({ line }) => {
            const transaction = line(on).nextTransaction();
            return [
              send(messages.createStream(transaction), { on }),
              expect(result(transaction), { on, as: `stream ${on}` }),
            ];
          }),
        ],
      };
    case 'pub':
      return {
        from: 'stream',
        steps: [
          send(({ name }) => messages.publish(name), { on, text: 'publish' }),
          expect(status('NetStream.Publish.Start'), { on }),
        ],
      };
    case 'pubmedia':
      return {
        from: 'pub',
        steps: [send(({ line }) => [...headers(), video(line(on).nextFrame())], { on, text: FIRST_MEDIA })],
      };
    case 'play':
      return {
        from: 'stream',
        steps: plays(on, 'play', ({ name }) => messages.play(name)),
      };
    case 'relay':
      return {
        from: 'pubmedia',
        // Not the first frame, which only servers that cache have for a player that comes late.
        steps: [ladder('play', 'B'), make('a key frame for B', (scene) => frameThrough(scene, on, 'B'))],
      };
    case 'vod':
      return {
        from: 'stream',
        steps: plays(on, 'play of the recording', ({ profile }) => messages.play(profile.vodItem?.name ?? '', 0)),
      };
  }
}

function plays(on: ConnectionName, text: string, what: (scene: Scene) => MessageSpec): Step[] {
  return [send(what, { on, text }), expect(status('NetStream.Play.Start'), { on })];
}

function clientClimb(rung: Rung, on: ConnectionName, intent: Intent): Climb {
  switch (rung) {
    case 'tcp':
      return { from: undefined, steps: [open(on)] };
    case 'hs':
      return {
        from: 'tcp',
        steps: [
          expect(handshakePacket(1), { on }),
          send(({ line }) => concat(opening(line(on).ourPacket1), echoOf(line(on).theirPacket1)), {
            on,
            text: 'S0, S1 and S2',
          }),
          expect(handshakePacket(2), { on }),
        ],
      };
    case 'connreq':
      return { from: 'hs', steps: [expect(command('connect'), { on, as: 'connect' })] };
    case 'conn':
      return { from: 'connreq', steps: [send(acceptConnect(), { on, text: 'the answer to connect' })] };
    case 'stream':
      return {
        from: 'conn',
        steps: [
          expect(command('createStream'), { on, as: 'createStream' }),
          send(({ kept }) => messages.command('_result', transactionOf(kept('createStream').at(-1)), [null, 1]), {
            on,
            text: '_result 1 to createStream',
          }),
        ],
      };
    case 'pub':
    case 'pubmedia':
      return { from: 'stream', steps: startSteps('publish', 'NetStream.Publish.Start', on) };
    case 'play':
    case 'vod':
      return { from: 'stream', steps: startSteps('play', 'NetStream.Play.Start', on) };
    case 'relay':
      return intent === 'publish'
        ? { from: 'pub', steps: [expect(frame(), { on })] }
        : {
            from: 'play',
            steps: [
              send(({ line }) => [...headers(), video(line(on).nextFrame())], { on, text: FIRST_MEDIA }),
              expect(frame('video'), { on: 'B' }),
            ],
          };
  }
}

const FIRST_MEDIA = 'metadata, AVC and AAC headers and a key frame';
const headers = () => [metadata(), avcHeader(), aacHeader()];

const startSteps = (name: Intent, code: string, on: ConnectionName): Step[] => [
  expect(command(name), { on, as: name }),
  send([messages.userControl(messages.EVENT.streamBegin, u32(1)), messages.onStatus(code)], {
    on,
    text: `Stream Begin 1 and ${code}`,
  }),
];

/** What the kit as a server says to `connect`. No Set Chunk Size: in both roles it writes chunks of 128 until a case says more. */
export const acceptConnect = (): MessageSpec[] => [
  messages.windowAcknowledgementSize(2_500_000),
  messages.setPeerBandwidth(2_500_000),
  messages.userControl(messages.EVENT.streamBegin, u32(0)),
  messages.command('_result', 1, [
    { fmsVer: 'FMS/3,5,7,7009', capabilities: 31 },
    { ...messages.information('NetConnection.Connect.Success'), objectEncoding: 0 },
  ]),
];

/** The transaction id of a command that was kept. */
export function transactionOf(observation: Parameters<typeof messageIn>[0]): number {
  const id = messageIn(observation).values?.[1];
  return typeof id === 'number' ? id : 0;
}

/** From the lowest: a connection on one of them has passed those before, `play` and `vod` apart from `pub`. */
const RUNGS: readonly Rung[] = ['tcp', 'hs', 'connreq', 'conn', 'stream', 'pub', 'pubmedia', 'play', 'relay', 'vod'];

/** A connection on the one rung can be led from the other. */
export const isAtLeast = (rung: Rung, wanted: Rung): boolean => RUNGS.indexOf(rung) >= RUNGS.indexOf(wanted);

/** The rung that a case stands on tells what a client is started for; up to `stream` it is all the same. */
export function intentOf(rung: Rung): Intent | undefined {
  if (rung === 'play' || rung === 'relay' || rung === 'vod') return 'play';
  return rung === 'pub' || rung === 'pubmedia' ? 'publish' : undefined;
}
