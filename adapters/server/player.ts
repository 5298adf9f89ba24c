import type { CutReason, Millis, Outputs, ServerConnection, SharedFrame, Status } from '../../core/index.ts';
import type { Driver } from '../driver.ts';
import type { Corks, Turn } from '../turn.ts';
import type { PlayEndReason } from './event.ts';

/** The same for all: each player looks at it with every frame. */
const NO_FRAMES: readonly SharedFrame[] = [];

/** One play on one connection: what a subscription of the broadcast belongs to here. */
export class Player {
  readonly connectionId: number;
  readonly messageStreamId: number;
  readonly #driver: Driver<ServerConnection>;
  readonly #turn: Turn;
  #opening: readonly SharedFrame[] = NO_FRAMES;
  #endReason: PlayEndReason | undefined;

  constructor(connectionId: number, messageStreamId: number, driver: Driver<ServerConnection>, turn: Turn) {
    this.connectionId = connectionId;
    this.messageStreamId = messageStreamId;
    this.#driver = driver;
    this.#turn = turn;
  }

  /**
   * Says yes and sends the opening. A stream that this connection publishes itself may go on while the yes is carried
   * out; whatever comes first, the opening goes out before it.
   */
  begin(yes: Outputs, opening: readonly SharedFrame[]): void {
    this.#opening = opening;
    this.#driver.perform(yes);
    if (this.#endReason === undefined) this.#open(this.#driver.now());
  }

  /** Sends one frame, in the buffer that all players share: at once, unless `turn` holds it back. */
  send(frame: SharedFrame, now: Millis, turn: Corks | undefined): void {
    if (this.#opening.length > 0) this.#open(now);
    const { connection } = this.#driver;
    turn?.cork(this.#driver);
    this.#driver.perform(connection.sendChunks(frame.chunks(connection.sendChunkSize, this.messageStreamId), now));
  }

  sendAll(frames: readonly SharedFrame[], now: Millis): void {
    for (const frame of frames) this.send(frame, now, this.#turn);
  }

  announcePublisher(now: Millis): void {
    this.#driver.perform(this.#driver.connection.announcePublisher(this.messageStreamId, now));
  }

  announceUnpublish(now: Millis): void {
    this.#driver.perform(this.#driver.connection.announceUnpublish(this.messageStreamId, now));
  }

  /** Stops the play from our side; the connection stays. */
  end(status: Status, now: Millis): void {
    this.#driver.perform(this.#driver.connection.endPlay(this.messageStreamId, status, now));
  }

  /** Drops the connection: what it holds unsent is more than it will ever take. */
  cut(reason: CutReason): void {
    this.#endReason = reason;
    this.#driver.abort({ code: 'PLAYER_TOO_SLOW', message: CUTS[reason] });
  }

  /** The connection says that the play is over. @returns why: a player that was cut knows better than its connection */
  ended(reason: PlayEndReason): PlayEndReason {
    this.#endReason ??= reason;
    return this.#endReason;
  }

  #open(now: Millis): void {
    const opening = this.#opening;
    this.#opening = NO_FRAMES;
    this.sendAll(opening, now);
  }
}

const CUTS: Readonly<Record<CutReason, string>> = {
  backlog: 'The player fell too far behind.',
  stalled: 'The player was behind and took no byte for too long.',
};
