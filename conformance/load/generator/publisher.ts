import {
  type ClientError,
  type Connect,
  openStream,
  type RtmpUrl,
  type StreamClient,
} from '../../../adapters/client/index.ts';
import type { Runtime } from '../../../adapters/listener.ts';
import type { FrameMaker } from './frame-maker.ts';
import { nowUs } from './monotonic.ts';
import { sequenceHeader } from './picture.ts';

export interface PublisherOptions {
  readonly runtime: Runtime;
  readonly connect: Connect;
  /** With the name of the stream. */
  readonly url: RtmpUrl;
  /** Bytes. */
  readonly chunkSize: number;
  readonly fps: number;
  readonly maker: FrameMaker;
  readonly onBroken: (error: ClientError) => void;
}

/** One publisher: sends marked frames whenever it is told to. */
export class Publisher {
  /** Fulfilled when the server has taken the stream and its header is sent; rejected with `ClientError`. */
  readonly started: Promise<void>;
  readonly #options: PublisherOptions;
  readonly #client: StreamClient;
  #sentCount = 0;

  /** Connects. */
  constructor(options: PublisherOptions) {
    this.#options = options;
    const { runtime, connect, url, chunkSize } = options;
    let settle: { readonly resolve: () => void; readonly reject: (error: ClientError) => void } | undefined;
    this.started = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    this.#client = openStream({
      ...runtime,
      connect,
      url,
      order: { kind: 'publish' },
      connection: { chunkSize },
      listener: {
        onEvent: (event, client) => {
          if (event.type === 'started') {
            client.sendMedia('video', 0, sequenceHeader());
            settle?.resolve();
          }
          if (event.type !== 'ended' || event.error === undefined) return;
          settle?.reject(event.error);
          options.onBroken(event.error);
        },
      },
    });
  }

  /** The stream's name. */
  get name(): string {
    return this.#options.url.name;
  }

  get sentCount(): number {
    return this.#sentCount;
  }

  send(): void {
    if (!this.#client.isStarted) return;
    const { fps, maker } = this.#options;
    const timestamp = Math.round((this.#sentCount * 1_000) / fps);
    this.#client.sendMedia('video', timestamp, maker.make(this.#sentCount, nowUs()));
    this.#sentCount++;
  }

  close(): void {
    this.#client.close();
  }
}
