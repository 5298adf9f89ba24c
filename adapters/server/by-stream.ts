/** What a client has of one kind, by message stream. Most clients have none of most kinds: then it takes no memory. */
export class ByStream<T> {
  #map: Map<number, T> | undefined;

  get size(): number {
    return this.#map?.size ?? 0;
  }

  /** Of this moment, in the order in which they came. */
  values(): T[] {
    return this.#map === undefined ? [] : [...this.#map.values()];
  }

  keys(): number[] {
    return this.#map === undefined ? [] : [...this.#map.keys()];
  }

  has(messageStreamId: number): boolean {
    return this.#map?.has(messageStreamId) ?? false;
  }

  get(messageStreamId: number): T | undefined {
    return this.#map?.get(messageStreamId);
  }

  set(messageStreamId: number, value: T): void {
    this.#map ??= new Map();
    this.#map.set(messageStreamId, value);
  }

  delete(messageStreamId: number): void {
    this.#map?.delete(messageStreamId);
    if (this.#map?.size === 0) this.#map = undefined;
  }
}
