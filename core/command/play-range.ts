/** What `play` asks for, in one unit whatever the peer counts in. */
export interface PlayRange {
  /** `any`: live if it is live, else recorded, else wait for it; `live`, `recorded`: that and nothing else (CMD-25). */
  readonly source: 'any' | 'live' | 'recorded';
  /** Where in a recording to begin, milliseconds; 0 unless it was said. */
  readonly startMs: number;
  /** How much to play, milliseconds; 0 is one frame, `undefined` to the end. */
  readonly durationMs: number | undefined;
}

/**
 * Reads the numbers of `play` or `play2` (7.2.2.1): start -2 (any), -1 (live) or where to begin; duration negative (to the
 * end), 0 (one frame) or how much.
 *
 * The document counts in seconds; FFmpeg and librtmp send milliseconds, and -2000 or -1000 for -2 and -1 (CMD-26). With
 * `auto` the two numbers of a command share their unit: milliseconds if either reaches 1000, else seconds. That misreads
 * who asks for a second 1000 or later in seconds, or for less than a second in milliseconds; where the peers are known,
 * say the unit.
 */
export function playRange(
  start: number,
  duration: number,
  unit: 'auto' | 'seconds' | 'milliseconds' = 'auto',
): PlayRange {
  const isMs = unit === 'auto' ? start >= 1000 || duration >= 1000 : unit === 'milliseconds';
  const ms = (value: number): number => (isMs ? value : value * 1000);
  return {
    source: start >= 0 ? 'recorded' : start === -1 || start === -1000 ? 'live' : 'any',
    startMs: start > 0 ? ms(start) : 0,
    durationMs: duration >= 0 ? ms(duration) : undefined,
  };
}
