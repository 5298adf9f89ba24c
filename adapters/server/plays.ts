import {
  type Millis,
  type PauseToggled,
  type Play2Requested,
  type PlayRequested,
  type ReceiveToggled,
  type SeekRequested,
  type StreamEnd,
  type Subscription,
  status,
} from '../../core/index.ts';
import { ByStream } from './by-stream.ts';
import { type Client, DESCRIPTIONS } from './client.ts';
import type { RefusalReason } from './event.ts';
import { Player } from './player.ts';
import type { VodAnswers, VodPlays } from './vod-plays.ts';

/** What one client plays of live streams, by message stream; recordings are for `VodPlays`. */
export class Plays {
  readonly #client: Client;
  readonly #vod: VodPlays;
  readonly #subscriptions = new ByStream<Subscription<Player>>();

  constructor(client: Client, vod: VodPlays) {
    this.#client = client;
    this.#vod = vod;
  }

  get count(): number {
    return this.#subscriptions.size;
  }

  get paths(): readonly string[] {
    return this.#subscriptions.values().map(({ path }) => path);
  }

  requested(event: PlayRequested): void {
    const client = this.#client;
    if (event.appends && !this.#vod.has(event.messageStreamId))
      return this.#refuse(event, 'liveHasNoEnd', DESCRIPTIONS.liveHasNoEnd, 'NetStream.Play.Failed');
    const request = client.streamRequest(event.name);
    if (typeof request === 'string') return this.#refuse(event, request, DESCRIPTIONS[request]);
    const { onPlay } = client.hub.hooks;
    client.decide('onPlay', onPlay, { ...request, purpose: 'play' }, event.requestId, (answer, now) => {
      if (answer === undefined) this.#find(event, request.path, now);
      else if ('path' in answer) this.#find(event, answer.path, now);
      else this.#refuse(event, 'hook', answer.refuse, answer.code ?? 'NetStream.Play.Failed');
    });
  }

  /** The client switched sound or pictures off or on again (CMD-28). */
  toggled({ messageStreamId, media, receive }: ReceiveToggled): void {
    const subscription = this.#subscriptions.get(messageStreamId);
    if (subscription === undefined) return;
    const { hub, driver } = this.#client;
    subscription.owner.sendAll(hub.live.receive(subscription, media, receive), driver.now());
  }

  /** The client paused or goes on (CMD-29): a live stream does not wait, so what was missed stays missed. */
  paused({ messageStreamId, paused }: PauseToggled): void {
    const subscription = this.#subscriptions.get(messageStreamId);
    if (subscription === undefined) return;
    const { hub, driver } = this.#client;
    const { connection } = driver;
    const now = driver.now();
    driver.perform(
      paused ? connection.notifyPaused(messageStreamId, now) : connection.notifyUnpaused(messageStreamId, now),
    );
    subscription.owner.sendAll(hub.live.pause(subscription, paused), now);
  }

  /** There is nowhere to go in a live stream (CMD-32). */
  sought({ requestId }: SeekRequested): void {
    const { driver } = this.#client;
    const refusal = { description: 'A live stream has no other time than now.' };
    driver.perform(driver.connection.rejectSeek(requestId, refusal, driver.now()));
  }

  /** Live streams share no timeline on which one could follow the other (CMD-27). */
  switched({ requestId }: Play2Requested): void {
    const { driver } = this.#client;
    const refusal = { description: 'Live streams are changed by play.' };
    driver.perform(driver.connection.rejectPlay2(requestId, refusal, driver.now()));
  }

  /** The connection says that a play is over. */
  ended(messageStreamId: number, reason: StreamEnd): void {
    const subscription = this.#subscriptions.get(messageStreamId);
    if (subscription === undefined) return;
    this.#subscriptions.delete(messageStreamId);
    const { hub } = this.#client;
    const { path, owner, counters } = subscription;
    hub.live.unsubscribe(subscription);
    hub.neighbours?.playerWent(path);
    this.#client.tell({ type: 'playerLeft', path, reason: owner.ended(reason), counters: { ...counters } });
  }

  /** Ends every play from our side. */
  end(description: string, now: Millis): void {
    const stopped = status('NetStream.Play.Stop', description);
    for (const { owner } of this.#subscriptions.values()) owner.end(stopped, now);
  }

  /** Finds out whether it is for a recording. */
  #find(event: PlayRequested, path: string, now: Millis): void {
    const answers: VodAnswers = {
      live: (at) => this.#play(event, path, at),
      refuse: (reason, code) => this.#refuse(event, reason, DESCRIPTIONS[reason], code),
    };
    if (event.appends) return this.#vod.append(event, path, answers);
    const { hub } = this.#client;
    const { neighbours, vod } = hub;
    const isPublished = hub.live.channel(path)?.publication !== undefined;
    if (isPublished || neighbours === undefined || vod === undefined)
      return this.#vod.play(event, { path, isPublished }, answers, now);
    this.#client.await<boolean>(
      event.requestId,
      (settle) => neighbours.locate(path, settle),
      (isElsewhere, at) => this.#vod.play(event, { path, isPublished: isElsewhere }, answers, at),
    );
  }

  #play(event: PlayRequested, path: string, now: Millis): void {
    const { requestId, messageStreamId } = event;
    const { hub, driver, info, form } = this.#client;
    const player = new Player(info.id, messageStreamId, driver, hub.turn);
    const request = { owner: player, messageStreamId, backlog: driver.connection, form };
    const answer = hub.live.subscribe(path, request, now);
    if (answer.outcome !== 'accepted') return this.#refuse(event, 'tooManyWaiting', DESCRIPTIONS.tooManyWaiting);
    this.#subscriptions.set(messageStreamId, answer.subscription);
    hub.neighbours?.playerCame(path);
    this.#client.tell({ type: 'playerJoined', path, isWaiting: answer.publication === undefined });
    player.begin(driver.connection.acceptPlay(requestId, now), answer.frames);
  }

  #refuse({ requestId, name }: PlayRequested, reason: RefusalReason, description: string, code?: string): void {
    const { driver } = this.#client;
    const refusal = code === undefined ? { description } : { code, description };
    driver.perform(driver.connection.rejectPlay(requestId, refusal, driver.now()));
    const path = this.#client.refusedPath(name);
    this.#client.tell({ type: 'requestRefused', request: 'play', path, reason, description });
  }
}
