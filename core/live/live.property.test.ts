import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PublishedData, PublishedMedia } from './live.ts';
import type { Publication } from './publication.ts';
import { Broadcast, type TestPlayer } from './testing/broadcast.ts';
import { audioHeader, data, interFrame, keyFrame, padded, sound, videoHeader } from './testing/messages.ts';
import { complaints, type Published } from './testing/witness.ts';

/** One thing that happens to a broadcast. */
type Step =
  | { readonly do: 'publish' | 'unpublish' | 'join' | 'joinWithoutVideo' }
  | { readonly do: 'send'; readonly kind: Published['kind']; readonly trackId: number; readonly size: number }
  | { readonly do: 'leave' | 'drain' | 'toggleAudio' | 'toggleVideo'; readonly player: number; readonly part: number }
  | { readonly do: 'wait'; readonly ms: number };

const KINDS = [
  'videoHeader',
  'keyFrame',
  'interFrame',
  'interFrame',
  'interFrame',
  'audioHeader',
  'sound',
  'data',
] as const;

const send = fc.record({
  do: fc.constant('send' as const),
  kind: fc.constantFrom(...KINDS),
  trackId: fc.constantFrom(0, 0, 0, 1),
  size: fc.constantFrom(0, 0, 200, 900),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: send },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('publish', 'unpublish') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('join', 'join', 'joinWithoutVideo') }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('leave', 'drain', 'drain', 'drain', 'toggleAudio', 'toggleVideo'),
      player: fc.nat(5),
      part: fc.constantFrom(50, 1_000, 100_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(100, 6_000, 16_000) }) },
);

/** fast-check prefers short arrays; a broadcast needs some time before it has anything to get wrong. */
const LONG = { minLength: 40, maxLength: 160, size: 'max' } as const;

const steps = fc.array(step, LONG);

const OPTIONS = {
  onDuplicate: 'takeOver',
  gopCacheBytes: 3_000,
  gopCacheMessages: 12,
  slowPlayer: { skipAboveBytes: 1_500, resumeBelowBytes: 300, cutAboveBytes: 4_000, stallMs: 10_000 },
} as const;

/** A broadcast to which steps happen, with a record of all that was published. */
class Run {
  readonly broadcast = new Broadcast(OPTIONS);
  readonly players: TestPlayer[] = [];
  readonly published: Published[] = [];
  readonly #toggles = new Map<string, boolean>();
  #publication: Publication<string> | undefined;
  #publishers = 0;

  constructor(...attentive: readonly string[]) {
    for (const name of attentive) this.players.push(this.broadcast.join(name));
    this.take({ do: 'publish' });
  }

  take(happening: Step): void {
    switch (happening.do) {
      case 'send':
        return this.#send(happening);
      case 'wait':
        this.broadcast.now += happening.ms;
        return;
      case 'publish':
        this.#publishers += 1;
        this.#publication = this.broadcast.publish('live/a', `publisher ${this.#publishers}`);
        return;
      case 'unpublish':
        if (this.#publication !== undefined) this.broadcast.live.unpublish(this.#publication);
        this.#publication = undefined;
        return;
      case 'join':
      case 'joinWithoutVideo':
        return this.#join(happening.do === 'join');
      default:
        return this.#change(happening.do, this.players[happening.player + 1], happening.part);
    }
  }

  #send({ kind, trackId, size }: Extract<Step, { do: 'send' }>): void {
    if (this.#publication === undefined) return;
    const mark = this.published.length;
    const isVideo = kind === 'videoHeader' || kind === 'keyFrame' || kind === 'interFrame';
    const track = isVideo ? trackId : 0;
    const message = madeOf(kind, mark, track, size);
    const { timestamp, payload } = message;
    this.published.push({ mark, publisher: this.#publication.owner, kind, trackId: track, timestamp, payload });
    this.broadcast.send(this.#publication, message);
    const { gop } = this.#publication;
    expect(gop.bytes).toBeLessThanOrEqual(OPTIONS.gopCacheBytes);
    expect(gop.messages).toBeLessThanOrEqual(OPTIONS.gopCacheMessages);
  }

  #join(receiveVideo: boolean): void {
    const player = this.broadcast.join(`player ${this.players.length}`, { receiveVideo });
    player.drainsAtOnce = false;
    player.backlog.unsentBytes = player.got.reduce((sum, frame) => sum + frame.length, 0);
    this.players.push(player);
  }

  #change(what: 'leave' | 'drain' | 'toggleAudio' | 'toggleVideo', player: TestPlayer | undefined, part: number): void {
    if (player?.subscription === undefined) return;
    if (what === 'drain') return player.drain(part);
    if (what === 'leave') return this.broadcast.live.unsubscribe(player.subscription);
    const key = `${what} ${player.name}`;
    const on = !(this.#toggles.get(key) ?? true);
    this.#toggles.set(key, on);
    player.take(this.broadcast.live.receive(player.subscription, what === 'toggleAudio' ? 'audio' : 'video', on));
  }
}

function madeOf(kind: Published['kind'], mark: number, trackId: number, size: number): PublishedMedia | PublishedData {
  if (kind === 'data') return data(mark, 'onMetaData');
  if (kind === 'sound') return padded(sound(mark, mark * 7), size);
  if (kind === 'audioHeader') return audioHeader(mark);
  if (kind === 'videoHeader') return videoHeader(mark, 0, { trackId });
  return padded((kind === 'keyFrame' ? keyFrame : interFrame)(mark, mark * 7, { trackId }), size);
}

describe('Live, whatever happens', () => {
  it('gives every player what it can decode, unchanged and in order, from the last headers on', () => {
    fc.assert(
      fc.property(steps, (happenings) => {
        const run = new Run('attentive');
        for (const happening of happenings) run.take(happening);
        for (const player of run.players) expect(complaints(player, run.published)).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  it('gives a player that keeps up all that a decoder can use, as if it were alone', () => {
    fc.assert(
      fc.property(steps, (happenings) => {
        const together = new Run('attentive');
        const alone = new Run('attentive');
        for (const happening of happenings) {
          together.take(happening);
          if (['publish', 'unpublish', 'send', 'wait'].includes(happening.do)) alone.take(happening);
        }
        expect(together.players[0]?.marks).toEqual(alone.players[0]?.marks);
        expect(together.players[0]?.cut).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('never lets a backlog grow past the hard mark by more than a message and what the player was given at once', () => {
    fc.assert(
      fc.property(fc.array(send, LONG), (happenings) => {
        const run = new Run('attentive');
        run.take({ do: 'join' });
        for (const happening of happenings) run.take(happening);
        const stalled = run.players[1];
        expect(stalled?.backlog.unsentBytes).toBeLessThan(OPTIONS.slowPlayer.cutAboveBytes + 1_000);
      }),
    );
  });
});
