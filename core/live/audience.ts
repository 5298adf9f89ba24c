import type { PlayerForm } from '../media/player-form.ts';
import type { Publication } from './publication.ts';
import { Rendition } from './rendition.ts';
import type { SharedFrame } from './shared-frame.ts';
import type { CutReason, Subscription } from './subscription.ts';

/** A player that no longer gets anything, and why: the host ends its connection. */
export interface Cut<Player> {
  readonly subscription: Subscription<Player>;
  readonly reason: CutReason;
}

/**
 * The players of one path that take one form. What that form makes of a message is settled once for all of them; what is
 * left for each is whether it wants the frame and keeps up.
 */
export class Audience<Player> {
  /** `undefined`: as published. */
  readonly form: PlayerForm | undefined;
  readonly players: Subscription<Player>[] = [];
  /** Kept from message to message: with many players its growth would cost more than its filling. */
  readonly #to: Subscription<Player>[] = [];
  #rendition: Rendition | undefined;

  constructor(form: PlayerForm | undefined) {
    this.form = form;
  }

  /** Whose message was last decided on, and sent. The same array for every message. */
  get to(): readonly Subscription<Player>[] {
    return this.#to;
  }

  /** Retained data and headers that hold now, in the form of these players; empty without a publication. */
  headers(): readonly SharedFrame[] {
    return this.#rendition?.headers() ?? [];
  }

  /** A player comes. @returns what it gets first; nothing without a publication */
  add(subscription: Subscription<Player>): readonly SharedFrame[] {
    this.players.push(subscription);
    return this.#rendition === undefined ? [] : subscription.attach(this.#rendition);
  }

  /** @returns false when it was not here */
  delete(subscription: Subscription<Player>): boolean {
    const index = this.players.indexOf(subscription);
    if (index < 0) return false;
    this.players.splice(index, 1);
    return true;
  }

  begin(publication: Publication<unknown>): void {
    this.#rendition = new Rendition(publication, this.form);
    for (const player of this.players) player.attach(this.#rendition);
  }

  /** The publication has ended: its players wait, and nobody who has left meanwhile is held on to. */
  rest(): void {
    this.#rendition = undefined;
    this.#to.length = 0;
    for (const player of this.players) player.detach();
  }

  /**
   * Decides for each player, and leaves those who get the frame in `to`. Nothing is allocated for them.
   *
   * @param cuts - those who are cut are added
   * @returns the frame in the form of these players; `undefined` when nobody gets it
   */
  deliver(published: SharedFrame, now: number, cuts: Cut<Player>[]): SharedFrame | undefined {
    const frame = this.#rendition?.take(published);
    if (frame === undefined) return undefined;
    const { players } = this;
    const to = this.#to;
    let count = 0;
    for (let index = 0; index < players.length; index += 1) {
      const subscription = players[index]!;
      const verdict = subscription.admit(frame, now);
      if (verdict === 'send') {
        to[count] = subscription;
        count += 1;
      } else if (verdict !== 'skip') cuts.push({ subscription, reason: verdict });
    }
    if (to.length !== count) to.length = count; // the assignment is dear even when it changes nothing
    return count === 0 ? undefined : frame;
  }
}
