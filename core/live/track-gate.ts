import type { SharedFrame } from './shared-frame.ts';

/** No track of the 256: eight times 32 bits. */
const NONE: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0];

/**
 * Knows, for someone who gets frames through it, which video tracks that someone can decode: a track opens with a key
 * frame and closes when one of its frames is kept back. What passes is always decodable.
 *
 * A publication has one (what nobody could decode goes to nobody), so has the GOP cache, and so has each player that
 * fell behind. A player that got everything since needs none of its own: the publication's is enough.
 */
export class TrackGate {
  /** A bit for each track id, which is a byte: every picture asks, and a set takes longer to look into. Never changed in place. */
  #open: readonly number[] = NONE;

  /**
   * Whether `frame` may pass; a key frame opens its tracks and passes. An inter frame passes when every track in it is
   * open; else it is kept back whole, because a message cannot be split, and its tracks close.
   */
  admits(frame: SharedFrame): boolean {
    if (frame.role === 'keyFrame') {
      if (!this.isOpenFor(frame)) this.#set(frame, true);
      return true;
    }
    if (frame.role !== 'interFrame' || this.isOpenFor(frame)) return true;
    this.keepBack(frame);
    return false;
  }

  /** Whether every track in `frame` is open. */
  isOpenFor(frame: SharedFrame): boolean {
    for (const { trackId } of frame.tracks) if (((this.#open[trackId >>> 5]! >>> trackId) & 1) === 0) return false;
    return true;
  }

  /** A picture did not pass, for whatever reason: its tracks wait for their next key frames. */
  keepBack(frame: SharedFrame): void {
    if (!this.isClosed) this.#set(frame, false);
  }

  /** All tracks wait for their next key frames. */
  close(): void {
    this.#open = NONE;
  }

  /** Whether no track is open. */
  get isClosed(): boolean {
    return this.#open.every((bits) => bits === 0);
  }

  /** Whether all that passes `other` would pass here. */
  covers(other: TrackGate): boolean {
    return other.#open.every((bits, index) => (bits & ~this.#open[index]!) === 0);
  }

  copy(): TrackGate {
    const copy = new TrackGate();
    copy.#open = this.#open;
    return copy;
  }

  /** Opens the tracks of `frame`, or closes them. */
  #set(frame: SharedFrame, isOpen: boolean): void {
    const open = [...this.#open];
    for (const { trackId } of frame.tracks) {
      const bit = 1 << trackId; // shifts count modulo 32
      if (isOpen) open[trackId >>> 5]! |= bit;
      else open[trackId >>> 5]! &= ~bit;
    }
    this.#open = open;
  }
}
