import type { Millis } from '../../core/index.ts';
import type { Clock } from '../transport.ts';
import type { ClientError } from './client-error.ts';
import { type MovingOptions, MovingStream } from './moving-stream.ts';
import { Pause } from './pause.ts';
import type { StreamClient, StreamClientEvent } from './stream-client.ts';

export interface AwaitedStreamOptions extends Omit<MovingOptions, 'listener' | 'parts'> {
  readonly clock: Clock;
  /** The server has said yes; once more for each place that the stream moved to, with nothing sent there yet. */
  readonly onStarted?: () => void;
  /** What the stream tells beside that, after it has been taken note of. */
  readonly onEvent?: (event: StreamClientEvent) => void;
}

/**
 * A moving stream for one loop, which waits for its start, for times, for room and for its end. Once the stream has come to
 * its end, by `stop` or by itself, every wait but that for the end is over at once: look at `isHalted`.
 */
export class AwaitedStream {
  readonly #moving: MovingStream;
  readonly #clock: Clock;
  readonly #pause = new Pause();
  readonly #ended: Promise<void>;
  #isBacklogHigh = false;
  /** What ended the latest place that said yes; or, where none did, the place itself. */
  #error: ClientError | undefined;

  /** @throws RtmpUrlError */
  constructor({ clock, onStarted, onEvent, ...options }: AwaitedStreamOptions) {
    this.#clock = clock;
    let settleEnded: () => void;
    this.#ended = new Promise((resolve) => {
      settleEnded = resolve;
    });
    this.#moving = new MovingStream({
      ...options,
      parts: 'atBoundaries',
      listener: {
        onStarted: () => {
          this.#isBacklogHigh = false;
          this.#error = undefined;
          onStarted?.();
          this.#pause.go();
        },
        onEvent: (event) => {
          this.#note(event);
          onEvent?.(event);
        },
        onEnded: (_, error, isOnItsWay) => {
          this.#error ??= error;
          if (!isOnItsWay) this.#pause.halt();
        },
        onRest: () => settleEnded(),
      },
    }).start();
  }

  /** The one to send by. */
  get client(): StreamClient {
    return this.#moving.client;
  }

  /** Nothing more is to be sent. */
  get isHalted(): boolean {
    return this.#pause.isHalted;
  }

  /** Says that the stream can be parted here: as `MovingStream.moveOn`. */
  moveOn(): void {
    this.#moving.moveOn();
  }

  /** Waits until a server has said yes, and what is unsent is little. */
  async ready(): Promise<void> {
    while ((this.#isBacklogHigh || !this.client.isStarted) && !this.isHalted) await this.#pause.wait();
  }

  sleep(until: Millis): Promise<void> {
    return this.#pause.sleep(this.#clock, until);
  }

  /** As `Pause.next`. */
  next<Value>(source: AsyncIterator<Value>): Promise<Value | undefined> {
    return this.#pause.next(source);
  }

  /** Sends no more, and ends in order. */
  stop(): void {
    this.#pause.halt();
    this.#moving.close();
  }

  /** Ends in order what was sent, and waits for that. Rejects with what ended the stream before. */
  async end(): Promise<void> {
    this.#moving.close();
    await this.#ended;
    if (this.#error !== undefined) throw this.#error;
  }

  #note(event: StreamClientEvent): void {
    switch (event.type) {
      case 'sendBacklogHigh':
        this.#isBacklogHigh = true;
        return;
      case 'sendBacklogLow':
        this.#isBacklogHigh = false;
        return this.#pause.go();
      case 'finished':
        return this.#pause.halt();
      default:
        return;
    }
  }
}
