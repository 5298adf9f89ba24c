import { FlvReader, type FlvSkip, type FlvTag } from '../../core/index.ts';
import type { Clock } from '../transport.ts';
import { AwaitedStream } from './awaited-stream.ts';
import { type FlvMessage, FlvMessages } from './flv-messages.ts';
import { Pacer } from './pacer.ts';
import type { StreamClientOptions } from './stream-client.ts';
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
  readonly #stream: AwaitedStream;
  readonly #messages: FlvMessages;
  readonly #pacer = new Pacer();
  readonly #totals = new TotalsCounter();
  #hasStarted = false;
  /** At a server that we were sent to, and that has nothing of the stream yet. */
  #isElsewhere = false;

  /** @throws RtmpUrlError */
  constructor(options: FlvPublisherOptions) {
    this.#options = options;
    const { open, pace, loop, type, onStarted, onSkip, ...stream } = options;
    this.#messages = new FlvMessages(loop === true);
    this.#stream = new AwaitedStream({
      ...stream,
      order: { kind: 'publish', ...(type === undefined ? {} : { type }) },
      onStarted: () => {
        this.#isElsewhere = this.#hasStarted;
        if (!this.#hasStarted) onStarted?.();
        this.#hasStarted = true;
      },
    });
    this.done = this.#run();
  }

  get totals(): StreamTotals {
    return this.#totals;
  }

  /** Sends no more, and ends the publication in order. */
  stop(): void {
    this.#stream.stop();
  }

  async #run(): Promise<void> {
    await this.#stream.ready();
    try {
      await this.#sendAll();
    } catch (error) {
      await this.#stream.end().catch(() => {}); // what broke first counts
      throw error;
    }
    await this.#stream.end();
  }

  async #sendAll(): Promise<void> {
    for (let hasMore = true; hasMore && !this.#stream.isHalted; ) {
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
        const chunk = await this.#stream.next(chunks);
        if (this.#stream.isHalted) return;
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
      if (this.#stream.isHalted) return;
    }
  }

  async #send(tag: FlvTag): Promise<void> {
    const message = this.#messages.take(tag);
    if (message === undefined) return;
    const { media, isFrame, isStart, timestamp, payload } = message;
    if (isFrame) await this.#wait(timestamp);
    if (isStart) this.#stream.moveOn();
    await this.#stream.ready();
    if (this.#stream.isHalted || !this.#begins(message)) return;
    this.#write(message);
    this.#totals.add(media, payload.length, isFrame ? this.#pacer.elapsed : undefined);
  }

  /**
   * Whether the server can go on with the message. One that we were sent to begins with what it needs and where a player
   * can, even if the one before did not wait for that and pictures are lost (ERTMP-42).
   */
  #begins({ isStart, timestamp }: FlvMessage): boolean {
    if (!this.#isElsewhere) return true;
    if (!isStart) return false;
    this.#isElsewhere = false;
    for (const message of this.#messages.opening(timestamp)) this.#write(message);
    return true;
  }

  #write({ media, timestamp, payload }: FlvMessage): void {
    const { client } = this.#stream;
    if (media === 'data') client.sendData(timestamp, payload);
    else client.sendMedia(media, timestamp, payload);
  }

  /** Until the frame is due; the pacer counts in any case, as it says how far the stream is. */
  async #wait(timestamp: number): Promise<void> {
    const { clock, pace = 'timestamps' } = this.#options;
    const due = this.#pacer.dueAt(timestamp, clock.now());
    if (pace === 'timestamps' && due > clock.now()) await this.#stream.sleep(due);
  }
}
