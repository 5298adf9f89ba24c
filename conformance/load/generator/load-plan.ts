import type { RtmpUrl } from '../../../adapters/client/index.ts';

/** What load is wanted. Plain data: it travels between processes. */
export interface LoadPlan {
  /** Of the application; the names of the streams are made. */
  readonly url: RtmpUrl;
  readonly streamPrefix: string;
  readonly publishers: number;
  /** On the streams in turn. */
  readonly players: number;
  /** Connections that the server takes, and that then say nothing. */
  readonly idle: number;
  readonly fps: number;
  /** Bytes of each frame's message. */
  readonly frameBytes: number;
  /** Frames from one key frame to the next. */
  readonly keyFrameEvery: number;
  /** Bytes of a publisher's chunks. */
  readonly chunkSize: number;
  /** How long all runs before it is measured, seconds: programs that compile as they run become fast first. */
  readonly warmupSeconds: number;
  /** How long is measured, seconds. */
  readonly durationSeconds: number;
  /** Over how long players and connections join, seconds. */
  readonly rampSeconds: number;
  /** Of every frame, or of one in `SAMPLE`, the checksum is computed. */
  readonly verify: 'all' | 'sample';
  readonly processes: number;
}

/** With `verify: 'sample'`, one frame in so many is looked at whole, a different one by each player. */
export const SAMPLE = 16;

/** The name of a stream. @param index - of its publisher, from 0 */
export function streamName({ streamPrefix }: LoadPlan, index: number): string {
  return `${streamPrefix}-${index}`;
}

/** Which of `count` things a process has: every so many-th. */
export function shareOf({ processes }: LoadPlan, processIndex: number, count: number): number[] {
  const length = Math.max(0, Math.ceil((count - processIndex) / processes));
  return Array.from({ length }, (_, place) => processIndex + place * processes);
}
