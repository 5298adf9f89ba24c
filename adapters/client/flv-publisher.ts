import { FlvReader, type FlvSkip, type FlvTag } from '../../core/index.ts';
import type { Clock } from '../transport.ts';
import type { ClientError } from './client-error.ts';
import { FlvMessages } from './flv-messages.ts';
import { Pacer } from './pacer.ts';
import { Pause } from './pause.ts';
import { openStream, type StreamClient, type StreamClientEvent, type StreamClientOptions } from './stream-client.ts';
import { type StreamTotals, TotalsCounter } from './stream-totals.ts';

export interface FlvPublisherOptions extends Omit<StreamClientOptions, 'order' | 'listener'> {
  readonly clock: Clock;
  /** Gives the bytes of the file; called once for each round. */
  readonly open: () => AsyncIterable<Uint8Array>;
  /** `timestamps`: as an encoder sends (default). `fast`: as fast as the server takes it. */
  readonly pace?: 'timestamps' | 'fast';
  /** Over and over, until `stop`. */
  readonly loop?: boolean;
  readonly type?: 'live' | 'record' | 'append';
  readonly onStarted?: () => void;
  /** The file is damaged there; the rest is sent. */
  readonly onSkip?: (skip: FlvSkip) => void;
}

/** Publishes an FLV file, or an FLV stream as it comes, in bounded memory: it reads on when the server has taken what it read. */
export class FlvPublisher {
  /** Fulfilled when all was sent, or `stop` was called, and the connection has ended in order; rejected with `ClientError`, or what `open` threw. */
  readonly done: Promise<void>;
  readonly #options: FlvPublisherOptions;
  readonly #client: StreamClient;
  readonly #messages: FlvMessages;
  readonly #pacer = new Pacer();
  readonly #pause = new Pause();
  readonly #totals = new TotalsCounter();
  #isBacklogHigh = false;
  #error: ClientError | undefined;
  #onEnded: (() => void) | undefined;

  /** @throws RtmpUrlError */
  constructor(options: FlvPublisherOptions) {
    this.#options = options;
    const { clock, open, pace, loop, type, onStarted, onSkip, ...client } = options;
    this.#messages = new FlvMessages(loop === true);
    this.#client = openStream({
      ...client,
      order: { kind: 'publish', ...(type === undefined ? {} : { type }) },
      listener: { onEvent: (event) => this.#hear(event) },
    });
    this.done = this.#run();
  }

  get totals(): StreamTotals {
    return this.#totals;
  }

  /** Sends no more, and ends the publication in order. */
  stop(): void {
    this.#pause.halt();
    this.#client.close();
  }

  async #run(): Promise<void> {
    while (!this.#client.isStarted && !this.#pause.isHalted) await this.#pause.wait();
    try {
      await this.#sendAll();
    } finally {
      this.#client.close();
      await this.#ended();
    }
    if (this.#error !== undefined) throw this.#error;
  }

  async #sendAll(): Promise<void> {
    for (let hasMore = true; hasMore && !this.#pause.isHalted; ) {
      const before = this.#totals.pictures + this.#totals.sounds;
      await this.#sendRound();
      const hasSent = this.#totals.pictures + this.#totals.sounds > before;
      hasMore = this.#options.loop === true && hasSent;
      this.#messages.nextRound();
    }
  }

  async #sendRound(): Promise<void> {
    const reader = new FlvReader();
    const chunks = this.#options.open()[Symbol.asyncIterator]();
    try {
      for (;;) {
        const chunk = await this.#pause.next(chunks);
        if (this.#pause.isHalted) return;
        if (chunk === undefined) reader.end();
        else reader.push(chunk);
        await this.#sendItems(reader);
        if (chunk === undefined) return;
      }
    } finally {
      // Not awaited: a source that waits for its next bytes may answer never.
      void chunks.return?.()?.catch(() => {});
    }
  }

  async #sendItems(reader: FlvReader): Promise<void> {
    for (let item = reader.next(); item !== undefined; item = reader.next()) {
      if (item.kind === 'skipped') this.#options.onSkip?.(item);
      if (item.kind !== 'tag') continue;
      await this.#send(item);
      if (this.#pause.isHalted) return;
    }
  }

  async #send(tag: FlvTag): Promise<void> {
    const message = this.#messages.take(tag);
    if (message === undefined) return;
    const { media, isFrame, timestamp, payload } = message;
    if (isFrame) await this.#wait(timestamp);
    while (this.#isBacklogHigh && !this.#pause.isHalted) await this.#pause.wait();
    if (this.#pause.isHalted) return;
    if (media === 'data') this.#client.sendData(timestamp, payload);
    else this.#client.sendMedia(media, timestamp, payload);
    this.#totals.add(media, payload.length, isFrame ? this.#pacer.elapsed : undefined);
  }

  /** Until the frame is due; the pacer counts in any case, as it says how far the stream is. */
  async #wait(timestamp: number): Promise<void> {
    const { clock, pace = 'timestamps' } = this.#options;
    const due = this.#pacer.dueAt(timestamp, clock.now());
    if (pace === 'timestamps' && due > clock.now()) await this.#pause.sleep(clock, due);
  }

  #hear(event: StreamClientEvent): void {
    switch (event.type) {
      case 'started':
        this.#options.onStarted?.();
        return this.#pause.go();
      case 'sendBacklogHigh':
        this.#isBacklogHigh = true;
        return;
      case 'sendBacklogLow':
        this.#isBacklogHigh = false;
        return this.#pause.go();
      case 'ended':
        this.#error = event.error;
        this.#pause.halt();
        return this.#onEnded?.();
      default:
        return;
    }
  }

  #ended(): Promise<void> {
    if (this.#client.hasEnded) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onEnded = resolve;
    });
  }
}
