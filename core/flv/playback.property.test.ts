import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marksOf } from './testing/files.ts';
import { movieTags, recorded } from './testing/movie.ts';
import { type Given, TestPlayer } from './testing/player.ts';

const MOVIE = recorded(movieTags({ seconds: 30 }), { metadata: {}, keyFrames: 8 });

type Action = readonly ['seek' | 'pause' | 'resume' | 'wait' | 'buffer' | 'room' | 'video' | 'audio', number];

const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.tuple(
    fc.constantFrom('seek', 'pause', 'resume', 'wait', 'buffer', 'room', 'video', 'audio'),
    fc.integer({ min: 0, max: 32_000 }),
  ),
  { maxLength: 40 },
);

function act(player: TestPlayer, [kind, number]: Action): void {
  if (kind === 'wait') player.advance(number / 8);
  if (kind === 'room') player.room = number % 3 === 0 ? 0 : number;
  player.run((playback, now, room) => {
    switch (kind) {
      case 'seek':
        return playback.seek(number, now, room);
      case 'pause':
        return playback.pause(now);
      case 'resume':
        return playback.resume(now, room);
      case 'buffer':
        return playback.setBuffer(number, now, room);
      case 'video':
      case 'audio':
        return playback.receive(kind, number % 2 === 0, now, room);
      default:
        return playback.tick(now, room);
    }
  });
}

const isPicture = ({ type, data }: Given) => type === 9 && data[1] === 1;
const isSound = ({ type, data }: Given) => type === 8 && data[1] === 1;

/** Checks one stretch without a seek in it: what comes first and in which order. */
function expectDecodable(given: readonly Given[], wasSought: boolean): void {
  const [video, audio] = [given.filter(({ type }) => type === 9), given.filter(({ type }) => type === 8)];
  if (wasSought) {
    for (const medium of [video, audio]) if (medium.length > 0) expect(medium[0]?.data[1]).toBe(0);
    const first = given.find(isPicture);
    if (first !== undefined) expect(first.data[0]).toBe(0x17);
  }
  for (const frames of [given.filter(isPicture), given.filter(isSound)]) {
    const steps = frames.slice(1).map(({ timestamp }, index) => timestamp - frames[index]!.timestamp);
    expect(steps.filter((step) => step <= 0)).toEqual([]);
    // A picture is the one after the picture before it, unless it is a key frame.
    expect(frames.slice(1).filter(({ data }, index) => data[0] === 0x27 && steps[index] !== 40)).toEqual([]);
  }
}

describe('FlvPlayback under any sequence of commands', () => {
  it('gives what can be decoded, in its order, and the same each time', () => {
    fc.assert(
      fc.property(actions, (sequence) => {
        const player = new TestPlayer(MOVIE);
        const again = new TestPlayer(MOVIE);
        let wasSought = true;
        let stretch: Given[] = player.take();
        again.take();
        for (const action of sequence) {
          act(player, action);
          const given = player.take();
          act(again, action);
          expect(marksOf(again.take())).toEqual(marksOf(given));
          if (action[0] !== 'seek') {
            stretch.push(...given);
            continue;
          }
          expectDecodable(stretch, wasSought);
          [stretch, wasSought] = [given, true];
        }
        expectDecodable(stretch, wasSought);
      }),
      { numRuns: 80 },
    );
  });

  it('is not disturbed by ticks that nobody asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { maxLength: 30 }), (waits) => {
        const [player, other] = [new TestPlayer(MOVIE), new TestPlayer(MOVIE)];
        for (const wait of waits) {
          player.advance(wait);
          other.advance(wait);
          other.run((playback, now, room) => playback.tick(now, room));
        }
        expect(marksOf(other.given)).toEqual(marksOf(player.given));
      }),
    );
  });
});
