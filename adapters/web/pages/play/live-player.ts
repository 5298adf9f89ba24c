import {
  amfObject,
  type Capabilities,
  capabilityProperties,
  type MediaReceived,
  type Millis,
} from '../../../../core/index.ts';
import type { ClientError } from '../../../client/client-error.ts';
import { parseRtmpUrl } from '../../../client/rtmp-url.ts';
import type { Connect } from '../../../client/stream-attempt.ts';
import { StreamClient, type StreamClientEvent } from '../../../client/stream-client.ts';
import type { Alarm, Clock } from '../../../transport.ts';

/**
 * - `connecting`: also after a connection was lost.
 * - `waiting`: there is no publisher, or nothing has come from it.
 * - `refused`: the server said no; it is not asked again.
 */
export type PlayState = 'connecting' | 'waiting' | 'playing' | 'refused' | 'stopped';

export interface LivePlayerOptions {
  /** `rtmp://HOST/APP/NAME`. */
  readonly url: string;
  readonly connect: Connect;
  readonly clock: Clock;
  /** What is announced; with it the server knows what to send. */
  readonly capabilities: Capabilities;
  readonly sink: {
    take(message: MediaReceived, now: Millis): void;
    /** What comes next is another stream. */
    reset(): void;
  };
  /** @param words - why, where there is a reason */
  readonly onState: (state: PlayState, words: string) => void;
}

/** Before the first new attempt; twice as long before each further one. */
const FIRST_RETRY_MS: Millis = 1_000;
const LONGEST_RETRY_MS: Millis = 8_000;

/** Answers that will not change by asking again. */
const FINAL: ReadonlySet<ClientError['code']> = new Set(['unauthorized', 'refused', 'streamNotFound', 'badRedirect']);

/** Plays a live stream for as long as it is wanted: through publishers that come and go, and connections that break. */
export class LivePlayer {
  readonly #options: LivePlayerOptions;
  #client: StreamClient | undefined;
  #retry: Alarm | undefined;
  #retryMs = FIRST_RETRY_MS;
  #state: PlayState = 'stopped';
  #bytes = 0;

  /** Begins. @throws RtmpUrlError */
  constructor(options: LivePlayerOptions) {
    this.#options = options;
    this.#open();
  }

  get state(): PlayState {
    return this.#state;
  }

  /** Payload bytes that have come. */
  get bytes(): number {
    return this.#bytes;
  }

  stop(): void {
    this.#retry?.cancel();
    const client = this.#client;
    this.#client = undefined;
    client?.close();
    this.#set('stopped');
  }

  #open(): void {
    const { url, connect, capabilities } = this.#options;
    const { app, tcUrl } = parseRtmpUrl(url);
    const properties = amfObject(capabilityProperties(capabilities));
    this.#client = new StreamClient({
      url,
      connect,
      order: { kind: 'play' },
      connection: { connect: { app, tcUrl, properties } },
      listener: { onEvent: (event, client) => this.#hear(event, client) },
    });
    this.#client.start();
    if (this.#state === 'stopped') this.#set('connecting');
  }

  #hear(event: StreamClientEvent, client: StreamClient): void {
    if (client !== this.#client) return;
    switch (event.type) {
      case 'started':
        return this.#set('waiting');
      case 'mediaReceived':
        return this.#take(event);
      case 'statusReceived':
        // Each time, where the event `finished` comes once.
        return event.code === 'NetStream.Play.UnpublishNotify' ? this.#left() : undefined;
      case 'ended':
        return this.#ended(event.error);
      default:
        return;
    }
  }

  #take(message: MediaReceived): void {
    this.#retryMs = FIRST_RETRY_MS;
    this.#bytes += message.payload.length;
    this.#options.sink.take(message, this.#options.clock.now());
    if (this.#state !== 'playing') this.#set('playing');
  }

  #left(): void {
    if (this.#state !== 'playing') return;
    this.#options.sink.reset();
    this.#set('waiting', 'The publisher has left.');
  }

  #ended(error: ClientError | undefined): void {
    this.#options.sink.reset();
    if (error !== undefined && FINAL.has(error.code)) return this.#set('refused', sentence(error.message));
    const { clock } = this.#options;
    this.#retry = clock.wakeAt(clock.now() + this.#retryMs, () => this.#open());
    this.#set('connecting', error === undefined ? 'The server has ended the connection.' : sentence(error.message));
    this.#retryMs = Math.min(2 * this.#retryMs, LONGEST_RETRY_MS);
  }

  #set(state: PlayState, words = ''): void {
    this.#state = state;
    this.#options.onState(state, words);
  }
}

/** Errors are told in one line, for any place in one. */
function sentence(line: string): string {
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
}
