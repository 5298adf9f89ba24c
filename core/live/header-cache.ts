import type { SharedFrame } from './shared-frame.ts';

/** More kinds of retained data than this nobody has; real publishers have one, `onMetaData`. */
const MOST_RETAINED_HANDLERS = 64;

/**
 * What a player needs before its first frame: the latest retained data (`onMetaData`, CMD-39, CMD-40) and the latest
 * sequence headers of each track (ERTMP-45). Bounded in bytes, whatever a publisher calls a header.
 */
export class HeaderCache {
  readonly #maxBytes: number;
  /** By handler. */
  readonly #retained = new Map<string, SharedFrame>();
  /** By slot, in the order in which the slots were last filled: one message may fill several. */
  readonly #headers = new Map<number, SharedFrame>();
  #bytes = 0;
  /** What `frames` answered last, until something changes: most key frames find nothing new. */
  #frames: readonly SharedFrame[] | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Payload bytes held; a message that fills several slots counts in each. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Retained data, then headers in the order in which they came, each message once. Never changed afterwards. */
  frames(): readonly SharedFrame[] {
    this.#frames ??= [...this.#retained.values(), ...new Set(this.#headers.values())];
    return this.#frames;
  }

  /** @returns false when there was no room; then nothing is retained under `handler`, rather than something outdated */
  retain(handler: string, frame: SharedFrame): boolean {
    this.release(handler);
    if (this.#retained.size >= MOST_RETAINED_HANDLERS) return false;
    return this.#put(this.#retained, handler, frame);
  }

  release(handler: string): void {
    this.#drop(this.#retained, handler);
  }

  /** Puts a sequence header into its slots. @returns false when there was no room for it in all of them */
  fill(frame: SharedFrame): boolean {
    let hadRoom = true;
    for (const slot of frame.slots) {
      this.#drop(this.#headers, slot);
      hadRoom = this.#put(this.#headers, slot, frame) && hadRoom;
    }
    return hadRoom;
  }

  /** A sequence ended: a later player gets no stale header. */
  empty(slots: readonly number[]): void {
    for (const slot of slots) this.#drop(this.#headers, slot);
  }

  #put<Key>(into: Map<Key, SharedFrame>, key: Key, frame: SharedFrame): boolean {
    if (this.#bytes + frame.length > this.#maxBytes) return false;
    into.set(key, frame);
    this.#bytes += frame.length;
    this.#frames = undefined;
    return true;
  }

  #drop<Key>(from: Map<Key, SharedFrame>, key: Key): void {
    const frame = from.get(key);
    if (frame === undefined) return;
    from.delete(key);
    this.#bytes -= frame.length;
    this.#frames = undefined;
  }
}
