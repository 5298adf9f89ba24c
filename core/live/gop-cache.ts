import type { BlockPool } from './block-pool.ts';
import { PackedFrames } from './packed-frames.ts';
import type { SharedFrame } from './shared-frame.ts';
import { TrackGate } from './track-gate.ts';

const NO_FRAMES: readonly SharedFrame[] = [];

/**
 * All messages since the last key frame, for players that come late, with the headers that held when it began.
 *
 * Two bounds, bytes and messages: a GOP that outgrows one is let go as a whole, since its beginning is what makes it
 * decodable, and nothing is cached until the next key frame. `0 <= bytes <= maxBytes` at all times.
 *
 * Mostly nobody comes before the next key frame. So the messages are packed, and made frames again for the first who
 * comes; from then on they stay frames, for all who come after.
 */
export class GopCache {
  readonly #maxBytes: number;
  readonly #maxMessages: number;
  #headers: readonly SharedFrame[] = NO_FRAMES;
  readonly #pool: BlockPool;
  readonly #packed: PackedFrames;
  /** `undefined` while they are packed. */
  #frames: SharedFrame[] | undefined;
  #messages = 0;
  #bytes = 0;
  readonly #gate = new TrackGate();

  /**
   * @param maxBytes - payload bytes; 0 caches nothing
   * @param pool - of all streams
   */
  constructor(maxBytes: number, maxMessages: number, pool: BlockPool) {
    this.#maxBytes = maxBytes;
    this.#maxMessages = maxMessages;
    this.#pool = pool;
    this.#packed = new PackedFrames(pool);
  }

  get bytes(): number {
    return this.#bytes;
  }

  get messages(): number {
    return this.#messages;
  }

  get isHeld(): boolean {
    return this.#messages > 0;
  }

  /** Retained data and headers as they were before the key frame. Those that came later are among `frames`. */
  get headers(): readonly SharedFrame[] {
    return this.#headers;
  }

  /** The messages since the key frame, it being the first. Valid until the next change. */
  get frames(): readonly SharedFrame[] {
    if (this.#frames === undefined) {
      this.#frames = this.#packed.frames();
      this.#packed.clear();
    }
    return this.#frames;
  }

  /** The tracks that a player can decode once it was given all of `frames`. */
  get gate(): TrackGate {
    return this.#gate;
  }

  /** A key frame of the leading track came: what was held gives way to it. */
  begin(keyFrame: SharedFrame, headers: readonly SharedFrame[]): void {
    if (keyFrame.length > this.#maxBytes) return this.end();
    this.drop();
    this.#headers = headers;
    this.#gate.admits(keyFrame);
    this.#append(keyFrame);
  }

  /**
   * Adds what came after the key frame; without effect when nothing is held. Frames of a track that is still in the midst
   * of a GOP of its own are left out: it joins with its next key frame.
   */
  add(frame: SharedFrame): void {
    if (!this.isHeld || !this.#gate.admits(frame)) return;
    if (this.#bytes + frame.length > this.#maxBytes || this.#messages === this.#maxMessages) this.end();
    else this.#append(frame);
  }

  /** Lets all go, until the next key frame; its memory is for who comes next. */
  drop(): void {
    if (!this.isHeld) return;
    this.#headers = NO_FRAMES;
    this.#packed.clear();
    this.#frames = undefined;
    this.#messages = 0;
    this.#bytes = 0;
    this.#gate.close();
  }

  /** The same where nothing is to be kept any more, or nothing so large: its memory goes, too. */
  end(): void {
    this.drop();
    this.#pool.retire();
  }

  #append(frame: SharedFrame): void {
    if (this.#frames === undefined) this.#packed.add(frame);
    else this.#frames.push(frame);
    this.#messages += 1;
    this.#bytes += frame.length;
  }
}
