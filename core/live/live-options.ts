/** A span of local time, milliseconds. */
type Millis = number;

/**
 * When a player that does not keep up loses pictures, and when it loses its connection. Bytes are unsent
 * bytes of the player's connection, beyond the burst that it was given when it came.
 */
export interface SlowPlayerPolicy {
  /** Above this the player gets no pictures until the next key frame of each track. Sound, headers and data go on. */
  readonly skipAboveBytes: number;
  /** A key frame brings pictures back only when the backlog is at most this; else a player would stutter at the mark. */
  readonly resumeBelowBytes: number;
  /** Above this the player is cut: it does not even take the sound. */
  readonly cutAboveBytes: number;
  /** A player above `skipAboveBytes` that took no byte for so long is cut. */
  readonly stallMs: Millis;
}

/**
 * Policy and bounds of a broadcast.
 *
 * What one player can make a connection hold is `gopCacheBytes + headerCacheBytes + slowPlayer.cutAboveBytes` and one
 * message. The connection's own last resort, `limits.sendBacklogMax`, belongs above that, so that a slow player is cut by
 * this policy and for the reason it gives. Buffers are shared: a thousand slow players of one stream cost the memory of
 * one, or of the few forms in which they take media; and those that come late share what the GOP cache made for them.
 */
export interface LiveOptions {
  /**
   * A second publisher of a path: refuse it, or let it take over. Under `reject` a publisher that was silent for
   * `staleAfterMs` is taken over all the same: it is most likely the same encoder, back on another socket.
   */
  readonly onDuplicate: 'reject' | 'takeOver';
  /** Longer than the slowest known publisher pauses: a still picture sends a frame every 10 s. */
  readonly staleAfterMs: Millis;
  /**
   * Payload bytes of the GOP cache of one publication; 0 switches it off. 16 MiB is 3 s of 40 Mbit/s. Where players come
   * late, memory of as much again may be kept for what comes next.
   */
  readonly gopCacheBytes: number;
  /** Messages in it: what bytes do not bound when a publisher sends tiny frames. 30 s of 60 frames and 50 sounds a second. */
  readonly gopCacheMessages: number;
  /** Payload bytes of all sequence headers and retained data of one publication; real ones are under 10 kB. */
  readonly headerCacheBytes: number;
  /** Players admitted to wait for a publisher: of one path, and in all. Those whose publisher left always may stay. */
  readonly waitingPerPath: number;
  readonly waitingTotal: number;
  readonly slowPlayer: SlowPlayerPolicy;
}

const MEBIBYTE = 1_048_576;

export const DEFAULT_LIVE_OPTIONS: LiveOptions = {
  onDuplicate: 'reject',
  staleAfterMs: 15_000,
  gopCacheBytes: 16 * MEBIBYTE,
  gopCacheMessages: 4_096,
  headerCacheBytes: MEBIBYTE,
  waitingPerPath: 1_000,
  waitingTotal: 10_000,
  slowPlayer: {
    skipAboveBytes: 4 * MEBIBYTE,
    resumeBelowBytes: MEBIBYTE,
    cutAboveBytes: 12 * MEBIBYTE,
    stallMs: 10_000,
  },
};

/** The defaults with `options` over them; `slowPlayer` is merged field by field. */
export function liveOptions(options: PartialLiveOptions = {}): LiveOptions {
  const slowPlayer = { ...DEFAULT_LIVE_OPTIONS.slowPlayer, ...options.slowPlayer };
  return { ...DEFAULT_LIVE_OPTIONS, ...options, slowPlayer };
}

export type PartialLiveOptions = Partial<Omit<LiveOptions, 'slowPlayer'>> & {
  readonly slowPlayer?: Partial<SlowPlayerPolicy>;
};
