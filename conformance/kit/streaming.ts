import type { Scene, Step } from './case.ts';
import { frame, isCommand, status } from './matchers.ts';
import type { ConnectionName } from './observation.ts';
import { askSteps } from './probes.ts';
import { expect, ladder, make, send } from './steps.ts';
import { messagesAt } from './trace.ts';
import { aacHeader, audio, avcHeader, metadata, video } from './wire/media.ts';
import * as messages from './wire/messages.ts';

// What publishers and players say to a server, in steps that are no rungs: what comes with the answer still counts behind them.

interface Where {
  readonly on?: ConnectionName;
  /** Behind the name of the run. */
  readonly suffix?: string;
}

/** Publishes on the stream of a connection, and waits for the yes. */
export const publishes = ({ on = 'A', suffix = '' }: Where = {}): Step[] => [
  send(({ name }) => messages.publish(name + suffix), { on, text: 'publish' }),
  expect(status('NetStream.Publish.Start'), { on }),
];

/** Plays on the stream of a connection, and waits for the yes. */
export const plays = ({ on = 'B', suffix = '' }: Where = {}): Step[] => [
  send(({ name }) => messages.play(name + suffix), { on, text: 'play' }),
  expect(status('NetStream.Play.Start'), { on }),
];

/** Sends metadata, headers and a key frame. */
export const sendsMedia = (on: ConnectionName = 'A', sequence?: number): Step =>
  send(
    ({ line }) => [metadata(), avcHeader(), aacHeader(), video({ ...line(on).nextFrame(), ...numbered(sequence) })],
    {
      on,
      text: 'metadata, AVC and AAC headers and a key frame',
    },
  );

/** Sends a key frame of a number that nobody else sends. */
export const sendsVideo = (on: ConnectionName, sequence: number, key = true): Step =>
  send(({ line }) => video({ ...line(on).nextFrame(), sequence, key }), { on, text: `video frame ${sequence}` });

/** Sends a sound of a number that nobody else sends. */
export const sendsAudio = (on: ConnectionName, sequence: number): Step =>
  send(({ line }) => audio({ ...line(on).nextFrame(), sequence }), { on, text: `audio frame ${sequence}` });

/** What a connection publishes as the name of the run reaches a player of that name. */
export const relays = (from: ConnectionName = 'A', to: ConnectionName = 'P'): Step[] => [
  ladder('play', to),
  make(`a frame of ${from} at ${to}`, ({ line }) => {
    const next = line(from).nextFrame();
    return [
      send(video(next), { on: from, text: `key frame ${next.sequence}` }),
      expect(frame('video', { sequence: next.sequence }), { on: to }),
    ];
  }),
];

/** Has a question answered: what was sent before has been dealt with by then. */
export const asks = (on: ConnectionName = 'A'): Step => make('a question', (scene) => askSteps(scene, on, []));

/** Ends what the stream of a connection does. */
export const deletesStream = (on: ConnectionName = 'A', transactionId = 0): Step =>
  send(({ line }) => messages.deleteStream(line(on).streamId, transactionId), { on, text: 'deleteStream' });

/** The stream that a `createStream` brought. */
export function streamOf(scene: Scene, transactionId: number, on: ConnectionName = 'A'): number {
  const answer = messagesAt(scene, on).find((seen) => isCommand(seen, '_result', transactionId));
  const id = answer?.values?.[3];
  return typeof id === 'number' ? id : 0;
}

const numbered = (sequence: number | undefined) => (sequence === undefined ? {} : { sequence });
