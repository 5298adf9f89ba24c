import { type FlvPlaybackOptions, type Millis, playRange, status } from '../../core/index.ts';
import { type Client, DESCRIPTIONS } from './client.ts';
import type { VodEndReason } from './event.ts';
import { VodPlay } from './vod-play.ts';
import { openRecording, type VodRecording, type VodTrouble } from './vod-recording.ts';
import type { VodSource } from './vod-source.ts';

/** What a `play` or `play2` wants: numbers as they were sent (CMD-25, CMD-26). */
export interface VodOrder {
  readonly path: string;
  readonly start: number;
  readonly duration: number;
  /** Where to begin in place of that, milliseconds of the file: as far as another one has come. */
  readonly atMs?: Millis;
}

/** One message stream that plays recordings: the one whose turn it is, and those that follow it (CMD-25). */
export class VodStream {
  readonly #client: Client;
  readonly #source: VodSource;
  readonly #messageStreamId: number;
  readonly #playlist: VodOrder[] = [];
  readonly #silenced = new Set<'audio' | 'video'>();
  #bufferMs: Millis;
  #play: VodPlay | undefined;
  #isPaused = false;
  /** The next of the playlist is being opened. */
  #isChanging = false;
  #isOver = false;
  #endReason: VodEndReason | undefined;

  constructor(client: Client, source: VodSource, messageStreamId: number, bufferMs: Millis) {
    this.#client = client;
    this.#source = source;
    this.#messageStreamId = messageStreamId;
    this.#bufferMs = bufferMs;
  }

  /** Of what plays. */
  get path(): string {
    return this.#play?.recording.path ?? '';
  }

  /** What was sent last of it, milliseconds of the file. */
  get positionMs(): Millis {
    return this.#play?.positionMs ?? 0;
  }

  get hasRoomInPlaylist(): boolean {
    return this.#playlist.length < LONGEST_PLAYLIST;
  }

  /** Whether there is a time to go to, milliseconds, in what plays now. */
  mayGoTo(timeMs: Millis): boolean {
    const facts = this.#play?.recording.facts;
    return facts !== undefined && !this.#isChanging && timeMs <= Math.max(0, facts.lastTimestamp);
  }

  /** Plays a recording in place of the one before, unless the client has left meanwhile. @param recording - owned from now on */
  play(recording: VodRecording, order: VodOrder): void {
    // The yes to a request lets the connection read on, and what came behind the request may have ended the stream.
    if (this.#isOver) return recording.file.close();
    this.#leave('switched');
    this.#isChanging = false;
    const { path, facts } = recording;
    const play = this.#playOf(recording, order);
    this.#play = play;
    this.#client.tell({ type: 'vodStarted', path, positionMs: play.positionMs, durationMs: facts.durationMs });
    if (this.#isPaused) play.pause(true);
    for (const media of this.#silenced) play.receive(media, false);
    play.start();
  }

  seek(timeMs: Millis): void {
    this.#play?.seek(timeMs);
  }

  pause(paused: boolean): void {
    this.#isPaused = paused;
    this.#play?.pause(paused);
  }

  receive(media: 'audio' | 'video', on: boolean): void {
    if (on) this.#silenced.delete(media);
    else this.#silenced.add(media);
    this.#play?.receive(media, on);
  }

  setBuffer(bufferMs: Millis): void {
    this.#bufferMs = bufferMs;
    this.#play?.setBuffer(bufferMs);
  }

  /** A recording follows, now or when its turn comes. */
  append(order: VodOrder): void {
    this.#playlist.push(order);
    if (this.#play?.isCompleted === true && !this.#isChanging) this.#goOn(this.#play);
  }

  /** Another recording in place of the one that plays (CMD-27); what was to follow does not, if it begins anew. */
  change(recording: VodRecording, order: VodOrder): void {
    if (order.atMs === undefined) this.#playlist.length = 0;
    const { driver } = this.#client;
    const timestamp = (order.atMs ?? 0) >>> 0;
    driver.perform(driver.connection.completeTransition(this.#messageStreamId, timestamp, driver.now()));
    this.play(recording, order);
  }

  /** There may be room on the connection again. */
  turnEnded(): void {
    let play: VodPlay | undefined;
    do {
      play = this.#play;
      play?.turnEnded();
    } while (play !== this.#play);
  }

  /** The connection says that it is over. */
  ended(reason: VodEndReason): void {
    this.#isOver = true;
    this.#leave(this.#endReason ?? reason);
  }

  #playOf(recording: VodRecording, order: VodOrder): VodPlay {
    const { driver, hub, form } = this.#client;
    const play: VodPlay = new VodPlay(
      recording,
      { ...rangeIn(recording, order), bufferMs: this.#bufferMs },
      {
        driver,
        turn: hub.turn,
        form,
        messageStreamId: this.#messageStreamId,
        stallMs: hub.stallMs,
        endTurn: () => this.#client.endTurn(),
        completed: () => this.#goOn(play),
        failed: (trouble) => this.#fail(trouble),
        stalled: () => this.#cut(),
      },
    );
    return play;
  }

  /** Nothing more is sent of what plays. */
  #leave(reason: VodEndReason): void {
    if (this.#play === undefined) return;
    const { recording, positionMs, given } = this.#play;
    this.#play.close();
    this.#client.tell({ type: 'vodEnded', path: recording.path, reason, positionMs, ...given });
  }

  /** All of a recording was sent: the next of the playlist follows, if it can be played. */
  #goOn(before: VodPlay): void {
    const order = this.#playlist.shift();
    this.#isChanging = order !== undefined;
    if (order === undefined) return this.#complete(before);
    let isLater = false;
    openRecording(this.#source, order.path, (opened) => {
      if ('failure' in opened) this.#client.tell({ type: 'vodFailed', path: order.path, ...opened });
      if (this.#isOver || this.#play !== before) {
        if ('file' in opened) opened.file.close();
      } else if ('failure' in opened) this.#goOn(before);
      else this.#switch(before, opened, order);
      if (isLater) this.#client.endTurn();
    });
    isLater = true;
  }

  #switch(before: VodPlay, recording: VodRecording, order: VodOrder): void {
    const { driver } = this.#client;
    const next = { isRecorded: true, timestamp: before.timestamp };
    driver.perform(driver.connection.switchPlay(this.#messageStreamId, next, driver.now()));
    this.play(recording, order);
  }

  #complete({ timestamp, playedMs, given }: VodPlay): void {
    const { driver } = this.#client;
    const played = { timestamp, duration: playedMs / 1_000, bytes: given.bytes };
    driver.perform(driver.connection.completePlay(this.#messageStreamId, played, driver.now()));
  }

  #fail(trouble: VodTrouble): void {
    const { driver } = this.#client;
    this.#client.tell({ type: 'vodFailed', path: this.path, ...trouble });
    this.#endReason ??= 'failed';
    const failed = status('NetStream.Play.Failed', DESCRIPTIONS[trouble.failure]);
    driver.perform(driver.connection.endPlay(this.#messageStreamId, failed, driver.now()));
  }

  #cut(): void {
    this.#endReason ??= 'stalled';
    this.#client.driver.abort({ code: 'PLAYER_TOO_SLOW', message: 'The player took no byte for too long.' });
  }
}

/**
 * The part of a recording that is meant. Seconds and milliseconds look alike below 1000: a start that would lie behind the
 * end in seconds is in milliseconds. Those are librtmp's (CMD-26), who also wants times to count from there.
 */
function rangeIn({ facts }: VodRecording, { start, duration, atMs }: VodOrder): FlvPlaybackOptions {
  if (atMs !== undefined) return { start: Math.min(atMs, facts.lastTimestamp) };
  const guess = playRange(start, duration);
  const isBehind = guess.startMs > facts.lastTimestamp;
  const { startMs, durationMs } = isBehind ? playRange(start, duration, 'milliseconds') : guess;
  const timesFromStart = startMs > 0 && startMs === start;
  return { timesFromStart, ...(startMs > 0 && { start: startMs }), ...(durationMs !== undefined && { durationMs }) };
}

/** Recordings that wait for their turn; each is a name of at most 1024 characters. */
const LONGEST_PLAYLIST = 100;
