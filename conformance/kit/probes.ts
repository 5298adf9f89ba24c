import type { Branch, Matcher, Scene, Step } from './case.ts';
import { closed, command, frame, pong, result } from './matchers.ts';
import type { ConnectionName } from './observation.ts';
import { anyOf, expect, ladder, make, send } from './steps.ts';
import { video } from './wire/media.ts';
import { createStream, ping } from './wire/messages.ts';

/** How a connection shows that it still works, by how far it has come. A publisher is not asked for a stream. */
export function aliveSteps(scene: Scene, on: ConnectionName): readonly Step[] {
  const { rung } = scene.line(on);
  if (rung === 'tcp' || rung === 'hs') {
    return scene.role === 'server' ? [ladder('conn', on)] : [expect(command('connect'), { on })];
  }
  const carriesMedia = rung === 'pub' || rung === 'pubmedia' || rung === 'play' || rung === 'relay';
  if (carriesMedia && scene.role === 'server') return frameSteps(scene, on);
  // Who publishes is given no frames.
  if (rung === 'relay' && scene.intent === 'play') return [...frameThrough(scene, on, 'B'), ...pingSteps()];
  return askSteps(scene, on, []);

  function pingSteps(): readonly Step[] {
    return [send(ping(), { on }), expect(pong(), { on })];
  }
}

/** A question that is always answered: createStream to a server, a ping to a client; or one of the other outcomes. */
export function askSteps(scene: Scene, on: ConnectionName, others: readonly Branch[]): readonly Step[] {
  const transaction = scene.line(on).nextTransaction();
  const isServer = scene.role === 'server';
  const answer: Matcher = isServer ? result(transaction) : pong(transaction);
  return [
    send(isServer ? createStream(transaction) : ping(transaction), { on }),
    anyOf([{ when: answer }, ...others], { on, within: others.length > 0 ? 'close' : 'reply' }),
  ];
}

/** The connection works, or has ended; with a tag where an end is tolerated only. */
export const aliveOrClosed = (tag?: string, on: ConnectionName = 'A'): Step =>
  make('alive, or closed', (scene) => askSteps(scene, on, [{ when: closed(), ...(tag === undefined ? {} : { tag }) }]));

/** What follows only where the connection has not ended. */
export const unlessClosed = (steps: readonly Step[], on: ConnectionName = 'A'): Step =>
  make('unless it has ended', ({ line }) => (line(on).isClosed ? [] : steps));

/** The next frame arrives where frames arrive: at the player B, or at one that is opened for this. */
function frameSteps(scene: Scene, on: ConnectionName): readonly Step[] {
  const publisher = scene.has('A') ? 'A' : on;
  const player = scene.has('B') && scene.line('B').rung === 'play' ? 'B' : 'P';
  if (player === 'B') return frameThrough(scene, publisher, 'B');
  return [ladder('play', 'P'), make('the next frame', (next) => frameThrough(next, publisher, 'P'))];
}

/** The next frame of one connection arrives at another. */
export function frameThrough(scene: Scene, from: ConnectionName, to: ConnectionName): readonly Step[] {
  const next = scene.line(from).nextFrame();
  return [
    send(video(next), { on: from, text: `key frame ${next.sequence}` }),
    expect(frame('video', { sequence: next.sequence }), { on: to }),
  ];
}

/**
 * The next frame of A still arrives at the player B, or at the client under test; or A was ended, by a tag where that is
 * tolerated only.
 */
export const flowsOrClosed = (tag?: string): Step =>
  make('the next frame comes through, or the end', (scene) => {
    const next = scene.line('A').nextFrame();
    return [
      send(video(next), { text: `key frame ${next.sequence}` }),
      anyOf(
        [
          { when: frame('video', { sequence: next.sequence }), on: 'B' },
          { when: closed(), ...(tag === undefined ? {} : { tag }) },
        ],
        { within: 'close' },
      ),
    ];
  });

/** The healthy connection beside: opened before the stimulus, asked after it. */
export const othersSteps = (scene: Scene): readonly Step[] => askSteps(scene, 'O', []);
