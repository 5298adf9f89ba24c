import {
  type Capabilities,
  type ConnectRequested,
  type Millis,
  NO_CAPABILITIES,
  type PathRefusal,
  type PlayerForm,
  parseStreamPath,
  playerForm,
  type RequestId,
  readCapabilities,
  type ServerConnection,
} from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import type { LiveServerEvent, RefusalReason } from './event.ts';
import { ask, type ConnectionInfo, type HookName, type Refuse, type StreamRequest, type Verdict } from './hooks.ts';
import type { Hub } from './hub.ts';

/** What a client is told, beside the status code, when the server itself refuses. */
export const DESCRIPTIONS: Readonly<Record<Exclude<RefusalReason, 'hook'>, string>> = {
  nameMissing: 'A stream needs a name.',
  parentComponent: 'A stream name must not contain "..".',
  controlCharacter: 'A stream name must not contain control characters.',
  tooLong: 'The stream name is too long.',
  nameInUse: 'The stream is published already.',
  tooManyWaiting: 'The stream is not published, and too many wait for it.',
  liveHasNoEnd: 'Nothing can follow a live stream.',
  notFound: 'There is no such recording.',
  unreadable: 'The recording cannot be read.',
  notFlv: 'The recording is no FLV file.',
  truncated: 'The recording has become shorter.',
  busy: 'Too many recordings are being played.',
  playlistFull: 'No more can follow.',
  closing: 'The server is closing.',
};

/** One client: who it is, what it said in `connect`, and the request of it that waits for a decision. */
export class Client {
  info: ConnectionInfo;
  readonly driver: Driver<ServerConnection>;
  readonly hub: Hub;
  /** As in `connect`; empty before. */
  tcUrl = '';
  flashVer = '';
  /** What it announced of Enhanced RTMP. */
  capabilities: Capabilities = NO_CAPABILITIES;
  /** The recordings that it plays, which go on when what a turn held back was sent. */
  vod: { turnEnded(): void } | undefined;
  /** A connection has one at a time. */
  #pending: RequestId | undefined;

  constructor(id: number, driver: Driver<ServerConnection>, hub: Hub) {
    this.info = { id, app: '', peer: driver.transport.peer, openedAt: driver.now() };
    this.driver = driver;
    this.hub = hub;
  }

  get app(): string {
    return this.info.app;
  }

  /** In which form it plays. */
  get form(): PlayerForm {
    return playerForm(this.capabilities, this.hub.players);
  }

  introduce({ app, tcUrl, flashVer, commandObject }: ConnectRequested): void {
    this.info = { ...this.info, app };
    this.tcUrl = tcUrl;
    this.flashVer = flashVer;
    this.capabilities = readCapabilities(commandObject);
  }

  /** What a hook is asked about a stream of this client. */
  streamRequest(rawName: string): StreamRequest | PathRefusal {
    const { app: rawApp, tcUrl } = this;
    const parsed = parseStreamPath(rawApp, rawName, tcUrl);
    return typeof parsed === 'string' ? parsed : { ...parsed, connection: this.info, rawApp, rawName, tcUrl };
  }

  /** The path of a stream that is refused: queries, where tokens travel, are left out. */
  refusedPath(rawName: string): string {
    const request = this.streamRequest(rawName);
    if (typeof request !== 'string') return request.path;
    const [app = ''] = this.app.split('?', 1);
    const [name = ''] = rawName.split('?', 1);
    return `${app}/${name}`;
  }

  /**
   * Asks a hook, and calls `act` with its answer unless the request can no longer be answered by then: it was not decided
   * in time, or the client has left.
   */
  decide<Request, No extends object>(
    name: HookName,
    hook: ((request: Request) => Verdict<No>) | undefined,
    request: Request,
    requestId: RequestId,
    act: (answer: No | Refuse<never> | undefined, now: Millis) => void,
  ): void {
    const begin = (decided: (answer: No | Refuse<never> | undefined) => void): void =>
      ask(hook, request, decided, (error) => this.hookFailed(name, error));
    this.await(requestId, begin, act);
  }

  /**
   * Begins what a request waits for, and calls `act` with what comes of it, within the call or later; or `drop`, when the
   * request can no longer be answered by then.
   */
  await<Answer>(
    requestId: RequestId,
    begin: (settle: (answer: Answer) => void) => void,
    act: (answer: Answer, now: Millis) => void,
    drop: (answer: Answer) => void = () => {},
  ): void {
    this.#pending = requestId;
    let isLater = false;
    begin((answer) => {
      if (this.#pending !== requestId) return drop(answer);
      this.#pending = undefined;
      act(answer, this.driver.now());
      // Nobody else ends this turn: it is none of the transport's.
      if (isLater) this.endTurn();
    });
    isLater = true;
  }

  hookFailed(hook: HookName, error: unknown): void {
    this.tell({ type: 'hookFailed', hook, error });
  }

  /** Sends what was held back, and lets those go on who waited for room. */
  endTurn(): void {
    this.hub.turn.end();
    this.vod?.turnEnded();
  }

  /** The pending request can no longer be answered. */
  withdraw(): void {
    this.#pending = undefined;
  }

  /** Emits an event of this client. */
  tell(event: WithoutConnection<LiveServerEvent>): void {
    // Spreading a union loses which member it was; each member has the connection and nothing else beside `event`.
    this.hub.emit({ connection: this.info, ...event } as LiveServerEvent);
  }
}

type WithoutConnection<Event> = Event extends unknown ? Omit<Event, 'connection'> : never;
