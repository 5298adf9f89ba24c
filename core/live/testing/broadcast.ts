import type { Delivery } from '../channel.ts';
import { Live, type PublishedData, type PublishedMedia } from '../live.ts';
import type { PartialLiveOptions } from '../live-options.ts';
import type { Publication } from '../publication.ts';
import type { SharedFrame } from '../shared-frame.ts';
import type { CutReason, SubscribeRequest, Subscription } from '../subscription.ts';
import { markOf } from './messages.ts';

/** A player as a host would keep it: what it got, and a connection that drains only when it is told to. */
export class TestPlayer {
  readonly name: string;
  readonly got: SharedFrame[] = [];
  readonly backlog = { unsentBytes: 0, bytesSent: 0 };
  /** Takes what it is given at once, as a player on a good line does. */
  drainsAtOnce = true;
  subscription: Subscription<TestPlayer> | undefined;
  cut: CutReason | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** The marks of what it got; messages.ts makes them. */
  get marks(): number[] {
    return this.got.map(({ payload }) => markOf(payload));
  }

  take(frames: readonly SharedFrame[]): void {
    for (const frame of frames) {
      this.got.push(frame);
      this.backlog.bytesSent += frame.length;
      if (!this.drainsAtOnce) this.backlog.unsentBytes += frame.length;
    }
  }

  drain(byteCount = this.backlog.unsentBytes): void {
    this.backlog.unsentBytes -= Math.min(byteCount, this.backlog.unsentBytes);
  }
}

/** A live broadcast with its host: what it answers is carried out on test players. */
export class Broadcast {
  readonly live: Live<string, TestPlayer>;
  now = 0;

  constructor(options?: PartialLiveOptions) {
    this.live = new Live(options);
  }

  publish(path = 'live/a', owner = 'publisher'): Publication<string> {
    const answer = this.live.publish(path, owner, this.now);
    if (answer.outcome === 'rejected') throw new Error(`${path} is taken by ${answer.current.owner}`);
    return answer.publication;
  }

  join(name: string, wishes: Partial<SubscribeRequest<TestPlayer>> = {}, path = 'live/a'): TestPlayer {
    const player = new TestPlayer(name);
    const request = { owner: player, messageStreamId: 1, backlog: player.backlog, ...wishes };
    const answer = this.live.subscribe(path, request, this.now);
    if (answer.outcome !== 'accepted') throw new Error(answer.outcome);
    player.subscription = answer.subscription;
    player.take(answer.frames);
    return player;
  }

  /** Publishes in order. @returns the names of those who got the last message */
  send(publication: Publication<string>, ...messages: readonly (PublishedMedia | PublishedData)[]): string[] {
    let to: string[] = [];
    for (const message of messages) {
      const delivery =
        'media' in message
          ? this.live.media(publication, message, this.now)
          : this.live.data(publication, message, this.now);
      to = this.#carryOut(delivery);
    }
    return to;
  }

  #carryOut({ batches, cut }: Delivery<TestPlayer>): string[] {
    for (const { frame, to } of batches) for (const { owner } of to) owner.take([frame]);
    for (const { subscription, reason } of cut) subscription.owner.cut = reason;
    return batches.flatMap(({ to }) => to.map(({ owner }) => owner.name));
  }
}
