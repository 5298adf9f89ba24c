import {
  audioForPlayer,
  type FlvPayload,
  FlvPlayback,
  type FlvPlaybackOptions,
  type FlvPlaybackOutputs,
  type FlvPlaybackState,
  FlvTagType,
  isPlayerNotice,
  type Millis,
  type PlayerForm,
  type ServerConnection,
  videoForPlayer,
} from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import type { Alarm } from '../transport.ts';
import type { Turn } from '../turn.ts';
import type { VodRecording, VodTrouble } from './vod-recording.ts';

/** What one recording needs of its play. */
export interface VodPlayOwner {
  readonly driver: Driver<ServerConnection>;
  readonly turn: Turn;
  readonly messageStreamId: number;
  /** In which form the player takes media. */
  readonly form: PlayerForm;
  /** A player that takes no byte for so long, while some are due, is cut. */
  readonly stallMs: Millis;
  /** Sends what was held back: no turn of a transport is under way that would. */
  endTurn(): void;
  /** All was sent. */
  completed(): void;
  /** It cannot go on. */
  failed(trouble: VodTrouble): void;
  /** It takes no byte. */
  stalled(): void;
}

/**
 * One recording on its way to one player: reads what the playback asks for, sends what it gives, wakes up when it says.
 *
 * It is given no more than `MOST_UNSENT` bytes ahead of what its transport took, so a slow player delays its file.
 */
export class VodPlay {
  readonly recording: VodRecording;
  readonly #owner: VodPlayOwner;
  readonly #playback: FlvPlayback;
  #state: FlvPlaybackState = 'playing';
  #alarm: Alarm | undefined;
  /** The player was told of the end, and did not seek since. */
  #isCompleted = false;
  #isOver = false;
  /** How many bytes the player had taken when it was seen to take no more, and when that was. */
  #stuck: { readonly takenBytes: number; readonly since: Millis } | undefined;

  constructor(recording: VodRecording, options: FlvPlaybackOptions, owner: VodPlayOwner) {
    this.recording = recording;
    this.#owner = owner;
    this.#playback = new FlvPlayback(recording.facts, options);
  }

  /** Time of the file that was sent last, milliseconds; before the first one where it begins. */
  get positionMs(): number {
    return this.#playback.position;
  }

  /** The same on the clock of the player: the timestamp of the last message, uint32. */
  get timestamp(): number {
    return this.#playback.timestamp;
  }

  /** Milliseconds since it began or was sought in. */
  get playedMs(): number {
    return this.#playback.playedMs;
  }

  /** All was sent, and the player is still there. */
  get isCompleted(): boolean {
    return this.#isCompleted;
  }

  get given(): FlvPlayback['given'] {
    return this.#playback.given;
  }

  start(): void {
    this.#run((playback, now, room) => playback.tick(now, room));
  }

  seek(timeMs: number): void {
    this.#isCompleted = false;
    this.#run((playback, now, room) => playback.seek(timeMs, now, room));
  }

  pause(paused: boolean): void {
    this.#run((playback, now, room) => (paused ? playback.pause(now) : playback.resume(now, room)));
  }

  receive(media: 'audio' | 'video', on: boolean): void {
    this.#run((playback, now, room) => playback.receive(media, on, now, room));
  }

  setBuffer(bufferMs: Millis): void {
    this.#run((playback, now, room) => playback.setBuffer(bufferMs, now, room));
  }

  /** A turn of the transport has ended: the player may have taken something, and there may be room again. */
  turnEnded(): void {
    const { driver, turn } = this.#owner;
    while (this.#state === 'full' && !this.#isOver && driver.connection.unsentBytes <= RESUME_BELOW) {
      this.start();
      turn.end();
    }
    if (this.#state === 'full' && !this.#isOver) this.#watch();
  }

  /** Nothing is sent from now on, and the file is closed. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#alarm?.cancel();
    this.recording.file.close();
  }

  /** As `#run`, when no turn of a transport is under way. */
  #runAlone(call: PlaybackCall): void {
    if (this.#isOver) return;
    this.#run(call);
    this.#owner.endTurn();
  }

  #run(call: PlaybackCall): void {
    if (this.#isOver) return;
    let outputs = call(this.#playback, this.#owner.driver.now(), this.#room());
    for (;;) {
      this.#send(outputs.tags);
      if (this.#isOver) return;
      const bytes = this.#read(outputs);
      if (bytes === undefined) break;
      outputs = this.#playback.take(bytes, this.#owner.driver.now(), this.#room());
    }
    this.#settle(outputs);
  }

  #room(): number {
    return MOST_UNSENT - this.#owner.driver.connection.unsentBytes;
  }

  /** @returns what was asked for, if it was and is here at once */
  #read({ read }: FlvPlaybackOutputs): Uint8Array | undefined {
    if (read === undefined) return undefined;
    try {
      const bytes = this.recording.file.read(read.at, read.length);
      if (!(bytes instanceof Promise)) return bytes;
      void bytes.then(
        (later) => this.#runAlone((playback, now, room) => playback.take(later, now, room)),
        (error: unknown) => {
          this.#fail({ failure: 'unreadable', error });
          this.#owner.endTurn();
        },
      );
    } catch (error) {
      this.#fail({ failure: 'unreadable', error });
    }
    return undefined;
  }

  #fail(trouble: VodTrouble): void {
    if (!this.#isOver) this.#owner.failed(trouble);
  }

  #settle({ state, deadline }: FlvPlaybackOutputs): void {
    if (this.#isOver) return;
    this.#state = state;
    this.#alarm?.cancel();
    this.#alarm = undefined;
    if (state === 'full') return this.#watch();
    const awaitsFile = state === 'playing' && deadline === undefined;
    if (!awaitsFile) this.#stuck = undefined; // nothing is due that the player would have to take
    if (deadline !== undefined) {
      const wake = (): void => this.#runAlone((playback, now, room) => playback.tick(now, room));
      this.#alarm = this.#owner.driver.clock.wakeAt(deadline, wake);
    } else if (state === 'truncated') this.#fail({ failure: 'truncated', error: undefined });
    else if (state === 'complete') this.#complete();
  }

  #complete(): void {
    if (this.#isCompleted) return;
    this.#isCompleted = true;
    this.#owner.completed();
  }

  /** Cuts the player unless it takes something before long. What it says meanwhile, be it a seek, is nothing taken. */
  #watch(): void {
    const { driver, stallMs } = this.#owner;
    const takenBytes = this.#takenBytes();
    if (this.#stuck?.takenBytes !== takenBytes) this.#stuck = { takenBytes, since: driver.now() };
    else if (this.#alarm !== undefined) return;
    this.#alarm?.cancel();
    this.#alarm = driver.clock.wakeAt(this.#stuck.since + stallMs, () => this.#owner.stalled());
  }

  #takenBytes(): number {
    const { bytesSent, unsentBytes } = this.#owner.driver.connection;
    return bytesSent - unsentBytes;
  }

  #send(tags: readonly FlvPayload[]): void {
    const { driver, turn } = this.#owner;
    if (tags.length > 0) turn.cork(driver);
    for (const tag of tags) if (!this.#isOver) this.#sendTag(tag);
  }

  /** A tag becomes a message (FLV-10) in the form that the player takes; AMF3 script data is AMF0 behind its first byte. */
  #sendTag({ type, timestamp, data }: FlvPayload): void {
    const { driver, messageStreamId, form } = this.#owner;
    const { connection } = driver;
    const now = driver.now();
    if (type === FlvTagType.audio || type === FlvTagType.video) {
      const media = type === FlvTagType.audio ? 'audio' : 'video';
      const payload = media === 'audio' ? audioForPlayer(data, form) : videoForPlayer(data, form);
      if (payload === undefined) return;
      driver.perform(connection.sendMedia({ messageStreamId, media, timestamp, payload }, now));
    } else {
      const payload = type === FlvTagType.script ? data : data.subarray(1);
      if (isPlayerNotice(payload)) return; // a recording of what another player was told
      driver.perform(connection.sendData({ messageStreamId, timestamp, payload }, now));
    }
  }
}

type PlaybackCall = (playback: FlvPlayback, now: Millis, room: number) => FlvPlaybackOutputs;

/** Bytes of a recording that wait for one transport: a second of 8 Mbit/s. */
const MOST_UNSENT = 1_048_576;

/** When it goes on: half is enough to keep a fast network busy. */
const RESUME_BELOW = 524_288;
