import { trackLine } from '../../core/index.ts';
import type { LiveServerStats } from '../server/stats.ts';
import type { Alarm, Clock } from '../transport.ts';
import type { LiveStream } from '../web/live-stream.ts';

/** Between workers a list is this old at most, milliseconds: the page asks for it every few seconds. */
const SHARE_MS = 1_000;

/** Where one of several workers leaves its list for the others, and finds theirs. */
export interface ListBoard {
  share(list: readonly LiveStream[]): void;
  /** What the others have left, by their numbers. */
  readonly shared: ReadonlyMap<number, readonly LiveStream[]>;
}

/** What is live in a server. Other workers that fetch a stream are no players of it: their connections have no number. */
export function liveStreamsOf({ streams }: Pick<LiveServerStats, 'streams'>): readonly LiveStream[] {
  return streams.flatMap(({ path, publisher, players }) => {
    if (publisher === undefined) return [];
    const own = players.filter(({ connectionId }) => connectionId !== 0);
    return [{ path, tracks: publisher.tracks.map(trackLine), players: own.length }];
  });
}

/** One list of several, by path: a stream that is live in more than one worker has the players of all. */
export function joinLists(lists: Iterable<readonly LiveStream[]>): readonly LiveStream[] {
  const joined = new Map<string, LiveStream>();
  for (const stream of [...lists].flat()) {
    const { path, tracks, players } = joined.get(stream.path) ?? { ...stream, players: 0 };
    const fuller = stream.tracks.length > tracks.length ? stream.tracks : tracks;
    joined.set(path, { path, tracks: fuller, players: players + stream.players });
  }
  return [...joined.values()].sort((one, other) => (one.path < other.path ? -1 : 1)); // the same from every worker
}

/** Shares a list whenever it has changed. @returns what ends that */
export function keepShared(board: ListBoard, list: () => readonly LiveStream[], clock: Clock): () => void {
  let shared = '[]';
  let alarm: Alarm;
  const look = (): void => {
    alarm = clock.wakeAt(clock.now() + SHARE_MS, look);
    const streams = list();
    const text = JSON.stringify(streams);
    if (text === shared) return;
    shared = text;
    board.share(streams);
  };
  look();
  return () => alarm.cancel();
}
