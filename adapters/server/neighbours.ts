import type { ServerConnectionOptions } from '../../core/index.ts';
import type { AcceptOptions } from '../listener.ts';
import type { Clock } from '../transport.ts';
import { DESCRIPTIONS } from './client.ts';
import type { FromDirectory, ToDirectory } from './directory.ts';
import { Feed, type FeedSource } from './feed.ts';
import type { LiveServerHooks } from './hooks.ts';
import type { Hub } from './hub.ts';
import type { Claim, Neighbourhood } from './neighbourhood.ts';
import { Session } from './session.ts';

/** What joins one worker to the others. */
export interface NeighboursOptions extends Pick<FeedSource, 'worker' | 'connect' | 'onBroken'> {
  readonly clock: Clock;
  /** Sends to the directory, in order. Its answer comes by `receive`, not from within this call. */
  readonly tell: (message: ToDirectory) => void;
}

/**
 * The other workers of a server of several processes, as one of them sees them: asks the directory whether a path may be
 * published here, fetches what players here want from where it is published, and serves the others what is published here.
 *
 * ```ts
 * const neighbours = new Neighbours({ worker: 1, clock, connect, tell, onBroken });
 * const server = createLiveServer({ neighbours });
 * server.attach(await listenForNeighboursOnly(neighbours.acceptOptions));
 * ```
 *
 * The link between workers is RTMP, everything on it as it was published. Whoever reaches `acceptOptions` may play every
 * stream without a question, so no stranger may.
 */
export class Neighbours implements Neighbourhood {
  readonly #options: NeighboursOptions;
  #hub: Hub | undefined;
  #connection: AcceptOptions['connection'];
  /** What is asked of the directory and not answered, by the id of the claim. */
  readonly #claims = new Map<number, (isGranted: boolean) => void>();
  readonly #feeds = new Map<string, Feed>();
  /** Of other workers that fetch. */
  readonly #sessions = new Set<Session>();
  #lastClaim = 0;

  constructor(options: NeighboursOptions) {
    this.#options = options;
  }

  /** The server that this is for, once: said by its constructor. */
  attach(hub: Hub, connection: Omit<ServerConnectionOptions, 'now' | 'random'> | undefined): void {
    this.#hub = hub;
    this.#connection = connection;
  }

  /** For what listens to the other workers, and to them alone. */
  get acceptOptions(): AcceptOptions {
    const hub = linkHub(this.#attached());
    return {
      ...(this.#connection && { connection: this.#connection }),
      onConnection: (driver) => {
        const session: Session = new Session(0, driver, hub, () => this.#sessions.delete(session));
        this.#sessions.add(session);
        return session;
      },
    };
  }

  /** The directory says something. */
  receive(message: FromDirectory): void {
    switch (message.type) {
      case 'granted':
        return this.#settle(message.claim, true);
      case 'denied':
        return this.#settle(message.claim, false);
      case 'yield':
        return this.#yield(message.path, message.claim);
      case 'at':
        return this.#feeds.get(message.path)?.told(message.place);
      default:
        message satisfies never;
    }
  }

  claim(path: string, settle: (claim: Claim | undefined) => void): void {
    this.#lastClaim += 1;
    const id = this.#lastClaim;
    const claim: Claim = {
      id,
      begin: () => this.#feeds.get(path)?.cede(),
      release: () => this.#options.tell({ type: 'release', path, claim: id }),
    };
    this.#claims.set(id, (isGranted) => settle(isGranted ? claim : undefined));
    this.#options.tell({ type: 'claim', path, claim: id });
  }

  locate(path: string, settle: (isPublished: boolean) => void): void {
    this.playerCame(path);
    this.#feedOf(path).locate((isPublished) => {
      settle(isPublished);
      this.playerWent(path);
    });
  }

  playerCame(path: string): void {
    const feed = this.#feedOf(path);
    feed.userCount += 1;
    if (feed.userCount === 1) this.#options.tell({ type: 'want', path });
  }

  playerWent(path: string): void {
    const feed = this.#feedOf(path);
    feed.userCount -= 1;
    if (feed.userCount > 0) return;
    this.#feeds.delete(path);
    feed.cede();
    this.#options.tell({ type: 'unwant', path });
  }

  close(): void {
    for (const feed of this.#feeds.values()) feed.cede();
  }

  #settle(id: number, isGranted: boolean): void {
    const settle = this.#claims.get(id);
    this.#claims.delete(id);
    settle?.(isGranted);
  }

  /**
   * Another publisher wants what one here has. The broadcast decides, as for a second publisher of its own. Other workers
   * that fetch from here are told of the end; players here stay, for what is fetched from there.
   */
  #yield(path: string, claim: number): void {
    const { live, turn } = this.#attached();
    if (live.channel(path)?.publication?.owner.claim?.id !== claim) return; // it has ended, and its release is under way
    const { clock, tell } = this.#options;
    const feed = this.#feeds.get(path) ?? new Feed(path, this.#source());
    const previous = feed.takeOver();
    if (previous === undefined) return tell({ type: 'kept', path, claim });
    for (const session of [...this.#sessions])
      if (session.stats().plays.includes(path)) session.shutDown(DESCRIPTIONS.nameInUse);
    if (feed.userCount === 0) feed.cede();
    previous.giveWay(clock.now());
    turn.end();
  }

  #feedOf(path: string): Feed {
    const known = this.#feeds.get(path);
    if (known !== undefined) return known;
    const feed = new Feed(path, this.#source());
    this.#feeds.set(path, feed);
    return feed;
  }

  #source(): FeedSource {
    return { ...this.#options, hub: this.#attached() };
  }

  #attached(): Hub {
    if (this.#hub === undefined) throw new TypeError('these neighbours belong to no server yet');
    return this.#hub;
  }
}

/** The server as other workers see it: they play everything that is published here, as it came, and nothing else. */
function linkHub(hub: Hub): Hub {
  const hooks: LiveServerHooks = {
    onPublish: () => ({ refuse: 'Workers play only.' }),
    onPlay: ({ rawName: path }) => {
      const isHere = hub.live.channel(path)?.publication?.owner.claim !== undefined;
      return isHere ? { path } : { refuse: 'Not published here.', code: 'NetStream.Play.StreamNotFound' };
    },
  };
  return {
    ...hub,
    hooks,
    players: { unannounced: 'asPublished' },
    vod: undefined,
    recorder: undefined,
    neighbours: undefined,
    emit: () => {},
    get isClosing() {
      return hub.isClosing;
    },
  };
}
