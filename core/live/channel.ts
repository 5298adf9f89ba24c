import type { Publication } from './publication.ts';
import type { SharedFrame } from './shared-frame.ts';
import type { CutReason, Subscription } from './subscription.ts';

/** A player that no longer gets anything, and why: the host ends its connection. */
export interface Cut<Player> {
  readonly subscription: Subscription<Player>;
  readonly reason: CutReason;
}

/** What to do with one published message: send `frame` to `to`, end `cut`. */
export interface Delivery<Player> {
  /** `undefined` when nobody gets the message; then `to` and `cut` are empty. */
  readonly frame: SharedFrame | undefined;
  /** The same array for every message of a path: it is good until the next message of that path. */
  readonly to: readonly Subscription<Player>[];
  /** Already unsubscribed. */
  readonly cut: readonly Cut<Player>[];
}

/** A delivery to nobody. Typed for all players, as it holds none. */
export const NOTHING: Delivery<never> = { frame: undefined, to: [], cut: [] };

const NO_CUTS: readonly Cut<never>[] = [];

/** One path: its publication, if there is one, and its players, whether they play or wait. */
export class Channel<Publisher, Player> {
  readonly path: string;
  publication: Publication<Publisher> | undefined;
  readonly #players: Subscription<Player>[] = [];
  /** Kept from message to message: with many players its growth would cost more than its filling. */
  readonly #to: Subscription<Player>[] = [];

  constructor(path: string) {
    this.path = path;
  }

  get players(): readonly Subscription<Player>[] {
    return this.#players;
  }

  get isEmpty(): boolean {
    return this.publication === undefined && this.#players.length === 0;
  }

  add(subscription: Subscription<Player>): void {
    this.#players.push(subscription);
  }

  /** @returns false when it was not here */
  delete(subscription: Subscription<Player>): boolean {
    const index = this.#players.indexOf(subscription);
    if (index < 0) return false;
    this.#players.splice(index, 1);
    return true;
  }

  /** The publication has ended: its players wait, and nobody who has left meanwhile is held on to. */
  rest(): void {
    this.publication = undefined;
    this.#to.length = 0;
    for (const player of this.#players) player.detach();
  }

  /** Decides for each player. Nothing is allocated for players that get the frame. */
  deliver(frame: SharedFrame, now: number): Delivery<Player> {
    const players = this.#players;
    const to = this.#to;
    let cut: Cut<Player>[] | undefined;
    let count = 0;
    for (let index = 0; index < players.length; index += 1) {
      const subscription = players[index]!;
      const verdict = subscription.admit(frame, now);
      if (verdict === 'send') {
        to[count] = subscription;
        count += 1;
      } else if (verdict !== 'skip') {
        cut ??= [];
        cut.push({ subscription, reason: verdict });
      }
    }
    if (to.length !== count) to.length = count; // the assignment is dear even when it changes nothing
    if (cut === undefined) return { frame, to, cut: NO_CUTS };
    for (const { subscription } of cut) {
      this.delete(subscription);
      subscription.detach();
    }
    return { frame, to, cut };
  }
}
