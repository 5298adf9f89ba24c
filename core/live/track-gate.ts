import type { SharedFrame } from './shared-frame.ts';

/**
 * Knows, for someone who gets frames through it, which video tracks that someone can decode: a track opens with a key
 * frame and closes when one of its frames is kept back. What passes is always decodable.
 *
 * A publication has one (what nobody could decode goes to nobody), so has the GOP cache, and so has each player that
 * fell behind. A player that got everything since needs none of its own: the publication's is enough.
 */
export class TrackGate {
  readonly #open = new Set<number>();

  /**
   * Whether `frame` may pass; a key frame opens its tracks and passes. An inter frame passes when every track in it is
   * open; else it is kept back whole, because a message cannot be split, and its tracks close.
   */
  admits(frame: SharedFrame): boolean {
    if (frame.role === 'keyFrame') {
      for (const { trackId } of frame.tracks) this.#open.add(trackId);
      return true;
    }
    if (frame.role !== 'interFrame' || this.isOpenFor(frame)) return true;
    this.keepBack(frame);
    return false;
  }

  /** Whether every track in `frame` is open. */
  isOpenFor(frame: SharedFrame): boolean {
    for (const { trackId } of frame.tracks) if (!this.#open.has(trackId)) return false;
    return true;
  }

  /** A picture did not pass, for whatever reason: its tracks wait for their next key frames. */
  keepBack(frame: SharedFrame): void {
    for (const { trackId } of frame.tracks) this.#open.delete(trackId);
  }

  /** All tracks wait for their next key frames. */
  close(): void {
    this.#open.clear();
  }

  /** Whether no track is open. */
  get isClosed(): boolean {
    return this.#open.size === 0;
  }

  /** Whether all that passes `other` would pass here. */
  covers(other: TrackGate): boolean {
    for (const trackId of other.#open) if (!this.#open.has(trackId)) return false;
    return true;
  }

  copy(): TrackGate {
    const copy = new TrackGate();
    for (const trackId of this.#open) copy.#open.add(trackId);
    return copy;
  }
}
