import type {
  ClientConnection,
  ClientConnectionOptions,
  ConnectRefused,
  DataReceived,
  Fault,
  MediaReceived,
  ReconnectRequested,
  StatusReceived,
} from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import { fillRandom } from '../random.ts';
import { authChallenge, authResponseQuery, authUserQuery, readAuthDemand, withQuery } from './authentication.ts';
import { ClientError } from './client-error.ts';
import { reasonOf } from './failure-reason.ts';
import { followUrl, parseRtmpUrl, placeOfUrl, type RtmpUrl, RtmpUrlError } from './rtmp-url.ts';
import { type AttemptEvent, type Connect, StreamAttempt, type StreamOrder } from './stream-attempt.ts';

/** What a stream client tells. `started` comes once at most, `ended` once and last. */
export type StreamClientEvent =
  /** The server said yes: media may be sent, or will come. */
  | { readonly type: 'started' }
  | MediaReceived
  | DataReceived
  /** Any onStatus, also those that the other events tell of. */
  | StatusReceived
  /** More than a megabyte is unsent: hold back until `sendBacklogLow`. */
  | { readonly type: 'sendBacklogHigh' }
  | { readonly type: 'sendBacklogLow' }
  /** The server asks us to go on elsewhere, and will end this connection before long (ERTMP-40 to ERTMP-42). */
  | { readonly type: 'reconnectRequested'; readonly url: RtmpUrl }
  /** A player's stream has come to its end. The connection is still there: `close` it, or wait for the next publisher. */
  | { readonly type: 'finished' }
  | { readonly type: 'ended'; readonly error: ClientError | undefined };

export interface StreamClientListener {
  onEvent(event: StreamClientEvent, client: StreamClient): void;
  /** Everything that one read brought has been told. */
  onTurnEnd?(client: StreamClient): void;
}

export interface StreamClientOptions {
  readonly url: string | RtmpUrl;
  readonly order: StreamOrder;
  /** The `connect` of an adapter. */
  readonly connect: Connect;
  readonly listener: StreamClientListener;
  /** For the answer to a challenge; default the runtime's `crypto`. */
  readonly random?: (into: Uint8Array) => void;
  /**
   * `reconnectRequested` is acted on, and the server may know (ERTMP-37). Default false for a client alone; a publisher, a
   * player and a relay act on it unless told not to.
   */
  readonly followsReconnects?: boolean;
  /** Limits, timeouts, properties of the command object, and the like. */
  readonly connection?: Partial<ClientConnectionOptions>;
}

/** A server may send us on, and that one too; a circle must end. */
const MOST_REDIRECTS = 3;
/** A name that is shorter than this is no key, but may be any word. */
const SHORTEST_SECRET = 5;
/** One to say who we are, one to answer. */
const MOST_AUTH_ATTEMPTS = 2;

/**
 * One stream published to, or played from, a server: connects, says who we are when asked, goes where it is sent, and asks
 * for the stream. It tries once: who wants to try again makes another.
 */
export class StreamClient {
  readonly #options: StreamClientOptions;
  readonly #random: (into: Uint8Array) => void;
  #url: RtmpUrl;
  #attempt: StreamAttempt | undefined;
  /** Of the latest attempt: what a server asked for. */
  #query = '';
  #authAttempts = 0;
  #redirects = 0;
  #state: 'connecting' | 'started' | 'finished' | 'closing' | 'ended' = 'connecting';

  /** @throws RtmpUrlError */
  constructor(options: StreamClientOptions) {
    this.#options = options;
    this.#url = typeof options.url === 'string' ? parseRtmpUrl(options.url) : options.url;
    this.#random = options.random ?? fillRandom;
  }

  /** Where it connects, or was sent. */
  get url(): RtmpUrl {
    return this.#url;
  }

  get isStarted(): boolean {
    return this.#state === 'started';
  }

  get hasEnded(): boolean {
    return this.#state === 'ended';
  }

  /** The connection of the latest attempt, once its transport is open. */
  get driver(): Driver<ClientConnection> | undefined {
    return this.#attempt?.driver;
  }

  /** The stream's, once it has one. */
  get messageStreamId(): number | undefined {
    return this.#attempt?.messageStreamId;
  }

  /** Begins. To be called once. */
  start(): this {
    this.#connect('');
    return this;
  }

  /**
   * Sends an audio or video message; without effect unless started.
   *
   * @param timestamp - uint32 milliseconds
   */
  sendMedia(media: 'audio' | 'video', timestamp: number, payload: Uint8Array): void {
    const { driver, messageStreamId } = this;
    if (this.#state !== 'started' || driver === undefined || messageStreamId === undefined) return;
    driver.perform(driver.connection.sendMedia({ messageStreamId, media, timestamp, payload }, driver.now()));
  }

  /**
   * Sends a data message; without effect unless started.
   *
   * @param payload - AMF0: what servers shall keep for late players begins with `@setDataFrame` (CMD-40)
   */
  sendData(timestamp: number, payload: Uint8Array): void {
    const { driver, messageStreamId } = this;
    if (this.#state !== 'started' || driver === undefined || messageStreamId === undefined) return;
    driver.perform(driver.connection.sendData({ messageStreamId, timestamp, payload }, driver.now()));
  }

  /** Ends in order, once everything sent has left; `ended` follows. */
  close(): void {
    if (this.#state === 'ended' || this.#state === 'closing') return;
    this.#state = 'closing';
    const attempt = this.#attempt;
    attempt?.leave();
    if (attempt?.driver === undefined) this.#end(undefined);
  }

  /** Drops the connection; `ended` follows with `error`. */
  abort(error?: ClientError): void {
    const driver = this.#attempt?.driver;
    this.#end(error);
    driver?.abort();
  }

  #connect(query: string): void {
    const { order, connect, connection, followsReconnects = false } = this.#options;
    const attempt = new StreamAttempt(this.#url, order, followsReconnects, (event, from) => this.#take(event, from));
    this.#attempt = attempt;
    this.#query = query;
    const { host, port, scheme } = this.#url;
    const options = attempt.connectOptions(query, connection);
    const failed = (error: unknown): void => {
      if (this.#attempt !== attempt) return;
      const message = `cannot connect to ${placeOfUrl(this.#url)}: ${reasonOf(error)}`;
      this.#end(this.#state === 'closing' ? undefined : new ClientError('unreachable', message));
    };
    try {
      Promise.resolve(connect({ ...options, host, port, tls: scheme === 'rtmps' })).catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  #take(event: AttemptEvent, from: StreamAttempt): void {
    if (from !== this.#attempt || this.#state === 'ended') return;
    switch (event.type) {
      case 'turnEnded':
        return this.#options.listener.onTurnEnd?.(this);
      case 'connectRefused':
        return this.#connectRefused(event.refusal);
      case 'streamRefused':
        return this.#streamRefused(event.code, event.description);
      case 'closed':
        return this.#closed(event.fault, from);
      case 'started':
        // Again at each Play.Start and PublishNotify: a player that waited, or what follows what has finished.
        if (this.#state !== 'connecting') return;
        this.#state = 'started';
        return this.#tell(event);
      case 'finished':
        if (this.#state !== 'started') return;
        if (this.#options.order.kind === 'publish') return this.#unpublished();
        this.#state = 'finished';
        return this.#tell(event);
      case 'reconnectRequested':
        return this.#noteReconnect(event);
      default:
        return this.#tell(event);
    }
  }

  #connectRefused({ code, description, redirect }: ConnectRefused): void {
    if (this.#state === 'closing') return;
    if (redirect !== undefined) return this.#redirected(redirect);
    const demand = readAuthDemand(description);
    if (demand === undefined) return this.#refused('connecting', code, description);
    const { credentials, app } = this.#url;
    if (demand.kind === 'failed' || credentials === undefined || this.#authAttempts >= MOST_AUTH_ATTEMPTS) {
      const why = credentials === undefined ? 'wants a user and a password' : 'does not take the user and password';
      return this.#end(new ClientError('unauthorized', `${placeOfUrl(this.#url)} ${why}`, code));
    }
    this.#authAttempts += 1;
    const { scheme } = demand;
    const query =
      demand.kind === 'user'
        ? authUserQuery(scheme, credentials.user)
        : authResponseQuery(scheme, demand.challenge, credentials, app, authChallenge(this.#random));
    this.#connect(query);
  }

  #redirected(redirect: string): void {
    this.#redirects += 1;
    if (this.#redirects > MOST_REDIRECTS) {
      return this.#end(new ClientError('badRedirect', `sent on more than ${MOST_REDIRECTS} times`));
    }
    const url = this.#follow(redirect);
    if (url instanceof RtmpUrlError) {
      return this.#end(new ClientError('badRedirect', `sent to no place that can be followed: ${url.message}`));
    }
    this.#url = url;
    this.#authAttempts = 0;
    this.#connect('');
  }

  #follow(tcUrl: string): RtmpUrl | RtmpUrlError {
    try {
      return followUrl(this.#url, tcUrl);
    } catch (error) {
      if (error instanceof RtmpUrlError) return error;
      throw error;
    }
  }

  /** A request that cannot be followed is none: this connection goes on until the server ends it. */
  #noteReconnect({ tcUrl }: ReconnectRequested): void {
    // To the same place, which a server need not say: without what we answered to its challenge.
    const url = tcUrl === withQuery(this.#url.tcUrl, this.#query) ? this.#url : this.#follow(tcUrl);
    if (!(url instanceof RtmpUrlError)) this.#tell({ type: 'reconnectRequested', url });
  }

  #streamRefused(code: string, description: string): void {
    if (this.#state === 'closing') return;
    this.#attempt?.leave();
    if (code === 'NetStream.Play.StreamNotFound') {
      return this.#end(
        new ClientError('streamNotFound', this.#said('the stream was not found', code, description), code),
      );
    }
    this.#refused(this.#options.order.kind === 'publish' ? 'publishing' : 'playing', code, description);
  }

  /** Not asked for: a server that closes, or whose operator ended the stream. */
  #unpublished(): void {
    this.#attempt?.leave();
    this.#end(new ClientError('lost', `${placeOfUrl(this.#url)} ended the stream`, 'NetStream.Unpublish.Success'));
  }

  #refused(what: string, code: string, description: string): void {
    this.#end(new ClientError('refused', this.#said(`${what} was refused`, code, description), code));
  }

  #closed(fault: Fault | undefined, { driver }: StreamAttempt): void {
    if (this.#state === 'closing' || this.#state === 'finished') return this.#end(undefined);
    const failure = driver?.failure;
    const wasStarted = this.#state === 'started';
    if (fault === undefined && failure === undefined) {
      const message = `${placeOfUrl(this.#url)} ended the connection${wasStarted ? '' : ' without an answer'}`;
      return this.#end(new ClientError(wasStarted ? 'lost' : 'ended', message));
    }
    if (fault?.kind === 'timedOut') {
      return this.#end(new ClientError('lost', `${placeOfUrl(this.#url)} fell silent: ${fault.message}`));
    }
    const isTheirs = fault !== undefined && fault.kind !== 'transportLost';
    const why = isTheirs || failure === undefined ? fault?.message : reasonOf(failure);
    const code = isTheirs ? 'faulty' : 'lost';
    this.#end(new ClientError(code, `the connection to ${placeOfUrl(this.#url)} broke: ${why}`));
  }

  /** In the server's words, as far as they are not our own: some repeat the name, which may be a key. */
  #said(what: string, code: string, description: string): string {
    const words = this.#withoutSecrets(description);
    return [what, code, words].filter((word) => word !== '').join(': ');
  }

  #withoutSecrets(text: string): string {
    const { name, credentials } = this.#url;
    const secrets = [name, name.split('?', 1)[0] ?? '', credentials?.password ?? ''];
    return secrets.reduce(
      (left, secret) => (secret.length < SHORTEST_SECRET ? left : left.replaceAll(secret, '…')),
      text,
    );
  }

  #end(error: ClientError | undefined): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#tell({ type: 'ended', error });
  }

  #tell(event: StreamClientEvent): void {
    this.#options.listener.onEvent(event, this);
  }
}

/** Makes a client and begins. @throws RtmpUrlError */
export function openStream(options: StreamClientOptions): StreamClient {
  return new StreamClient(options).start();
}
