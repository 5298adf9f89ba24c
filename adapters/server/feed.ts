import type { DataReceived, MediaReceived, Millis, Publication } from '../../core/index.ts';
import type { ClientError } from '../client/client-error.ts';
import type { RtmpUrl } from '../client/rtmp-url.ts';
import type { Connect } from '../client/stream-attempt.ts';
import { StreamClient, type StreamClientEvent } from '../client/stream-client.ts';
import type { Alarm, Clock } from '../transport.ts';
import type { Place } from './directory.ts';
import { carryOut, type Hub, type Publisher, take } from './hub.ts';
import { PublishedTracks } from './published-tracks.ts';

/** What the feeds of one worker share. */
export interface FeedSource {
  readonly hub: Hub;
  /** The worker that this is. */
  readonly worker: number;
  readonly clock: Clock;
  /** Reaches the worker whose number stands as the port. */
  readonly connect: Connect;
  /** A stream that is still published there broke off; it is fetched again. */
  readonly onBroken: (worker: number, error: ClientError) => void;
}

/** How long the rest of a stream may take to arrive when it has ended where it was published. */
const REST_MS: Millis = 5_000;
/** Before a stream that broke off is fetched again: mostly the directory says within that time that it is over. */
const RETRY_MS: Millis = 250;

/**
 * One path for the players of this worker: while another worker publishes it, it is fetched from there, once for all of them,
 * and published here as it came. Players notice no more than that the publisher is there or not.
 *
 * Where the path is published is the directory's word alone. What is under way of a stream that ends is waited for, so that
 * a word that overtakes it costs no frame.
 */
export class Feed {
  /** Players, and requests to play that are not decided. */
  userCount = 0;
  readonly #path: string;
  readonly #source: FeedSource;
  #isKnown = false;
  #place: Place | undefined;
  #client: StreamClient | undefined;
  /** What `client` fetches, or fetched last. */
  #fetched: Place | undefined;
  #publication: Publication<Publisher> | undefined;
  #alarm: Alarm | undefined;
  readonly #asking: ((isPublished: boolean) => void)[] = [];

  constructor(path: string, source: FeedSource) {
    this.#path = path;
    this.#source = source;
  }

  /** Calls `settle` once the directory has said whether the path is published in any worker. */
  locate(settle: (isPublished: boolean) => void): void {
    if (this.#isKnown) settle(this.#place !== undefined);
    else this.#asking.push(settle);
  }

  /** The directory's word. */
  told(place: Place | undefined): void {
    const isNews = !this.#isKnown || !isSame(place, this.#place);
    this.#isKnown = true;
    this.#place = place;
    for (const settle of this.#asking.splice(0)) settle(place !== undefined);
    if (isNews) this.#follow();
  }

  /**
   * Takes the place of a publisher here that is to give way to one elsewhere, if policy lets it: the players stay, and wait for
   * what comes from there.
   *
   * @returns the publisher, to be told; `undefined` when it keeps its path
   */
  takeOver(): Publisher | undefined {
    const { hub, clock } = this.#source;
    const answer = hub.live.publish(this.#path, feeder(), clock.now());
    if (answer.outcome === 'rejected') return undefined;
    this.#publication = answer.publication;
    return answer.outcome === 'tookOver' ? answer.previous.owner : undefined;
  }

  /** Fetches no more, without a word to the players: they have gone, or a publisher is here that they will be told of. */
  cede(): void {
    this.#rest();
    const client = this.#client;
    this.#client = undefined;
    client?.close();
    const publication = this.#publication;
    this.#publication = undefined;
    if (publication !== undefined) this.#source.hub.live.unpublish(publication);
  }

  #follow(): void {
    this.#rest();
    if (this.#client !== undefined) return this.#awaitRest(this.#client);
    const place = this.#place;
    if (place === undefined) this.#unpublish();
    else if (place.worker !== this.#source.worker) this.#fetch(place);
  }

  /** The stream that is fetched is over: what is under way of it comes first. */
  #awaitRest(client: StreamClient): void {
    const { clock } = this.#source;
    this.#alarm = clock.wakeAt(clock.now() + REST_MS, () => this.#left(client, undefined));
  }

  #fetch(place: Place): void {
    this.#fetched = place;
    const { connect, hub } = this.#source;
    const client = new StreamClient({
      url: urlOf(this.#path, place.worker),
      order: { kind: 'play' },
      connect,
      listener: {
        onEvent: (event, from) => this.#hear(event, from),
        onTurnEnd: () => hub.turn.end(),
      },
    });
    this.#client = client;
    client.start();
  }

  #hear(event: StreamClientEvent, client: StreamClient): void {
    if (client !== this.#client) return;
    if (event.type === 'started') this.#publish();
    else if (event.type === 'mediaReceived' || event.type === 'dataReceived') this.#relay(event, client);
    else if (event.type === 'finished') this.#left(client, undefined);
    else if (event.type === 'ended') this.#left(client, event.error);
  }

  /** Each time that a stream is fetched it begins anew: with its headers, from its last key frame. */
  #publish(): void {
    const { hub, clock } = this.#source;
    const now = clock.now();
    if (this.#publication !== undefined) hub.live.unpublish(this.#publication);
    const answer = hub.live.publish(this.#path, feeder(), now);
    if (answer.outcome === 'rejected') return; // a publisher here: the directory is about to say so
    this.#publication = answer.publication;
    for (const { owner } of answer.players) owner.announcePublisher(now);
  }

  #relay(event: MediaReceived | DataReceived, client: StreamClient): void {
    const publication = this.#publication;
    if (publication === undefined) return;
    const { hub, clock } = this.#source;
    const now = clock.now();
    const delivery = take(hub.live, publication, event, now);
    publication.owner.tracks.take(event, delivery.frame?.role);
    carryOut(delivery, now, client.driver?.hasMoreEvents ? hub.turn : undefined);
  }

  #left(client: StreamClient, error: ClientError | undefined): void {
    if (client !== this.#client) return;
    this.#client = undefined;
    client.close();
    if (isSame(this.#fetched, this.#place)) this.#awaitWord(error);
    else this.#follow();
  }

  /** The stream has come to an end of which the directory has not told yet; or it broke off. */
  #awaitWord(error: ClientError | undefined): void {
    const { clock, hub, onBroken } = this.#source;
    const fetched = this.#fetched;
    this.#rest();
    this.#alarm = clock.wakeAt(clock.now() + RETRY_MS, () => {
      if (hub.isClosing) return;
      if (fetched !== undefined && error !== undefined) onBroken(fetched.worker, error);
      this.#follow();
    });
  }

  #unpublish(): void {
    const publication = this.#publication;
    if (publication === undefined) return;
    this.#publication = undefined;
    const { hub, clock } = this.#source;
    const now = clock.now();
    for (const { owner } of hub.live.unpublish(publication)) owner.announceUnpublish(now);
    hub.turn.end();
  }

  #rest(): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
  }
}

/** What publishes here what is fetched. It gives way without a word: the directory has said more. */
function feeder(): Publisher {
  return {
    connectionId: 0,
    tracks: new PublishedTracks(),
    recording: undefined,
    claim: undefined,
    window: undefined, // what its own worker held back comes in one read, and goes on in one turn
    giveWay: () => {},
    endReason: undefined,
  };
}

/** Between workers the name of a stream is its path, whatever that is made of. */
function urlOf(name: string, port: number): RtmpUrl {
  return { scheme: 'rtmp', host: 'worker', port, app: '', name, tcUrl: 'rtmp://worker/', credentials: undefined };
}

function isSame(one: Place | undefined, other: Place | undefined): boolean {
  return one?.worker === other?.worker && one?.claim === other?.claim;
}
