import type {
  Capabilities,
  Channel,
  DeviationCode,
  Millis,
  PublicationCounters,
  SubscriptionCounters,
  TrackDescription,
} from '../../core/index.ts';
import type { RecordingCounters } from './event.ts';
import type { ConnectionInfo } from './hooks.ts';
import type { Publisher } from './hub.ts';
import type { Player } from './player.ts';
import type { Recording } from './recording.ts';

/** Counters of one moment; nothing in it changes afterwards. */
export interface LiveServerStats {
  readonly connections: readonly ConnectionStats[];
  readonly streams: readonly StreamStats[];
  /** Players that wait for a publisher, all paths together. */
  readonly waitingCount: number;
}

export interface ConnectionStats extends ConnectionInfo {
  readonly flashVer: string;
  readonly capabilities: Capabilities;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  /** Handed to the transport and not gone yet. */
  readonly unsentBytes: number;
  /** Memory for what the client sent and that is not complete, or waits for a decision. */
  readonly heldBytes: number;
  readonly publishes: readonly string[];
  readonly plays: readonly string[];
  /** How often each deviation was accepted. */
  readonly deviations: Readonly<Partial<Record<DeviationCode, number>>>;
}

/** One path with a publisher, or players, or both. */
export interface StreamStats {
  readonly path: string;
  /** `undefined` while players wait. */
  readonly publisher: PublisherStats | undefined;
  readonly players: readonly PlayerStats[];
}

export interface PublisherStats extends Readonly<PublicationCounters> {
  readonly connectionId: number;
  readonly since: Millis;
  /** As far as they are known: from their configurations, first frames and onMetaData. */
  readonly tracks: readonly TrackDescription[];
  /** Headers and retained data, kept for players to come; one that serves several tracks counts for each. */
  readonly headerBytes: number;
  /** What the GOP cache holds. */
  readonly gopBytes: number;
  readonly gopMessages: number;
  /** `undefined` when it is not recorded. */
  readonly recording: RecordingStats | undefined;
}

export interface RecordingStats extends RecordingCounters {
  /** It has ended before the stream has: it failed. */
  readonly isOver: boolean;
  /** That wait for the disk. */
  readonly queuedBytes: number;
}

export interface PlayerStats extends Readonly<SubscriptionCounters> {
  readonly connectionId: number;
  readonly since: Millis;
}

/** The numbers of one path. */
export function streamStats({ path, publication, players }: Channel<Publisher, Player>): StreamStats {
  return {
    path,
    publisher: publication && {
      ...publication.counters,
      connectionId: publication.owner.connectionId,
      since: publication.startedAt,
      tracks: publication.owner.tracks.all,
      headerBytes: publication.headers.bytes,
      gopBytes: publication.gop.bytes,
      gopMessages: publication.gop.messages,
      recording: recordingStats(publication.owner.recording),
    },
    players: players.map(({ owner, joinedAt, counters }) => ({
      ...counters,
      connectionId: owner.connectionId,
      since: joinedAt,
    })),
  };
}

function recordingStats(recording: Recording | undefined): RecordingStats | undefined {
  if (recording === undefined) return undefined;
  const { counters, isOver, queuedBytes } = recording;
  return { ...counters, isOver, queuedBytes };
}
