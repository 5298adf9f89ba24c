import {
  type AmfObject,
  amfObject,
  type Capabilities,
  CapsEx,
  type ClientConnection,
  type ClientConnectionOptions,
  type ConnectionEvent,
  type ConnectRefused,
  capabilityProperties,
  type DataReceived,
  type MediaReceived,
  OUR_CAPABILITIES,
  type ReconnectRequested,
  type StatusReceived,
} from '../../core/index.ts';
import type { Driver, DriverListener } from '../driver.ts';
import type { ConnectOptions } from '../listener.ts';
import { withQuery } from './authentication.ts';
import type { RtmpUrl } from './rtmp-url.ts';

/** What a stream is wanted for. */
export type StreamOrder = PublishStream | PlayStream;

export interface PublishStream {
  readonly kind: 'publish';
  /** Default `live`. */
  readonly type?: 'live' | 'record' | 'append';
}

export interface PlayStream {
  readonly kind: 'play';
  /** -2 live or else recorded, -1 live, or where in a recording, seconds (CMD-25). Default: not said, which means -2. */
  readonly start?: number;
  /** Seconds, to be given with `start`. Default: to the end. */
  readonly duration?: number;
  /** How much the server may send ahead of a recording, milliseconds. Default 3000, as FFmpeg says. */
  readonly bufferMs?: number;
}

/** Opens a transport and starts a client over it, as the `connect` of every adapter does. */
export type Connect = (to: ConnectTo) => Promise<Driver<ClientConnection>> | Driver<ClientConnection>;

export interface ConnectTo extends ConnectOptions {
  readonly host: string;
  readonly port: number;
  /** The URL says `rtmps`. */
  readonly tls: boolean;
}

/** What one connection comes to, in this order; `ended` is the last. */
export type AttemptEvent =
  | { readonly type: 'started' }
  | { readonly type: 'connectRefused'; readonly refusal: ConnectRefused }
  | { readonly type: 'streamRefused'; readonly code: string; readonly description: string }
  | { readonly type: 'sendBacklogHigh' }
  | { readonly type: 'sendBacklogLow' }
  | MediaReceived
  | DataReceived
  | StatusReceived
  | ReconnectRequested
  /** What was asked for has come to its end. */
  | { readonly type: 'finished' }
  | { readonly type: 'turnEnded' }
  | (ConnectionEvent & { readonly type: 'closed' });

/** With the core's own lower mark a fast sender would wait for three megabytes to drain before it went on. */
const BACKLOG = { sendBacklogHigh: 1_048_576, sendBacklogLow: 524_288 };

/** What the status or play status means: FFmpeg and librtmp as players leave at each of them too (CMD-44). */
const FINISHED: Readonly<Record<StreamOrder['kind'], readonly string[]>> = {
  publish: ['NetStream.Unpublish.Success'],
  play: ['NetStream.Play.Stop', 'NetStream.Play.Complete', 'NetStream.Play.UnpublishNotify'],
};

/**
 * One connection on the way to one stream: it says the commands in the order that peers expect (CMD-44, CMD-46) and tells
 * what comes of it. Who the connection is refused by, and what to do then, is decided above.
 */
export class StreamAttempt implements DriverListener {
  readonly #url: RtmpUrl;
  readonly #order: StreamOrder;
  readonly #capabilities: Capabilities;
  readonly #tell: (event: AttemptEvent, attempt: StreamAttempt) => void;
  #driver: Driver<ClientConnection> | undefined;
  #createTransaction: number | undefined;
  #messageStreamId: number | undefined;
  #isLeaving = false;

  constructor(
    url: RtmpUrl,
    order: StreamOrder,
    followsReconnects: boolean,
    tell: (event: AttemptEvent, attempt: StreamAttempt) => void,
  ) {
    this.#url = url;
    this.#order = order;
    this.#capabilities = followsReconnects ? OUR_CAPABILITIES : STAYING;
    this.#tell = tell;
  }

  /** There once the transport is. */
  get driver(): Driver<ClientConnection> | undefined {
    return this.#driver;
  }

  /** There once the server has made the stream. */
  get messageStreamId(): number | undefined {
    return this.#messageStreamId;
  }

  /** @param more - connection options and properties of the command object that come before ours */
  connectOptions(query: string, more: Partial<ClientConnectionOptions> = {}): ConnectOptions {
    const { app, tcUrl, scheme } = this.#url;
    const { connect, limits, ...rest } = more;
    const { properties, ...said } = connect ?? {};
    return {
      onConnection: (driver) => {
        this.#driver = driver;
        if (this.#isLeaving) queueMicrotask(() => driver.abort());
        return this;
      },
      connection: {
        ...rest,
        ...(scheme === 'rtmpe' ? { rtmpe: true } : {}),
        limits: { ...BACKLOG, ...limits },
        connect: {
          flashVer: FLASH_VERSIONS[this.#order.kind],
          ...said,
          app: withQuery(app, query),
          tcUrl: withQuery(tcUrl, query),
          properties: this.#properties(properties),
        },
      },
    };
  }

  /** Ends in order, once what was sent has left: the stream first, then the connection. */
  leave(): void {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    const driver = this.#driver;
    if (driver === undefined || driver.isClosed) return;
    // A server that has not answered `connect` holds nothing of ours, and may be one that never ends.
    if (this.#createTransaction === undefined) return driver.abort();
    const id = this.#messageStreamId;
    if (id !== undefined) {
      const { connection } = driver;
      if (this.#order.kind === 'publish') driver.perform(connection.fcUnpublish(this.#url.name, driver.now()));
      driver.perform(connection.deleteStream(id, driver.now()));
    }
    this.#closeWhenSent(driver);
  }

  onEvent(event: ConnectionEvent): void {
    switch (event.type) {
      case 'connected':
        return this.#createStream();
      case 'streamCreated':
        return this.#begin(event.messageStreamId);
      case 'callAnswered':
        if (event.transactionId === this.#createTransaction && !event.succeeded) {
          this.#report({ type: 'streamRefused', code: '', description: 'the server made no stream' });
        }
        return;
      case 'publishStarted':
      case 'playStarted':
        return this.#report({ type: 'started' });
      case 'streamRefused':
        return this.#report({ type: 'streamRefused', code: event.code, description: event.description });
      case 'connectRefused':
        return this.#report({ type: 'connectRefused', refusal: event });
      case 'statusReceived':
        this.#report(event);
        return this.#noteEnd(event.code);
      case 'playStatusReceived':
        return this.#noteEnd(event.code);
      case 'mediaReceived':
      case 'dataReceived':
      case 'reconnectRequested':
      case 'closed':
        return this.#report(event);
      case 'sendBacklogHigh':
      case 'sendBacklogLow':
        return this.#report({ type: event.type });
      default:
        return;
    }
  }

  onTurnEnd(): void {
    this.#report({ type: 'turnEnded' });
    const driver = this.#driver;
    if (this.#isLeaving && driver !== undefined) this.#closeWhenSent(driver);
  }

  #report(event: AttemptEvent): void {
    this.#tell(event, this);
  }

  #noteEnd(code: string): void {
    if (FINISHED[this.#order.kind].includes(code)) this.#report({ type: 'finished' });
  }

  /** Nobody waits for what is said before createStream (CMD-46). */
  #createStream(): void {
    const driver = this.#driver;
    if (driver === undefined || this.#isLeaving) return;
    const { connection } = driver;
    if (this.#order.kind === 'publish') {
      driver.perform(connection.releaseStream(this.#url.name, driver.now()));
      driver.perform(connection.fcPublish(this.#url.name, driver.now()));
    }
    driver.perform(connection.createStream(driver.now()));
    this.#createTransaction = connection.lastTransactionId;
  }

  #begin(messageStreamId: number): void {
    const driver = this.#driver;
    if (driver === undefined || this.#isLeaving) return;
    this.#messageStreamId = messageStreamId;
    const { connection } = driver;
    const { name } = this.#url;
    const order = this.#order;
    if (order.kind === 'publish') {
      const { type = 'live' } = order;
      driver.perform(connection.publish(messageStreamId, { name, type }, driver.now()));
      return;
    }
    const { start, duration, bufferMs = 3_000 } = order;
    const range = { ...(start === undefined ? {} : { start }), ...(duration === undefined ? {} : { duration }) };
    driver.perform(connection.play(messageStreamId, { name, ...range }, driver.now()));
    driver.perform(connection.setBufferLength(messageStreamId, bufferMs, driver.now()));
  }

  /** An orderly end gives the transport a few seconds; what is still with us by then would be lost. */
  #closeWhenSent(driver: Driver<ClientConnection>): void {
    if (driver.connection.unsentBytes === 0) driver.close();
  }

  #properties(more: AmfObject | undefined): AmfObject {
    const type = this.#order.kind === 'publish' ? [['type', 'nonprivate'] as const] : [];
    return amfObject([...type, ...capabilityProperties(this.#capabilities), ...(more?.properties ?? [])]);
  }
}

/** Of a client that goes nowhere else. */
const STAYING: Capabilities = { ...OUR_CAPABILITIES, capsEx: OUR_CAPABILITIES.capsEx & ~CapsEx.reconnect };

/** Some servers tell encoders and players apart by it (CMD-5). */
const FLASH_VERSIONS = { publish: 'FMLE/3.0 (compatible; millrace)', play: 'LNX 9,0,124,2' } as const;
