import type {
  DataReceived,
  Delivery,
  Live,
  MediaReceived,
  Millis,
  PlayerFormOptions,
  Publication,
} from '../../core/index.ts';
import type { Corks, Turn } from '../turn.ts';
import type { LiveServerEvent, PublishEndReason } from './event.ts';
import type { LiveServerHooks } from './hooks.ts';
import type { MergeWindow } from './merge-window.ts';
import type { Claim, Neighbourhood } from './neighbourhood.ts';
import type { Player } from './player.ts';
import type { PublishedTracks } from './published-tracks.ts';
import type { Recorder } from './recorder.ts';
import type { Recording } from './recording.ts';
import type { VodSource } from './vod-source.ts';

/** One publish on one connection: what a publication of the broadcast belongs to here. */
export interface Publisher {
  readonly connectionId: number;
  /** What is being published, as far as it is known. */
  readonly tracks: PublishedTracks;
  /** `undefined` when it is not recorded. */
  readonly recording: Recording | undefined;
  /** By which it has its path among all workers; `undefined` in a server of one. */
  readonly claim: Claim | undefined;
  /** What holds back its messages; `undefined` when nothing does. */
  readonly window: MergeWindow | undefined;
  /** Another publisher has its path: tells the client so and ends the publish. */
  readonly giveWay: (now: Millis) => void;
  /** Why it ended, where the connection cannot know. */
  endReason: PublishEndReason | undefined;
}

/** What the sessions of one server share. */
export interface Hub {
  readonly live: Live<Publisher, Player>;
  readonly hooks: LiveServerHooks;
  readonly turn: Turn;
  /** How long messages to players are held back to be sent together, milliseconds. */
  readonly mergeMs: Millis;
  /** In which form players get media, beside what they announced. */
  readonly players: PlayerFormOptions;
  /** `undefined` when nothing is recorded. */
  readonly recorder: Recorder | undefined;
  /** `undefined` when no recordings are played. */
  readonly vod: VodSource | undefined;
  /** The other workers of a server of several; `undefined` in a server of one. */
  readonly neighbours: Neighbourhood | undefined;
  /** When a player that takes nothing is cut, milliseconds. */
  readonly stallMs: Millis;
  /** No more clients are let in. */
  readonly isClosing: boolean;
  emit(event: LiveServerEvent): void;
}

/** Takes one message of a publication into the broadcast. @returns who gets it */
export function take(
  live: Hub['live'],
  publication: Publication<Publisher>,
  event: MediaReceived | DataReceived,
  now: Millis,
): Delivery<Player> {
  return event.type === 'mediaReceived' ? live.media(publication, event, now) : live.data(publication, event, now);
}

/** Carries out what the broadcast decided for one message: at once, unless `turn` holds it back. */
export function carryOut({ batches, cut }: Delivery<Player>, now: Millis, turn: Corks | undefined): void {
  for (const { frame, to } of batches) {
    for (let index = 0; index < to.length; index += 1) to[index]!.owner.send(frame, now, turn);
  }
  for (const { subscription, reason } of cut) subscription.owner.cut(reason);
}
