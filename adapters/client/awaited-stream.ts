import type { Millis } from '../../core/index.ts';
import type { Clock } from '../transport.ts';
import type { ClientError } from './client-error.ts';
import { Pause } from './pause.ts';
import { openStream, type StreamClient, type StreamClientEvent, type StreamClientOptions } from './stream-client.ts';

export interface AwaitedStreamOptions extends Omit<StreamClientOptions, 'listener'> {
  readonly clock: Clock;
  /** What the stream tells, after it has been taken note of. */
  readonly onEvent: (event: StreamClientEvent) => void;
}

/**
 * A stream client for one loop, which waits for its start, for times, for room and for its end. Once the stream has come to
 * its end, by `stop` or by itself, every wait but that for the end is over at once: look at `isHalted`.
 */
export class AwaitedStream {
  readonly client: StreamClient;
  readonly #clock: Clock;
  readonly #pause = new Pause();
  readonly #ended: Promise<void>;
  #settleEnded: (() => void) | undefined;
  #isBacklogHigh = false;
  #error: ClientError | undefined;

  /** @throws RtmpUrlError */
  constructor({ clock, onEvent, ...options }: AwaitedStreamOptions) {
    this.#clock = clock;
    this.#ended = new Promise((resolve) => {
      this.#settleEnded = resolve;
    });
    const listener = {
      onEvent: (event: StreamClientEvent) => {
        this.#note(event);
        onEvent(event);
      },
    };
    this.client = openStream({ ...options, listener });
  }

  /** Nothing more is to be sent. */
  get isHalted(): boolean {
    return this.#pause.isHalted;
  }

  /** Waits until the server has said yes. */
  async started(): Promise<void> {
    while (!this.client.isStarted && !this.isHalted) await this.#pause.wait();
  }

  /** Waits until what is unsent is little. */
  async room(): Promise<void> {
    while (this.#isBacklogHigh && !this.isHalted) await this.#pause.wait();
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
    this.client.close();
  }

  /** Ends in order what was sent, and waits for that. Rejects with what ended the stream before. */
  async end(): Promise<void> {
    this.client.close();
    await this.#ended;
    if (this.#error !== undefined) throw this.#error;
  }

  #note(event: StreamClientEvent): void {
    switch (event.type) {
      case 'started':
        return this.#pause.go();
      case 'sendBacklogHigh':
        this.#isBacklogHigh = true;
        return;
      case 'sendBacklogLow':
        this.#isBacklogHigh = false;
        return this.#pause.go();
      case 'finished':
        return this.#pause.halt();
      case 'ended':
        this.#error = event.error;
        this.#pause.halt();
        return this.#settleEnded?.();
      default:
        return;
    }
  }
}
