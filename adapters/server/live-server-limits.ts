import { RtmpUsageError } from '../../core/index.ts';

/** What all clients of one server may take together. */
export interface LiveServerLimits {
  /** Connections at one time, over all listeners. What comes beyond them is dropped unread. Default: as many as come. */
  readonly connections?: number;
  /** Files of recordings that are open at one time; who wants to play one more is refused. Default 1000. */
  readonly recordingsPlayed?: number;
}

/** Below what a process may have open where nobody has raised that (1024), with some left for the rest. */
const DEFAULT_RECORDINGS_PLAYED = 1_000;

/** @throws RtmpUsageError `optionOutOfRange` */
export function liveServerLimits(limits: LiveServerLimits = {}): Required<LiveServerLimits> {
  const { connections = Number.POSITIVE_INFINITY, recordingsPlayed = DEFAULT_RECORDINGS_PLAYED } = limits;
  for (const [name, value] of Object.entries({ connections, recordingsPlayed })) {
    if (value >= 1) continue;
    throw new RtmpUsageError('optionOutOfRange', `limits.${name} must be a number from 1 on, not ${value}`);
  }
  return { connections, recordingsPlayed };
}
