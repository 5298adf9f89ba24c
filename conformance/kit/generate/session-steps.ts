import type { Scene, Sendable, Step } from '../case.ts';
import { CONNECT } from '../handshake-steps.ts';
import { closed, command, either, error, errorStatus, frame, messageIn, result, status } from '../matchers.ts';
import type { Observation } from '../observation.ts';
import { aliveOrClosed } from '../probes.ts';
import { anyOf, expect, ladder, make, mark, never, send, wait } from '../steps.ts';
import { audio, avcHeader, metadata, video } from '../wire/media.ts';
import { createStream, play, publish, streamCommand, command as writeCommand } from '../wire/messages.ts';
import type { SessionEvent, SessionState } from './session.machine.ts';

/** What is sent for an event, on the message stream that there is. */
export function stimulus(event: SessionEvent): Step {
  return send((scene) => STIMULI[event](scene), { text: event });
}

const STIMULI: Readonly<Record<SessionEvent, (scene: Scene) => Sendable>> = {
  connect: CONNECT,
  createStream: ({ line }) => createStream(line('A').nextTransaction()),
  publish: ({ name }) => publish(name),
  // Somebody else's stream: nobody plays what it publishes.
  play: ({ name }) => play(`${name}-other`),
  pause: () => streamCommand('pause', 0, [null, true, 0]),
  unpause: () => streamCommand('pause', 0, [null, false, 0]),
  receiveAudio: () => streamCommand('receiveAudio', 0, [null, false]),
  receiveVideo: () => streamCommand('receiveVideo', 0, [null, false]),
  media: ({ line }) => audio(line('A').nextFrame()),
  closeStream: () => streamCommand('closeStream', 0),
  deleteStream: ({ line }) => writeCommand('deleteStream', 0, [null, line('A').streamId]),
};

/** What shows that the event had its effect; nothing where the text asks for no answer. */
export function effect(event: SessionEvent): readonly Step[] {
  switch (event) {
    case 'connect':
      return [expect(result(1))];
    case 'createStream':
      return [make('its result', ({ line }) => [expect(result(line('A').lastTransaction))])];
    case 'publish':
      return [expect(status('NetStream.Publish.Start'))];
    case 'play':
      return [expect(status('NetStream.Play.Start'))];
    case 'pause':
      return [statusOrSilence('NetStream.Pause.Notify')];
    case 'unpause':
      return [statusOrSilence('NetStream.Unpause.Notify')];
    default:
      return [];
  }
}

/** Servers that have nothing to pause, as on a live stream, say nothing (8.13). */
function statusOrSilence(code: string): Step {
  return anyOf([{ when: status(code) }, { when: 'deadline', tag: 'pause-silent' }], { within: 'quiet' });
}

/** What every path finds: a stream that can be played. */
export const stage = (): readonly Step[] => [
  ladder('stream', 'D'),
  send(({ name }) => publish(`${name}-other`), { on: 'D', text: 'publish of a stream to play' }),
  expect(status('NetStream.Publish.Start'), { on: 'D' }),
];

/** Goes through legal events, each with its effect; the ladder knows the id of the stream that it makes. */
export const go = (events: readonly SessionEvent[]): readonly Step[] =>
  events.flatMap((event) => {
    if (event === 'connect') return [ladder('conn')];
    return event === 'createStream' ? [ladder('stream')] : [stimulus(event), ...effect(event)];
  });

/**
 * What shows that a state was reached by whatever has no answer: in `idle` the stream can be published on, and in `connected`
 * the name is free for a stream that is made anew. Where the event was lost, it is still taken.
 */
export function shows(state: SessionState): readonly Step[] {
  if (state === 'idle') return [stimulus('publish'), ...effect('publish')];
  if (state !== 'connected') return [];
  return [
    stimulus('createStream'),
    make('its result', ({ line }) => [expect(result(line('A').lastTransaction), { as: 'made anew' })]),
    send(({ name, kept }) => ({ ...publish(name), messageStreamId: streamIn(kept('made anew')) }), { text: 'publish' }),
    ...effect('publish'),
  ];
}

/**
 * What shows that a stream is played no more, where the event that ends it has no answer: its publisher's next key frame
 * does not come. To be asked for behind something that was answered: two connections are read in any order.
 */
export const playsNoMore = (): readonly Step[] => [
  send([metadata(), avcHeader(), ({ line }) => video(line('D').nextFrame())], { on: 'D', text: 'a key frame' }),
  never(frame(), 'quiet'),
];

function streamIn(results: readonly Observation[]): number {
  const id = messageIn(results.at(-1)).values?.[3];
  return typeof id === 'number' ? id : 1;
}

/** An illegal event is refused, or passed over: it never has the effect that it has where it is legal. */
export function refused(state: SessionState, event: SessionEvent): readonly Step[] {
  const effects = EFFECTS[event];
  const refusals = [{ when: either(closed(), errorStatus(), error()) }, { when: 'deadline' as const }];
  const wrong =
    effects === undefined ? [] : [{ when: effects, tag: `${event} took effect in ${state}`, isFailure: true as const }];
  return [mark(), stimulus(event), anyOf([...wrong, ...refusals], { within: 'quiet' }), wait(1), afterwards(state)];
}

/** A connection that was not connected may be ended for anything, any other must answer or have ended. */
function afterwards(state: SessionState): Step {
  return make('alive, or ended', ({ line }) => (line('A').isClosed || state === 'handshaken' ? [] : [aliveOrClosed()]));
}

/** Effects that would be seen, and that nothing but the event has. */
const EFFECTS: Readonly<Partial<Record<SessionEvent, ReturnType<typeof status>>>> = {
  createStream: command('_result'),
  publish: status('NetStream.Publish.Start'),
  play: status('NetStream.Play.Start'),
  pause: status('NetStream.Pause.Notify'),
  unpause: status('NetStream.Unpause.Notify'),
  media: frame('audio'),
};
