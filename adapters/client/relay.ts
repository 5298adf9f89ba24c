import {
  type DataReceived,
  type Delivery,
  encodeData,
  Live,
  type MediaReceived,
  type Millis,
  type Publication,
} from '../../core/index.ts';
import { fillRandom } from '../random.ts';
import type { Alarm, Clock } from '../transport.ts';
import { Turn } from '../turn.ts';
import { ClientError } from './client-error.ts';
import { type ReconnectingListener, ReconnectingStream } from './reconnecting-stream.ts';
import { type RelayHub, type RelayPlayer, RelayTarget } from './relay-target.ts';
import { Resumption } from './resumption.ts';
import { parseRtmpUrl, type RtmpUrl } from './rtmp-url.ts';
import type { Connect, StreamOrder } from './stream-attempt.ts';
import type { StreamClient, StreamClientEvent, StreamClientOptions } from './stream-client.ts';
import { type StreamTotals, TotalsCounter } from './stream-totals.ts';

export interface RelayOptions {
  readonly from: string | RtmpUrl;
  readonly to: readonly (string | RtmpUrl)[];
  readonly connect: Connect;
  readonly clock: Clock;
  /** For the answer to a challenge and the waits between attempts; default the runtime's `crypto`. */
  readonly random?: (into: Uint8Array) => void;
  /** Ends with the stream. Default: when it has ended, its next publisher is waited for. */
  readonly once?: boolean;
  /** How long the targets are kept when the source is lost, for it to come back. Default 10000. */
  readonly holdMs?: Millis;
  readonly connection?: StreamClientOptions['connection'];
  readonly onEvent?: (event: RelayEvent) => void;
}

/** What a relay tells. `target` is the place in `to`; `retryMs` is `undefined` when nothing is tried again. */
export type RelayEvent =
  | { readonly type: 'sourceStarted'; readonly url: RtmpUrl }
  | { readonly type: 'sourceEnded'; readonly error: ClientError | undefined; readonly retryMs: Millis | undefined }
  /** Media comes: the targets are connected to. */
  | { readonly type: 'streamBegan' }
  /** It came to its end, or its source did not come back in time: the targets are told so. */
  | { readonly type: 'streamEnded' }
  | { readonly type: 'targetStarted'; readonly target: number; readonly url: RtmpUrl }
  | {
      readonly type: 'targetEnded';
      readonly target: number;
      readonly error: ClientError | undefined;
      readonly retryMs: Millis | undefined;
    };

const HOLD_MS: Millis = 10_000;
const PATH = 'relayed';
/** Above all that the broadcast gives a target before its policy for slow players cuts it. */
const SEND_BACKLOG_MAX = 64 * 1_048_576;
/** What stands before data that servers shall keep for late players (CMD-40). */
const SET_DATA_FRAME = encodeData('@setDataFrame');

/**
 * Plays one stream and publishes it to many servers, messages and timestamps unchanged. Each target has a bounded queue, and
 * comes and goes by itself: none that fails or is slow costs another anything.
 */
export class Relay implements ReconnectingListener {
  /** Fulfilled when everything has ended in order after `stop`, or with `once` after the stream; else rejected with `ClientError`. */
  readonly done: Promise<void>;
  readonly #options: RelayOptions;
  readonly #clock: Clock;
  readonly #live = new Live<unknown, RelayPlayer>();
  readonly #turn = new Turn();
  readonly #source: ReconnectingStream;
  readonly #targets: readonly RelayTarget[];
  readonly #totals = new TotalsCounter();
  #publication: Publication<unknown> | undefined;
  #resumption = new Resumption();
  #holdAlarm: Alarm | undefined;
  #isStopping = false;
  #error: ClientError | undefined;
  #settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;

  /** @throws RtmpUrlError */
  constructor(options: RelayOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.done = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    const hub: RelayHub = { live: this.#live, path: PATH, turn: this.#turn };
    this.#source = this.#stream(options.from, { kind: 'play' }, this);
    this.#targets = options.to.map((url, target) => {
      const makeStream = (listener: ReconnectingListener) => this.#stream(url, { kind: 'publish' }, listener);
      return new RelayTarget(hub, makeStream, (event) => {
        if (event.type === 'started') this.#tell({ type: 'targetStarted', target, url: event.url });
        else if (event.type === 'rested') this.#checkRest();
        else this.#tell({ type: 'targetEnded', target, error: event.error, retryMs: event.retryMs });
      });
    });
    this.#source.start();
  }

  /** Of what has come from the source. */
  get totals(): StreamTotals {
    return this.#totals;
  }

  /** Targets that are published to right now. */
  get connectedCount(): number {
    return this.#targets.filter(({ isConnected }) => isConnected).length;
  }

  /** Ends all in order. */
  stop(): void {
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#endStream();
    for (const target of this.#targets) target.stop();
    this.#source.stop();
    this.#checkRest();
  }

  onStarted(client: StreamClient): void {
    this.#resumption.resume();
    this.#tell({ type: 'sourceStarted', url: client.url });
  }

  onEvent(event: StreamClientEvent): void {
    if (this.#isStopping) return;
    if (event.type === 'mediaReceived' || event.type === 'dataReceived') this.#take(event);
    else if (event.type === 'finished') this.#finished();
  }

  onTurnEnd(): void {
    this.#turn.end();
  }

  onEnded(_: StreamClient, error: ClientError | undefined, retryMs: Millis | undefined): void {
    this.#tell({ type: 'sourceEnded', error, retryMs });
    if (!this.#isStopping) this.#sourceLost(error);
  }

  onRest(): void {
    this.#checkRest();
  }

  #stream(url: string | RtmpUrl, order: StreamOrder, listener: ReconnectingListener): ReconnectingStream {
    const { connect, clock, random = fillRandom, connection = {} } = this.#options;
    return new ReconnectingStream({
      url: typeof url === 'string' ? parseRtmpUrl(url) : url,
      order,
      connect,
      clock,
      random,
      listener,
      connection: { ...connection, limits: { sendBacklogMax: SEND_BACKLOG_MAX, ...connection.limits } },
    });
  }

  #take(event: MediaReceived | DataReceived): void {
    if (event.type === 'dataReceived' && event.handler === '|RtmpSampleAccess') return; // for players alone (CMD-42)
    this.#release();
    const now = this.#clock.now();
    this.#publication ??= this.#begin(now);
    if (event.type === 'dataReceived')
      return this.#deliver(this.#live.data(this.#publication, retained(event), now), now);
    if (!this.#resumption.passes(event)) return;
    this.#totals.add(event.media, event.payload.length, this.#resumption.elapsed);
    this.#deliver(this.#live.media(this.#publication, event, now), now);
  }

  #begin(now: Millis): Publication<unknown> {
    const { publication } = this.#live.publish(PATH, this, now) as { publication: Publication<unknown> }; // nobody else does
    this.#tell({ type: 'streamBegan' });
    for (const target of this.#targets) target.start();
    return publication;
  }

  #deliver({ batches, cut }: Delivery<RelayPlayer>, now: Millis): void {
    for (const { frame, to } of batches) for (const { owner } of to) owner.send(frame, now);
    for (const { subscription, reason } of cut) subscription.owner.cut(reason);
  }

  /** The stream has come to its end: the connection is given up too, as some servers never use it again. */
  #finished(): void {
    if (this.#options.once === true) return this.stop();
    this.#endStream();
    this.#source.restart();
  }

  #sourceLost(error: ClientError | undefined): void {
    const { once = false, holdMs = HOLD_MS } = this.#options;
    if (this.#publication === undefined) {
      if (once && error !== undefined) this.#fail(error);
      return;
    }
    this.#holdAlarm ??= this.#clock.wakeAt(this.#clock.now() + holdMs, () => {
      if (once) this.#fail(error ?? new ClientError('lost', 'the source did not come back'));
      else this.#endStream();
    });
  }

  #endStream(): void {
    this.#release();
    this.#turn.end();
    const publication = this.#publication;
    if (publication === undefined) return;
    this.#publication = undefined;
    this.#resumption = new Resumption();
    this.#live.unpublish(publication);
    for (const target of this.#targets) target.stop();
    this.#tell({ type: 'streamEnded' });
  }

  /** The targets are no longer held for a source that is lost. */
  #release(): void {
    this.#holdAlarm?.cancel();
    this.#holdAlarm = undefined;
  }

  #fail(error: ClientError): void {
    this.#error ??= error;
    this.stop();
  }

  #checkRest(): void {
    if (!this.#isStopping || !this.#source.isAtRest || this.#targets.some((target) => !target.isAtRest)) return;
    if (this.#error === undefined) this.#settle?.resolve();
    else this.#settle?.reject(this.#error);
  }

  #tell(event: RelayEvent): void {
    this.#options.onEvent?.(event);
  }
}

/** What a publisher says to have it kept: with the order that the first server took off. */
function retained(event: DataReceived): DataReceived {
  if (event.retain === 'clear' || (event.retain === 'no' && event.handler !== 'onMetaData')) return event;
  const payload = new Uint8Array(SET_DATA_FRAME.length + event.payload.length);
  payload.set(SET_DATA_FRAME);
  payload.set(event.payload, SET_DATA_FRAME.length);
  return { ...event, payload };
}
