import { isPlayerNotice } from '../message/player-notice.ts';
import { BlockPool } from './block-pool.ts';
import { Channel, type Delivery, NOTHING } from './channel.ts';
import { audioFrame, dataFrame, videoFrame } from './frame.ts';
import { type LiveOptions, liveOptions, type PartialLiveOptions } from './live-options.ts';
import { Publication } from './publication.ts';
import type { SharedFrame } from './shared-frame.ts';
import { type SubscribeRequest, Subscription } from './subscription.ts';

/**
 * The pure broadcast: publications and players meet by path, and every message of a publication becomes one shared frame
 * and a list of players to send it to.
 *
 * No I/O, no clock, no callbacks: what the host has to do is returned as data. Connections are the host's; they are known
 * here as opaque owners and as backlogs that are looked at. Timestamps pass unchanged, always; so do payloads, but for
 * players that asked for another form: they get other headers or fewer messages, never other media.
 *
 * What a player gets, from whatever moment on: the latest retained data and sequence headers, then pictures that begin
 * with a key frame and have no gap but before another key frame, sound and data, all in the order of the publisher.
 */

/** Answer to `publish`. `players` waited or stay: each is to be told of the new publisher before the first message. */
export type PublishAnswer<Publisher, Player> =
  | {
      readonly outcome: 'accepted';
      readonly publication: Publication<Publisher>;
      readonly players: readonly Subscription<Player>[];
    }
  | {
      readonly outcome: 'tookOver';
      readonly publication: Publication<Publisher>;
      readonly players: readonly Subscription<Player>[];
      /** Ended; what its owner still sends goes to nobody. */
      readonly previous: Publication<Publisher>;
    }
  | { readonly outcome: 'rejected'; readonly current: Publication<Publisher> };

/** Answer to `subscribe`. */
export type SubscribeAnswer<Publisher, Player> =
  | {
      readonly outcome: 'accepted';
      readonly subscription: Subscription<Player>;
      /** `undefined`: the player waits for a publisher. */
      readonly publication: Publication<Publisher> | undefined;
      /** To be sent to this player now, in this order: retained data, headers, the GOP so far. */
      readonly frames: readonly SharedFrame[];
    }
  | { readonly outcome: 'tooManyWaiting' };

export interface PublishedMedia {
  readonly media: 'audio' | 'video';
  readonly timestamp: number;
  /** Kept, with the room in front that a connection made with it; not to be changed afterwards. */
  readonly payload: Uint8Array;
}

export interface PublishedData {
  readonly timestamp: number;
  /** `onMetaData` is retained without being asked: some publishers send it bare (CMD-40). */
  readonly handler: string;
  readonly retain: 'set' | 'clear' | 'no';
  /** AMF0 bytes: handler and values. Kept; not to be changed afterwards. */
  readonly payload: Uint8Array;
}

const NO_FRAMES: readonly SharedFrame[] = [];

export class Live<Publisher, Player> {
  readonly #options: LiveOptions;
  readonly #channels = new Map<string, Channel<Publisher, Player>>();
  /** Of all GOP caches together: streams whose key frames come at different times need less than the sum of their most. */
  readonly #pool = new BlockPool();
  #waiting = 0;

  constructor(options?: PartialLiveOptions) {
    this.#options = liveOptions(options);
  }

  /** Every path that has a publication or players. */
  channels(): Iterable<Channel<Publisher, Player>> {
    return this.#channels.values();
  }

  channel(path: string): Channel<Publisher, Player> | undefined {
    return this.#channels.get(path);
  }

  /** Players that wait for a publisher, all paths together. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Begins a publication, unless the path has one and policy protects it. */
  publish(path: string, owner: Publisher, now: number): PublishAnswer<Publisher, Player> {
    const channel = this.#channelFor(path);
    const previous = channel.publication;
    if (previous !== undefined && !this.#mayTakeOver(previous, now)) return { outcome: 'rejected', current: previous };
    const publication = new Publication(path, owner, now, this.#options, this.#pool);
    if (previous === undefined) this.#waiting -= channel.playerCount;
    else previous.gop.end();
    channel.begin(publication);
    const { players } = channel;
    if (previous === undefined) return { outcome: 'accepted', publication, players };
    return { outcome: 'tookOver', publication, players, previous };
  }

  /** Ends a publication; without effect when it has ended. @returns its players, who stay and wait for another */
  unpublish(publication: Publication<Publisher>): readonly Subscription<Player>[] {
    const channel = this.#channelOf(publication);
    if (channel === undefined) return [];
    publication.gop.end();
    channel.rest();
    this.#waiting += channel.playerCount;
    this.#forgetIfEmpty(channel);
    return channel.players;
  }

  /** Adds a player, who waits when there is no publication. */
  subscribe(path: string, request: SubscribeRequest<Player>, now: number): SubscribeAnswer<Publisher, Player> {
    const publication = this.#channels.get(path)?.publication;
    if (publication === undefined && !this.#mayWait(path)) return { outcome: 'tooManyWaiting' };
    const subscription = new Subscription(path, request, this.#options.slowPlayer, now);
    const frames = this.#channelFor(path).add(subscription);
    if (publication === undefined) this.#waiting += 1;
    return { outcome: 'accepted', subscription, publication, frames };
  }

  /** Removes a player; without effect when it is gone or was cut. */
  unsubscribe(subscription: Subscription<Player>): void {
    const channel = this.#channels.get(subscription.path);
    if (channel === undefined || !channel.delete(subscription)) return;
    subscription.detach();
    if (channel.publication === undefined) this.#waiting -= 1;
    this.#forgetIfEmpty(channel);
  }

  /** Switches a medium of a player (CMD-28). @returns what to send to it now: the headers of a medium that is on again */
  receive(subscription: Subscription<Player>, media: 'audio' | 'video', on: boolean): readonly SharedFrame[] {
    return subscription.receive(media, on, this.#headersFor(subscription));
  }

  /** Pauses a player, or lets it go on (CMD-29). @returns what to send to it now: metadata and headers when it goes on */
  pause(subscription: Subscription<Player>, paused: boolean): readonly SharedFrame[] {
    return subscription.pause(paused, this.#headersFor(subscription));
  }

  /** Takes one audio or video message of a publication. Goes to nobody when the publication has ended. */
  media(publication: Publication<Publisher>, message: PublishedMedia, now: number): Delivery<Player> {
    const channel = this.#channelOf(publication);
    if (channel === undefined) return NOTHING;
    const { media, timestamp, payload } = message;
    publication.hear(payload.length, now);
    const frame = media === 'audio' ? audioFrame(timestamp, payload) : videoFrame(timestamp, payload);
    if (frame === undefined) {
      publication.counters.unreadable += 1;
      return NOTHING;
    }
    return publication.take(frame) ? channel.deliver(frame, now) : NOTHING;
  }

  /**
   * Takes one data message of a publication. A cleared one is forgotten and goes to nobody (CMD-41), nor does what only
   * servers say to players.
   */
  data(publication: Publication<Publisher>, message: PublishedData, now: number): Delivery<Player> {
    const channel = this.#channelOf(publication);
    if (channel === undefined) return NOTHING;
    const { handler, payload, retain, timestamp } = message;
    publication.hear(payload.length, now);
    if (isPlayerNotice(payload)) {
      publication.counters.unreadable += 1;
      return NOTHING;
    }
    if (retain === 'clear') {
      publication.forget(handler);
      return NOTHING;
    }
    const frame = dataFrame(timestamp, payload);
    if (retain === 'set' || handler === 'onMetaData') publication.retain(handler, frame);
    else publication.take(frame);
    return channel.deliver(frame, now);
  }

  #headersFor(subscription: Subscription<Player>): readonly SharedFrame[] {
    return this.#channels.get(subscription.path)?.headersFor(subscription) ?? NO_FRAMES;
  }

  #mayTakeOver(publication: Publication<Publisher>, now: number): boolean {
    const { onDuplicate, staleAfterMs } = this.#options;
    return onDuplicate === 'takeOver' || publication.silentFor(now) > staleAfterMs;
  }

  #mayWait(path: string): boolean {
    const waitingHere = this.#channels.get(path)?.playerCount ?? 0;
    return waitingHere < this.#options.waitingPerPath && this.#waiting < this.#options.waitingTotal;
  }

  #channelFor(path: string): Channel<Publisher, Player> {
    const known = this.#channels.get(path);
    if (known !== undefined) return known;
    const channel = new Channel<Publisher, Player>(path);
    this.#channels.set(path, channel);
    return channel;
  }

  /** The channel in which `publication` is the one that counts. */
  #channelOf(publication: Publication<Publisher>): Channel<Publisher, Player> | undefined {
    const channel = this.#channels.get(publication.path);
    return channel?.publication === publication ? channel : undefined;
  }

  #forgetIfEmpty(channel: Channel<Publisher, Player>): void {
    if (channel.isEmpty) this.#channels.delete(channel.path);
  }
}
