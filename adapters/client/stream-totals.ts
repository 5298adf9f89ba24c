import type { Millis } from '../../core/index.ts';

/** What was sent, or has come, so far. */
export interface StreamTotals {
  /** How far the stream is, milliseconds since its first frame. */
  readonly timeMs: Millis;
  /** Payload bytes. */
  readonly bytes: number;
  readonly pictures: number;
  readonly sounds: number;
}

/** Counts them. */
export class TotalsCounter implements StreamTotals {
  timeMs: Millis = 0;
  bytes = 0;
  pictures = 0;
  sounds = 0;

  /** @param timeMs - how far the stream is with this message; `undefined` for what has no time of its own */
  add(media: 'audio' | 'video' | 'data', byteCount: number, timeMs: Millis | undefined): void {
    this.bytes += byteCount;
    if (timeMs === undefined) return;
    this.timeMs = Math.max(this.timeMs, timeMs);
    if (media === 'video') this.pictures += 1;
    else this.sounds += 1;
  }
}
