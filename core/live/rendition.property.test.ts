import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { audioForPlayer } from '../media/audio-for-player.ts';
import type { PlayerForm } from '../media/player-form.ts';
import { videoForPlayer } from '../media/video-for-player.ts';
import type { PublishedMedia } from './live.ts';
import type { Publication } from './publication.ts';
import { Broadcast, type TestPlayer } from './testing/broadcast.ts';
import { FORMS } from './testing/forms.ts';

/** Messages as they begin; a mark follows. Track 0 without a multitrack header, others with one (ERTMP-24); pictures have all forms. */
const VIDEO = {
  header: '90 61766331',
  headerOf1: '96 00 61766331 01',
  headerOfBoth: '96 20 61766331 00 61766331 01',
  key: '93 61766331',
  keyOf1: '96 03 61766331 01',
  keyWithModEx: '97 02 000001 03 61766331',
  inter: 'a3 61766331',
  interOf1: 'a6 03 61766331 01',
  legacyInter: '27 01 000000',
  colorInfo: '94 68766331 02 0009 636f6c6f72496e666f 05',
  end: '92 61766331',
} as const;

const AUDIO = {
  header: '90 6d703461',
  headerOf1: '95 00 6d703461 01',
  sound: '91 6d703461',
  soundOf1: '95 01 6d703461 01',
  legacySound: 'af 01',
  opus: '91 4f707573',
} as const;

type Step =
  | { readonly do: 'send'; readonly media: 'audio' | 'video'; readonly start: string; readonly size: number }
  | { readonly do: 'join' | 'publish' | 'unpublish' }
  | { readonly do: 'leave' | 'drain' | 'toggle' | 'pause'; readonly player: number; readonly part: number };

const starts = (media: 'audio' | 'video', texts: Readonly<Record<string, string>>) =>
  fc.record({
    do: fc.constant('send' as const),
    media: fc.constant(media),
    start: fc.constantFrom(...Object.values(texts)),
    size: fc.constantFrom(0, 0, 300),
  });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: starts('video', VIDEO) },
  { weight: 4, arbitrary: starts('audio', AUDIO) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('join', 'join', 'join', 'publish', 'unpublish') }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('leave', 'drain', 'drain', 'toggle', 'pause'),
      player: fc.nat(4),
      part: fc.constantFrom(50, 100_000),
    }),
  },
);

const steps = fc.array(step, { minLength: 30, maxLength: 120, size: 'max' });

/** The cache never overflows: how much of it a form fills is no concern of these tests. */
const OPTIONS = {
  onDuplicate: 'takeOver',
  slowPlayer: { skipAboveBytes: 700, resumeBelowBytes: 200, cutAboveBytes: 2_000, stallMs: 10_000 },
} as const;

/** A broadcast whose players all take one form: put into it by the broadcast, or by the publisher beforehand. */
class Run {
  readonly players: TestPlayer[] = [];
  readonly #broadcast = new Broadcast(OPTIONS);
  readonly #form: PlayerForm;
  readonly #formedBy: 'broadcast' | 'publisher';
  #publication: Publication<string> | undefined;
  #mark = 0;
  readonly #isOff = new Map<string, boolean>();

  constructor(form: PlayerForm, formedBy: 'broadcast' | 'publisher', happenings: readonly Step[]) {
    this.#form = form;
    this.#formedBy = formedBy;
    for (const happening of happenings) this.#take(happening);
  }

  #take(happening: Step): void {
    switch (happening.do) {
      case 'send':
        return this.#send(happening.media, happening.start, happening.size);
      case 'publish':
        this.#publication = this.#broadcast.publish();
        this.#send('video', VIDEO.header, 0);
        return this.#send('video', VIDEO.key, 0); // track 0 leads from the beginning
      case 'unpublish':
        if (this.#publication !== undefined) this.#broadcast.live.unpublish(this.#publication);
        this.#publication = undefined;
        return;
      case 'join':
        return this.#join();
      default:
        return this.#change(happening.do, this.players[happening.player], happening.part);
    }
  }

  #send(media: 'audio' | 'video', start: string, size: number): void {
    this.#mark += 1;
    if (this.#publication === undefined) return;
    const payload = Uint8Array.of(...hex(start), ...new Uint8Array(size), this.#mark & 0xff);
    const message: PublishedMedia = { media, timestamp: this.#mark * 7, payload };
    if (this.#formedBy === 'broadcast') this.#broadcast.send(this.#publication, message);
    else {
      const formed = (media === 'audio' ? audioForPlayer : videoForPlayer)(payload, this.#form);
      if (formed !== undefined) this.#broadcast.send(this.#publication, { ...message, payload: formed });
    }
  }

  #join(): void {
    const form = this.#formedBy === 'broadcast' ? { form: this.#form } : {};
    const player = this.#broadcast.join(`${this.players.length}`, form);
    player.drainsAtOnce = this.players.length === 0;
    this.players.push(player);
  }

  #change(what: 'leave' | 'drain' | 'toggle' | 'pause', player: TestPlayer | undefined, part: number): void {
    if (player?.subscription === undefined) return;
    const { live } = this.#broadcast;
    if (what === 'drain') return player.drain(part);
    if (what === 'leave') return live.unsubscribe(player.subscription);
    const wasOff = this.#isOff.get(`${what} ${player.name}`) ?? false;
    this.#isOff.set(`${what} ${player.name}`, !wasOff);
    if (what === 'pause') return player.take(live.pause(player.subscription, !wasOff));
    return player.take(live.receive(player.subscription, 'video', wasOff));
  }
}

const forms = fc.constantFrom(...(Object.keys(FORMS) as (keyof typeof FORMS)[]));

describe('a broadcast in the form of its players', () => {
  it('gives each exactly what it would get had the publisher sent that form', () => {
    fc.assert(
      fc.property(forms, steps, (name, happenings) => {
        const told = ({ players }: Run) =>
          players.map(({ got, cut }) => [cut, got.map(({ timestamp, payload }) => `${timestamp} ${payload.join()}`)]);
        const formed = new Run(FORMS[name], 'broadcast', happenings);
        expect(told(formed)).toEqual(told(new Run(FORMS[name], 'publisher', happenings)));
      }),
      { numRuns: 1500 },
    );
  });
});
