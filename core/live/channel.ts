import type { PlayerForm } from '../media/player-form.ts';
import { Audience, type Cut } from './audience.ts';
import type { Publication } from './publication.ts';
import type { SharedFrame } from './shared-frame.ts';
import type { Subscription } from './subscription.ts';

/** One frame and who gets it. */
export interface Batch<Player> {
  /** What was published, or what the form of these players makes of it. */
  readonly frame: SharedFrame;
  /** At least one. The same array for every message of a path: it is good until the next message of that path. */
  readonly to: readonly Subscription<Player>[];
}

/** What to do with one published message: send each batch, end `cut`. */
export interface Delivery<Player> {
  /** The message as it was published; `undefined` when it is for nobody, then the rest is empty. */
  readonly frame: SharedFrame | undefined;
  /** At most one for each form in which the players of the path take media. */
  readonly batches: readonly Batch<Player>[];
  /** Already unsubscribed. */
  readonly cut: readonly Cut<Player>[];
}

/** A delivery to nobody. Typed for all players, as it holds none. */
export const NOTHING: Delivery<never> = { frame: undefined, batches: [], cut: [] };

const NO_CUTS: readonly Cut<never>[] = [];

/** One path: its publication, if there is one, and its players, whether they play or wait. */
export class Channel<Publisher, Player> {
  readonly path: string;
  #publication: Publication<Publisher> | undefined;
  readonly #audiences: Audience<Player>[] = [];
  /** Nearly always empty: kept from message to message. */
  readonly #cuts: Cut<Player>[] = [];

  constructor(path: string) {
    this.path = path;
  }

  get publication(): Publication<Publisher> | undefined {
    return this.#publication;
  }

  get players(): readonly Subscription<Player>[] {
    return this.#audiences.flatMap(({ players }) => players);
  }

  get playerCount(): number {
    return this.#audiences.reduce((sum, { players }) => sum + players.length, 0);
  }

  get isEmpty(): boolean {
    return this.#publication === undefined && this.#audiences.length === 0;
  }

  /** @returns what the player gets first */
  add(subscription: Subscription<Player>): readonly SharedFrame[] {
    return this.#audienceFor(subscription.form).add(subscription);
  }

  /** @returns false when it was not here */
  delete(subscription: Subscription<Player>): boolean {
    const audience = this.#audienceOf(subscription.form);
    if (audience?.delete(subscription) !== true) return false;
    if (audience.players.length === 0) this.#audiences.splice(this.#audiences.indexOf(audience), 1);
    return true;
  }

  /** A publication begins, or takes the place of another: every player is attached to it. */
  begin(publication: Publication<Publisher>): void {
    this.#publication = publication;
    for (const audience of this.#audiences) audience.begin(publication);
  }

  /** The publication has ended: its players wait. */
  rest(): void {
    this.#publication = undefined;
    for (const audience of this.#audiences) audience.rest();
  }

  /** Retained data and headers that hold now, in the form of this player; empty when it is not here. */
  headersFor({ form }: Subscription<Player>): readonly SharedFrame[] {
    return this.#audienceOf(form)?.headers() ?? [];
  }

  /** Decides for each player. */
  deliver(frame: SharedFrame, now: number): Delivery<Player> {
    const batches: Batch<Player>[] = [];
    for (const audience of this.#audiences) {
      const formed = audience.deliver(frame, now, this.#cuts);
      if (formed !== undefined) batches.push({ frame: formed, to: audience.to });
    }
    if (this.#cuts.length === 0) return { frame, batches, cut: NO_CUTS };
    const cut = this.#cuts.splice(0);
    for (const { subscription } of cut) {
      this.delete(subscription);
      subscription.detach();
    }
    return { frame, batches, cut };
  }

  #audienceFor(form: PlayerForm | undefined): Audience<Player> {
    const known = this.#audienceOf(form);
    if (known !== undefined) return known;
    const audience = new Audience<Player>(form);
    if (this.#publication !== undefined) audience.begin(this.#publication);
    this.#audiences.push(audience);
    return audience;
  }

  #audienceOf(form: PlayerForm | undefined): Audience<Player> | undefined {
    return this.#audiences.find((audience) => audience.form?.key === form?.key);
  }
}
