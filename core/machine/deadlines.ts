/**
 * The armed deadlines of a connection, by name. Machines say which to arm and to disarm; the host says when each is
 * over; the earliest becomes `Outputs.deadline`.
 */
export class Deadlines<Name extends string = string> {
  readonly #instants = new Map<Name, number>();
  #earliestName: Name | undefined;
  #earliest: number | undefined;

  /** The earliest armed instant, in milliseconds of the host's clock; `undefined` when nothing is armed. */
  get earliest(): number | undefined {
    return this.#earliest;
  }

  /**
   * Arms a deadline, anew if it is armed already.
   *
   * @param instant - milliseconds of the host's clock; `Infinity` never comes, so nothing is armed
   */
  arm(name: Name, instant: number): void {
    this.#instants.delete(name); // among equal instants the one armed first is the first to be taken
    if (instant !== Number.POSITIVE_INFINITY) this.#instants.set(name, instant);
    this.#findEarliest();
  }

  /** Disarms a deadline; nothing happens when it is not armed. */
  disarm(name: Name): void {
    if (this.#instants.delete(name)) this.#findEarliest();
  }

  /** Disarms all of them. */
  disarmAll(): void {
    this.#instants.clear();
    this.#findEarliest();
  }

  /** Whether the deadline is armed. */
  isArmed(name: Name): boolean {
    return this.#instants.has(name);
  }

  /**
   * Disarms and names the earliest deadline that is due at `now`; `undefined` when none is. To be called until then,
   * one deadline at a time, since what follows from one may disarm another.
   */
  takeDue(now: number): Name | undefined {
    if (this.#earliest === undefined || this.#earliest > now) return undefined;
    const name = this.#earliestName!; // set together with `#earliest`
    this.disarm(name);
    return name;
  }

  /** Few are ever armed at once, so looking through them costs less than keeping them in order. */
  #findEarliest(): void {
    this.#earliestName = undefined;
    this.#earliest = undefined;
    for (const [name, instant] of this.#instants) {
      if (this.#earliest !== undefined && instant >= this.#earliest) continue;
      this.#earliestName = name;
      this.#earliest = instant;
    }
  }
}
