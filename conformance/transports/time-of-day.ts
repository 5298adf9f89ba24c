/**
 * The time of day of this process, as a run in memory sets it: `Date` tells another time until `restore`. Monotonic clocks
 * go on as they were, and the virtual one stands beside both.
 */
export class TimeOfDay {
  readonly #real = globalThis.Date;
  #offset = 0;

  /** @param by - milliseconds forward; negative ones back */
  set(by: number): void {
    this.#offset += by;
    const real = this.#real;
    const now = () => real.now() + this.#offset;
    globalThis.Date = new Proxy(real, {
      construct: (target, given, newTarget) =>
        Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
      get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
    });
  }

  restore(): void {
    globalThis.Date = this.#real;
  }
}
