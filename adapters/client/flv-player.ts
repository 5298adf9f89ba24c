import {
  type DataReceived,
  type FlvPatch,
  FlvTagType,
  isFrame,
  type MediaReceived,
  type Millis,
  readTagFacts,
} from '../../core/index.ts';
import type { Alarm, Clock } from '../transport.ts';
import { FlvTape } from './flv-tape.ts';
import type { PlayStream } from './stream-attempt.ts';
import { openStream, type StreamClient, type StreamClientEvent, type StreamClientOptions } from './stream-client.ts';
import { StreamTime } from './stream-time.ts';
import { type StreamTotals, TotalsCounter } from './stream-totals.ts';

export interface FlvPlayerOptions extends Omit<StreamClientOptions, 'order' | 'listener'>, Omit<PlayStream, 'kind'> {
  readonly clock: Clock;
  /** Takes the next bytes of the file; the buffer is the taker's. */
  readonly write: (bytes: Uint8Array) => void;
  /** Places for a key frame index, 18 bytes each; default 0. */
  readonly keyFrames?: number;
  /** Ends when so much of the stream has come. Default: with the stream. */
  readonly durationMs?: Millis;
  /** Ends when nothing has come for so long: some servers do not tell when a stream ends. Default: never. */
  readonly silenceMs?: Millis;
  readonly onStarted?: () => void;
}

/** Plays a stream as an FLV file. */
export class FlvPlayer {
  /** Fulfilled when the stream has ended, or `stop` was called; rejected with `ClientError`, or what `write` threw. */
  readonly done: Promise<void>;
  readonly #options: FlvPlayerOptions;
  readonly #client: StreamClient;
  readonly #tape: FlvTape;
  readonly #time = new StreamTime();
  readonly #totals = new TotalsCounter();
  #settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  #heardAt: Millis;
  #alarm: Alarm | undefined;
  #isHeld = false;
  #isStopped = false;

  /** @throws RtmpUrlError, FlvUsageError `tooManyKeyFrames` */
  constructor(options: FlvPlayerOptions) {
    this.#options = options;
    const {
      clock,
      write,
      keyFrames = 0,
      durationMs,
      silenceMs,
      onStarted,
      start,
      duration,
      bufferMs,
      ...client
    } = options;
    this.#tape = new FlvTape(keyFrames);
    this.#heardAt = clock.now();
    this.done = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    const range = { ...(start === undefined ? {} : { start }), ...(duration === undefined ? {} : { duration }) };
    this.#client = openStream({
      ...client,
      order: { kind: 'play', ...range, ...(bufferMs === undefined ? {} : { bufferMs }) },
      listener: { onEvent: (event) => this.#hear(event) },
    });
  }

  get totals(): StreamTotals {
    return this.#totals;
  }

  /** What to write over in the file for it to be true of what it holds: at the end, or now and then. */
  patches(): readonly FlvPatch[] {
    return this.#tape.patches();
  }

  /** Ends in order. What comes meanwhile is not written. */
  stop(): void {
    this.#isStopped = true;
    this.release(); // the server's end has to be read
    this.#client.close();
  }

  /** Stops reading until `release`: for a taker that is behind. */
  hold(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.#client.driver?.holdReading();
  }

  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#heardAt = this.#options.clock.now();
    this.#client.driver?.releaseReading();
  }

  #hear(event: StreamClientEvent): void {
    switch (event.type) {
      case 'started':
        this.#options.onStarted?.();
        return this.#watch();
      case 'mediaReceived':
      case 'dataReceived':
        if (!this.#isStopped) this.#take(event);
        return;
      case 'finished':
        return this.stop();
      case 'ended':
        this.#alarm?.cancel();
        if (event.error === undefined) this.#settle?.resolve();
        else this.#settle?.reject(event.error);
        return;
      default:
        return;
    }
  }

  #take(event: MediaReceived | DataReceived): void {
    this.#heardAt = this.#options.clock.now();
    const time = event.type === 'mediaReceived' ? this.#timeOf(event) : undefined;
    const { durationMs } = this.#options;
    if (time !== undefined && durationMs !== undefined && time >= durationMs) return this.stop();
    const media = event.type === 'mediaReceived' ? event.media : 'data';
    this.#totals.add(media, event.payload.length, time);
    try {
      for (const bytes of this.#tape.take(event)) this.#options.write(bytes);
    } catch (error) {
      this.#settle?.reject(error);
      this.stop();
    }
  }

  /** `undefined` for what has no time of its own. */
  #timeOf({ media, timestamp, payload }: MediaReceived): Millis | undefined {
    const type = media === 'audio' ? FlvTagType.audio : FlvTagType.video;
    return isFrame(readTagFacts({ type, data: payload })) ? this.#time.note(timestamp) : undefined;
  }

  /** One alarm that looks, when it goes off, how long it has been silent since. */
  #watch(): void {
    const { clock, silenceMs } = this.#options;
    if (silenceMs === undefined) return;
    const due = this.#heardAt + silenceMs;
    if (due <= clock.now() && !this.#isHeld) return this.stop();
    const at = Math.max(due, clock.now() + (this.#isHeld ? silenceMs : 0));
    this.#alarm = clock.wakeAt(at, () => this.#watch());
  }
}
