import type { Finding, Rung, Scene, Step } from './case.ts';
import { closed, either, frame, reported, status, userControl } from './matchers.ts';
import type { ConnectionName } from './observation.ts';
import { bounded, check, close, expect, ladder, make, never, send, wait } from './steps.ts';
import { publishes } from './streaming.ts';
import { video } from './wire/media.ts';
import { EVENT } from './wire/messages.ts';

// What is left when a connection has ended: nothing.

/** Rungs of a server at which a connection may end. */
export const SERVER_RUNGS: readonly Rung[] = ['tcp', 'hs', 'conn', 'stream', 'pub', 'pubmedia', 'play', 'relay', 'vod'];

/** We end A; a server ends its side too, where it can still be heard. */
export const leaves = (how: 'fin' | 'rst', on: ConnectionName = 'A'): Step[] => [
  close(how, { on }),
  how === 'fin' ? expect(closed(), { on, within: 'close' }) : wait('quiet'),
];

/** Of all connections only so many are left, and nothing waits for a time that concerns the others. */
export const onlyLeft = (sessions: number): Step[] => [
  bounded('sessions', sessions),
  ...(sessions === 0 ? [bounded('timers', 0), bounded('unsentBytes', 0), bounded('heldBytes', 0)] : []),
];

/** The name of the run can be published, and played. */
export const nameIsFree = (on: ConnectionName = 'C', player: ConnectionName = 'D'): Step[] => [
  ladder('stream', on),
  ...publishes({ on }),
  ladder('play', player),
  make('a frame of the new publisher', ({ line }) => {
    const next = line(on).nextFrame();
    return [
      send(video(next), { on, text: `key frame ${next.sequence}` }),
      expect(frame('video', { sequence: next.sequence }), { on: player }),
    ];
  }),
];

/** A client under test says that it is over, in whatever way. */
export const isOver = () => either(reported('failed'), reported('ended'));

/** A client says that it is over, says so once, and goes to rest; what it could not send may take until the deadline `close`. */
export const overOnce = (rest: 'quiet' | 'close' = 'quiet'): Step[] => [
  expect(isOver(), { within: 'close' }),
  never(isOver(), rest),
  bounded('timers', 0),
  bounded('unsentBytes', 0),
];

/** What a player is told when its publisher has gone, in any of the ways in use. */
export const told = () =>
  either(
    userControl(EVENT.streamEof),
    status('NetStream.Play.UnpublishNotify'),
    status('NetStream.Play.Stop'),
    status('NetStream.Play.Complete'),
    closed(),
  );

/** So many connections have come to their end at this one, as far as we have seen. */
export const endsOnce = (on: ConnectionName): Step =>
  check(`one end of ${on}`, ({ line }: Scene): Finding => {
    const count = line(on).observations.filter(({ kind }) => kind === 'closed').length;
    return count === 1 ? undefined : { expected: 'one end', actual: `${count}` };
  });
