/** A key frame, or in a file of sound a tag, at which playing can begin. */
export interface FlvSeekPoint {
  /** Offset of its tag header, bytes. */
  readonly at: number;
  /** By the file, signed milliseconds (FLV-4). */
  readonly timestamp: number;
}

/**
 * Where the key frames of a file are, in a bounded number of entries: when all are taken, every second one is dropped, and
 * from then on only every second key frame is noted, and so on. So the entries always cover the whole file, evenly, with
 * at least half of the places taken. A search goes from the entry before its target to the exact key frame.
 */
export class KeyFrameIndex {
  readonly #places: number;
  #points: FlvSeekPoint[] = [];
  /** Every so many key frames are noted. */
  #step = 1;
  #untilNext = 0;

  /** @param places - entries at most; 0 notes nothing */
  constructor(places: number) {
    this.#places = places;
  }

  /** In the order of the file. */
  get points(): readonly FlvSeekPoint[] {
    return this.#points;
  }

  /** Takes notice of the next key frame of the file. */
  add(point: FlvSeekPoint): void {
    if (this.#places === 0) return;
    if (this.#untilNext > 0) {
      this.#untilNext -= 1;
      return;
    }
    this.#points.push(point);
    this.#untilNext = this.#step - 1;
    if (this.#points.length >= this.#places) this.#thin();
  }

  #thin(): void {
    const { length } = this.#points;
    this.#points = this.#points.filter((_, index) => index % 2 === 0);
    // To stay even, the next entry is one old step away where the last one was dropped, else two.
    this.#untilNext = (length % 2 === 0 ? this.#step : 2 * this.#step) - 1;
    this.#step *= 2;
  }
}
