import {
  type DataReceived,
  FlvTagType,
  hasProperties,
  type MediaReceived,
  type Millis,
  type Publication,
  type PublishRequested,
  type StreamEnd,
  status,
} from '../../core/index.ts';
import type { Clock } from '../transport.ts';
import { ByStream } from './by-stream.ts';
import { type Client, DESCRIPTIONS } from './client.ts';
import type { PublishEndReason, RefusalReason } from './event.ts';
import { carryOut, type Publisher, take } from './hub.ts';
import { MergeWindow } from './merge-window.ts';
import type { Claim } from './neighbourhood.ts';
import { PublishedTracks } from './published-tracks.ts';
import type { Recording } from './recording.ts';

/** OBS stops at BadName instead of coming back at once, which would take the path again (CMD-45). */
const TAKEN_OVER = {
  level: 'error',
  code: 'NetStream.Publish.BadName',
  description: 'Another publisher took over.',
} as const;

/** A disk that works has written the rest of a recording by then. */
const WRITTEN_MS: Millis = 1_000;

/** What one client publishes, by message stream. */
export class Publishes {
  readonly #client: Client;
  readonly #publications = new ByStream<Publication<Publisher>>();

  constructor(client: Client) {
    this.#client = client;
  }

  get count(): number {
    return this.#publications.size;
  }

  get paths(): readonly string[] {
    return this.#publications.values().map(({ path }) => path);
  }

  requested(event: PublishRequested): void {
    const client = this.#client;
    const request = client.streamRequest(event.name);
    const { requestId, publishType } = event;
    if (typeof request === 'string') return this.#refuse(event, request, DESCRIPTIONS[request]);
    const { onPublish } = client.hub.hooks;
    client.decide('onPublish', onPublish, { ...request, publishType }, requestId, (answer, now) => {
      if (answer === undefined) this.#claim(event, request.path, now);
      else if ('path' in answer) this.#claim(event, answer.path, now);
      else this.#refuse(event, 'hook', answer.refuse, answer.code ?? 'NetStream.Publish.Rejected');
    });
  }

  relay(event: MediaReceived | DataReceived): void {
    const publication = this.#publications.get(event.messageStreamId);
    if (publication === undefined) return;
    const { driver, hub } = this.#client;
    const now = driver.now();
    const delivery = take(hub.live, publication, event, now);
    const news = publication.owner.tracks.take(event, delivery.frame?.role);
    for (const track of news) this.#client.tell({ type: 'trackDescribed', path: publication.path, track });
    // The last message of a turn, mostly the only one, is not held back: each player is gone through once instead of twice.
    carryOut(delivery, now, publication.owner.window ?? (driver.hasMoreEvents ? hub.turn : undefined));
    if (delivery.frame !== undefined) record(publication.owner.recording, event);
  }

  /** The connection says that a publish is over: its players stay and are told. @returns why it ended */
  ended(messageStreamId: number, reason: StreamEnd): PublishEndReason {
    const publication = this.#publications.get(messageStreamId);
    if (publication === undefined) return reason;
    this.#publications.delete(messageStreamId);
    const { hub, driver } = this.#client;
    const now = driver.now();
    for (const { owner } of hub.live.unpublish(publication)) owner.announceUnpublish(now);
    const { path, counters, owner } = publication;
    const endReason = owner.endReason ?? reason;
    owner.window?.end();
    owner.recording?.end(endReason);
    if (owner.claim !== undefined) releaseWhenWritten(owner.claim, owner.recording, driver.clock);
    this.#client.tell({ type: 'streamEnded', path, reason: endReason, counters: { ...counters } });
    return endReason;
  }

  /** Ends every publish from our side. */
  end(description: string, now: Millis): void {
    const { driver } = this.#client;
    const stopped = status('NetStream.Unpublish.Success', description);
    for (const messageStreamId of this.#publications.keys()) {
      driver.perform(driver.connection.endPublish(messageStreamId, stopped, now));
    }
  }

  /** In a server of several workers the path has to be free in all of them. */
  #claim(event: PublishRequested, path: string, now: Millis): void {
    const client = this.#client;
    const { neighbours } = client.hub;
    if (neighbours === undefined) return this.#publish(event, path, undefined, now);
    client.await<Claim | undefined>(
      event.requestId,
      (settle) => neighbours.claim(path, settle),
      (claim, at) => {
        if (claim === undefined) this.#refuse(event, 'nameInUse', DESCRIPTIONS.nameInUse);
        else this.#publish(event, path, claim, at);
      },
      (claim) => claim?.release(),
    );
  }

  #publish(event: PublishRequested, path: string, claim: Claim | undefined, now: Millis): void {
    const { requestId, messageStreamId } = event;
    const { hub, driver, info } = this.#client;
    const publisher: Publisher = {
      connectionId: info.id,
      claim,
      endReason: undefined,
      tracks: new PublishedTracks(),
      window: hub.mergeMs > 0 ? new MergeWindow(hub.mergeMs, driver.clock) : undefined,
      recording: hub.recorder?.begin(
        {
          connection: info,
          path,
          publishType: event.publishType,
          say: (told) => driver.perform(driver.connection.sendStatus(messageStreamId, told, driver.now())),
        },
        driver.clock,
      ),
      giveWay: (at) => this.#giveWay(publisher, messageStreamId, at),
    };
    claim?.begin();
    const answer = hub.live.publish(path, publisher, now);
    if (answer.outcome === 'rejected') {
      claim?.release();
      return this.#refuse(event, 'nameInUse', DESCRIPTIONS.nameInUse);
    }
    const { publication, players, outcome } = answer;
    this.#publications.set(messageStreamId, publication);
    const tookOver = outcome === 'tookOver';
    this.#client.tell({ type: 'streamPublished', path, tookOver, playerCount: players.length });
    // Players hear of it before the yes: the publisher's first messages may lie behind the request, waiting for it.
    for (const { owner } of players) owner.announcePublisher(now);
    if (tookOver) answer.previous.owner.giveWay(now);
    driver.perform(driver.connection.acceptPublish(requestId, now));
  }

  #giveWay(publisher: Publisher, messageStreamId: number, now: Millis): void {
    const { driver } = this.#client;
    publisher.endReason = 'takenOver';
    driver.perform(driver.connection.endPublish(messageStreamId, TAKEN_OVER, now));
  }

  #refuse({ requestId, name }: PublishRequested, reason: RefusalReason, description: string, code?: string): void {
    const { driver } = this.#client;
    const refusal = code === undefined ? { description } : { code, description };
    driver.perform(driver.connection.rejectPublish(requestId, refusal, driver.now()));
    const path = this.#client.refusedPath(name);
    this.#client.tell({ type: 'requestRefused', request: 'publish', path, reason, description });
  }
}

/**
 * Lets another worker have the path once what is recorded here is written, as it may append to the same file: within one worker
 * recordings wait for each other. A disk that hangs keeps no publisher waiting for long.
 */
function releaseWhenWritten(claim: Claim, recording: Recording | undefined, clock: Clock): void {
  if (recording === undefined) return claim.release();
  const alarm = clock.wakeAt(clock.now() + WRITTEN_MS, () => claim.release());
  void recording.done.then(() => {
    alarm.cancel();
    claim.release(); // a second time it means nothing
  });
}

/** What players get is recorded, as it came: without a change for any of them (ERTMP-44). */
function record(recording: Recording | undefined, event: MediaReceived | DataReceived): void {
  const { timestamp, payload: data } = event;
  if (event.type === 'mediaReceived') return recording?.take({ type: FlvTagType[event.media], timestamp, data });
  const [value] = event.values;
  const metadata = event.handler === 'onMetaData' && hasProperties(value) ? value.properties : undefined;
  recording?.take({ type: FlvTagType.script, timestamp, data }, metadata);
}
