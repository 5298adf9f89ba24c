import type { ClientConnection, DataReceived, FlvPatch, MediaReceived, Millis } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import type { Alarm, Clock } from '../transport.ts';
import type { ClientError } from './client-error.ts';
import { FlvTape } from './flv-tape.ts';
import { MovingStream } from './moving-stream.ts';
import { Resumption } from './resumption.ts';
import type { PlayStream } from './stream-attempt.ts';
import type { StreamClient, StreamClientEvent, StreamClientOptions } from './stream-client.ts';
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

/**
 * Plays a stream as an FLV file. Sent elsewhere by its server, it goes on there without repeating what has come; not so a
 * player that asks for a place in a recording, which would begin there anew.
 */
export class FlvPlayer {
  /** Fulfilled when the stream has ended, or `stop` was called; rejected with `ClientError`, or what `write` threw. */
  readonly done: Promise<void>;
  readonly #options: FlvPlayerOptions;
  readonly #stream: MovingStream;
  readonly #tape: FlvTape;
  readonly #resumption = new Resumption();
  readonly #totals = new TotalsCounter();
  #settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  #heardAt: Millis;
  #alarm: Alarm | undefined;
  #isHeld = false;
  /** Whose reading is held. */
  #held: Driver<ClientConnection> | undefined;
  /** What ended the latest place that said yes; or, where none did, the place itself. */
  #error: ClientError | undefined;
  #hasStarted = false;
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
      onStarted: _,
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
    this.#stream = new MovingStream({
      followsReconnects: start === undefined || start < 0,
      ...client,
      order: { kind: 'play', ...range, ...(bufferMs === undefined ? {} : { bufferMs }) },
      listener: {
        onStarted: (from) => this.#started(from),
        onEvent: (event) => this.#hear(event),
        onEnded: (_client, error) => {
          this.#error ??= error;
        },
        onRest: () => this.#finish(),
      },
    }).start();
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
    this.#stream.close();
  }

  /** Stops reading until `release`: for a taker that is behind. */
  hold(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.#hold(this.#stream.client);
  }

  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#heardAt = this.#options.clock.now();
    this.#hold(undefined);
  }

  /** Holds the reading of this client in place of any other's: one that was left has to hear its server's end. */
  #hold(client: StreamClient | undefined): void {
    this.#held?.releaseReading();
    this.#held = client?.driver;
    this.#held?.holdReading();
  }

  #started(client: StreamClient): void {
    if (this.#isHeld) this.#hold(client);
    this.#error = undefined;
    this.#heardAt = this.#options.clock.now();
    if (this.#hasStarted) return this.#resumption.resume();
    this.#hasStarted = true;
    this.#options.onStarted?.();
    this.#watch();
  }

  #hear(event: StreamClientEvent): void {
    if (event.type === 'finished') return this.stop();
    if (this.#isStopped) return;
    if (event.type === 'mediaReceived' && !this.#resumption.passes(event)) return;
    if (event.type === 'mediaReceived' || event.type === 'dataReceived') this.#take(event);
  }

  #finish(): void {
    this.#alarm?.cancel();
    if (this.#error === undefined) this.#settle?.resolve();
    else this.#settle?.reject(this.#error);
  }

  #take(event: MediaReceived | DataReceived): void {
    this.#heardAt = this.#options.clock.now();
    const time = event.type === 'mediaReceived' ? this.#resumption.elapsed : undefined;
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
