import {
  type Millis,
  type PauseToggled,
  type Play2Requested,
  type PlayRequested,
  playRange,
  type ReceiveToggled,
  type RequestId,
  type SeekRequested,
  type StatusCode,
  type StreamEnd,
  status,
  UserControlEvent,
  type UserControlReceived,
} from '../../core/index.ts';
import { ByStream } from './by-stream.ts';
import { type Client, DESCRIPTIONS } from './client.ts';
import { openRecording, type VodFailure, type VodRecording, type VodTrouble } from './vod-recording.ts';
import type { VodSource } from './vod-source.ts';
import { VodStream } from './vod-stream.ts';

/** A path, and whether there is a live stream of it, in this worker or another. */
export interface Wanted {
  readonly path: string;
  readonly isPublished: boolean;
}

/** What becomes of a request to play. */
export interface VodAnswers {
  /** It is for a live stream: one that is published, or that will be. */
  live(now: Millis): void;
  refuse(reason: VodFailure | 'playlistFull', code: StatusCode): void;
}

/**
 * The recordings that one client plays, by message stream. Methods that take an event answer whether it was for one of
 * them; else it is for a live stream.
 */
export class VodPlays {
  readonly #client: Client;
  readonly #streams = new ByStream<VodStream>();
  /** What the client said last that it holds of a stream to come (MSG-24, Q-46). */
  #bufferMs: Millis = DEFAULT_BUFFER;

  constructor(client: Client) {
    this.#client = client;
  }

  get count(): number {
    return this.#streams.size;
  }

  get paths(): readonly string[] {
    return this.#streams.values().map(({ path }) => path);
  }

  has(messageStreamId: number): boolean {
    return this.#streams.has(messageStreamId);
  }

  /**
   * Plays what a request asks for (CMD-25): -1 the live stream; -2 that, if it is published, else the recording, else it
   * waits for a publisher; a time the recording only. 0 is what librtmp says whatever it wants (CMD-26): the recording,
   * or else the live stream if it is published.
   */
  play(event: PlayRequested, { path, isPublished }: Wanted, answers: VodAnswers, now: Millis): void {
    const { hub, driver } = this.#client;
    const { requestId, messageStreamId, start, duration } = event;
    const { source } = playRange(start, duration);
    const { vod } = hub;
    if (vod === undefined || source === 'live' || (source === 'any' && isPublished)) return answers.live(now);
    this.#open(requestId, vod, path, (opened, at) => {
      if ('failure' in opened) {
        const mayBeLive = opened.failure === 'notFound' && (source === 'any' || (start === 0 && isPublished));
        return mayBeLive ? answers.live(at) : this.#refuse(path, opened, answers);
      }
      const stream = new VodStream(this.#client, vod, messageStreamId, this.#bufferMs);
      this.#streams.set(messageStreamId, stream);
      driver.perform(driver.connection.acceptPlay(requestId, at, { isRecorded: true }));
      stream.play(opened, { path, start, duration });
    });
  }

  /** Lets a recording follow those that play (CMD-25): it is looked for now, and opened again when its turn comes. */
  append({ requestId, messageStreamId, start, duration }: PlayRequested, path: string, answers: VodAnswers): void {
    const { driver, hub } = this.#client;
    const stream = this.#streams.get(messageStreamId);
    if (hub.vod === undefined || stream === undefined) return answers.refuse('notFound', CODES.notFound);
    if (!stream.hasRoomInPlaylist) return answers.refuse('playlistFull', 'NetStream.Play.Failed');
    this.#open(requestId, hub.vod, path, (opened, now) => {
      if ('failure' in opened) return this.#refuse(path, opened, answers);
      opened.file.close();
      driver.perform(driver.connection.acceptPlay(requestId, now));
      stream.append({ path, start, duration });
    });
  }

  /**
   * The client wants another stream (CMD-27): behind the one that plays; or in its place, where `offset` or what was sent of
   * the old one says, or from its own start for `reset`. The other transitions are of live streams.
   */
  switched(event: Play2Requested): boolean {
    const { requestId, messageStreamId, streamName, start, len: duration, offset, transition } = event;
    const client = this.#client;
    const { vod, hooks } = client.hub;
    const stream = this.#streams.get(messageStreamId);
    if (stream === undefined || vod === undefined) return false;
    const request = client.streamRequest(streamName);
    const isKnown = transition !== 'stop' && transition !== 'resume';
    if (typeof request === 'string' || !isKnown) this.#refusePlay2(requestId, 'This change is not possible.');
    else {
      client.decide('onPlay', hooks.onPlay, { ...request, purpose: 'play' }, requestId, (answer) => {
        if (answer !== undefined && 'refuse' in answer) return this.#refusePlay2(requestId, answer.refuse);
        const path = answer?.path ?? request.path;
        this.#open(requestId, vod, path, (opened, now) => {
          if ('failure' in opened) return this.#refusePlay2(requestId, DESCRIPTIONS[opened.failure]);
          const { driver } = client;
          driver.perform(driver.connection.acceptPlay2(requestId, now));
          if (transition === 'reset') stream.change(opened, { path, start, duration });
          else if (transition === 'switch' || transition === 'swap') {
            const atMs = offset >= 0 ? offset * 1_000 : stream.positionMs;
            stream.change(opened, { path, start, duration, atMs });
          } else {
            opened.file.close();
            stream.append({ path, start, duration });
          }
        });
      });
    }
    return true;
  }

  #refusePlay2(requestId: RequestId, description: string): void {
    const { driver } = this.#client;
    driver.perform(driver.connection.rejectPlay2(requestId, { description }, driver.now()));
  }

  /** The client goes elsewhere (CMD-32). */
  sought({ requestId, messageStreamId, timeMs }: SeekRequested): boolean {
    const stream = this.#streams.get(messageStreamId);
    if (stream === undefined) return false;
    const { driver } = this.#client;
    const { connection } = driver;
    if (stream.mayGoTo(timeMs)) {
      driver.perform(connection.acceptSeek(requestId, driver.now()));
      stream.seek(timeMs);
    } else {
      const refusal = { code: 'NetStream.Seek.InvalidTime', description: 'The recording ends before.' };
      driver.perform(connection.rejectSeek(requestId, refusal, driver.now()));
    }
    return true;
  }

  /** The client pauses or goes on (CMD-29). */
  paused({ messageStreamId, paused }: PauseToggled): boolean {
    const stream = this.#streams.get(messageStreamId);
    if (stream === undefined) return false;
    const { driver } = this.#client;
    const { connection } = driver;
    const now = driver.now();
    driver.perform(
      paused ? connection.notifyPaused(messageStreamId, now) : connection.notifyUnpaused(messageStreamId, now),
    );
    stream.pause(paused);
    return true;
  }

  /** The client switched sound or pictures off or on again (CMD-28). */
  toggled({ messageStreamId, media, receive }: ReceiveToggled): boolean {
    const stream = this.#streams.get(messageStreamId);
    stream?.receive(media, receive);
    return stream !== undefined;
  }

  /** The client says how much it holds of a stream, most say so right after `play` (MSG-24). */
  controlled({ eventType, value, bufferLengthMs }: UserControlReceived): void {
    if (eventType !== UserControlEvent.SetBufferLength) return;
    const stream = this.#streams.get(value);
    if (stream === undefined) this.#bufferMs = bufferLengthMs;
    else stream.setBuffer(bufferLengthMs);
  }

  /** The connection says that a play is over. */
  ended(messageStreamId: number, reason: StreamEnd): boolean {
    const stream = this.#streams.get(messageStreamId);
    this.#streams.delete(messageStreamId);
    stream?.ended(reason);
    return stream !== undefined;
  }

  /** Ends every play from our side. */
  end(description: string, now: Millis): void {
    const { driver } = this.#client;
    const stopped = status('NetStream.Play.Stop', description);
    for (const messageStreamId of this.#streams.keys()) {
      driver.perform(driver.connection.endPlay(messageStreamId, stopped, now));
    }
  }

  #open(
    requestId: RequestId,
    source: VodSource,
    path: string,
    act: (opened: VodRecording | VodTrouble, now: Millis) => void,
  ): void {
    const begin = (settle: (opened: VodRecording | VodTrouble) => void): void => openRecording(source, path, settle);
    this.#client.await(requestId, begin, act, (opened) => {
      if ('file' in opened) opened.file.close();
    });
  }

  #refuse(path: string, trouble: VodTrouble, answers: VodAnswers): void {
    if (trouble.failure !== 'notFound') this.#client.tell({ type: 'vodFailed', path, ...trouble });
    answers.refuse(trouble.failure, CODES[trouble.failure]);
  }

  /** What a turn held back was sent: those go on who waited for room. */
  turnEnded(): void {
    for (const stream of this.#streams.values()) stream.turnEnded();
  }
}

const CODES: Readonly<Record<VodFailure, StatusCode>> = {
  notFound: 'NetStream.Play.StreamNotFound',
  unreadable: 'NetStream.Play.Failed',
  notFlv: 'NetStream.Play.FileStructureInvalid',
  truncated: 'NetStream.Play.Failed',
  busy: 'NetStream.Play.Failed',
};

/** What FFmpeg and ffplay hold, for clients that do not say. */
const DEFAULT_BUFFER: Millis = 3_000;
