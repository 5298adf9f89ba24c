/** A deadline that is armed, and the one that is due next. */
interface Armed<Name> {
  readonly name: Name;
  readonly instant: number;
  next: Armed<Name> | undefined;
}

/**
 * The armed deadlines of a connection, by name. Machines say which to arm and to disarm; the host says when each is
 * over; the earliest becomes `Outputs.deadline`.
 *
 * Few are ever armed at once, and mostly one: they are a list in the order in which they are due, and among equal instants
 * in the order in which they were armed.
 */
export class Deadlines<Name extends string = string> {
  #first: Armed<Name> | undefined;

  /** The earliest armed instant, in milliseconds of the host's clock; `undefined` when nothing is armed. */
  get earliest(): number | undefined {
    return this.#first?.instant;
  }

  /**
   * Arms a deadline, anew if it is armed already.
   *
   * @param instant - milliseconds of the host's clock; `Infinity` never comes, so nothing is armed
   */
  arm(name: Name, instant: number): void {
    this.disarm(name);
    if (instant === Number.POSITIVE_INFINITY) return;
    let before: Armed<Name> | undefined;
    let after = this.#first;
    while (after !== undefined && after.instant <= instant) {
      before = after;
      after = after.next;
    }
    this.#link(before, { name, instant, next: after });
  }

  /** Disarms a deadline; nothing happens when it is not armed. */
  disarm(name: Name): void {
    let before: Armed<Name> | undefined;
    for (let armed = this.#first; armed !== undefined; armed = armed.next) {
      if (armed.name === name) return this.#link(before, armed.next);
      before = armed;
    }
  }

  /** Disarms all of them. */
  disarmAll(): void {
    this.#first = undefined;
  }

  /**
   * Disarms and names the earliest deadline that is due at `now`; `undefined` when none is. To be called until then,
   * one deadline at a time, since what follows from one may disarm another.
   */
  takeDue(now: number): Name | undefined {
    const due = this.#first;
    if (due === undefined || due.instant > now) return undefined;
    this.#first = due.next;
    return due.name;
  }

  /** Lets `armed` follow `before`, or be the first. */
  #link(before: Armed<Name> | undefined, armed: Armed<Name> | undefined): void {
    if (before === undefined) this.#first = armed;
    else before.next = armed;
  }
}
