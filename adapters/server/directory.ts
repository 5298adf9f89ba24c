/**
 * Which process of a server publishes what: the one thing that workers who share a port have to agree on. A pure value: messages
 * in, notices out. It never sees media, and decides nothing about duplicates: whoever holds a path is asked to yield it, and
 * its own broadcast says yes or no, as it would to a second publisher of its own.
 *
 * A path has at most one holder. Claims for it are answered one after the other, in the order in which they came.
 */

/** One publish in one worker. */
export interface Place {
  readonly worker: number;
  /** Counts up in each worker. */
  readonly claim: number;
}

/** What a worker tells the directory. */
export type ToDirectory =
  /** A publisher here asks for a path. */
  | { readonly type: 'claim'; readonly path: string; readonly claim: number }
  /** The publish that was granted by this claim has ended, or has never begun. */
  | { readonly type: 'release'; readonly path: string; readonly claim: number }
  /** The answer no to `yield`. The answer yes is `release`. */
  | { readonly type: 'kept'; readonly path: string; readonly claim: number }
  /** From now on this worker hears where the path is published. */
  | { readonly type: 'want'; readonly path: string }
  | { readonly type: 'unwant'; readonly path: string };

/** What the directory tells a worker. */
export type FromDirectory =
  | { readonly type: 'granted'; readonly claim: number }
  | { readonly type: 'denied'; readonly claim: number }
  /** Another publisher wants the path that this claim got: `release` or `kept` is the answer. */
  | { readonly type: 'yield'; readonly path: string; readonly claim: number }
  /** Where the path is published: the answer to `want`, and again whenever that changes. `undefined`: nowhere. */
  | { readonly type: 'at'; readonly path: string; readonly place: Place | undefined };

/** One message to one worker. */
export interface Notice {
  readonly to: number;
  readonly message: FromDirectory;
}

interface Entry {
  readonly path: string;
  holder: Place | undefined;
  /** While there is a holder, it has been asked to yield to the first of them. */
  readonly claims: Place[];
  readonly wanters: Set<number>;
}

export class Directory {
  readonly #entries = new Map<string, Entry>();

  /** How many paths are published or wanted. */
  get size(): number {
    return this.#entries.size;
  }

  /** Takes a message of a worker. @returns what to tell whom, in this order */
  receive(worker: number, message: ToDirectory): readonly Notice[] {
    const entry = this.#entryOf(message.path);
    const notices = this.#take(entry, worker, message);
    this.#forgetIfIdle(entry);
    return notices;
  }

  /** A worker is gone, and with it its publishers and players. @returns what to tell the others */
  leave(worker: number): readonly Notice[] {
    const notices: Notice[] = [];
    for (const entry of [...this.#entries.values()]) {
      entry.wanters.delete(worker);
      const others = entry.claims.filter((place) => place.worker !== worker);
      entry.claims.splice(0, entry.claims.length, ...others);
      if (entry.holder?.worker === worker) notices.push(...this.#vacate(entry));
      this.#forgetIfIdle(entry);
    }
    return notices;
  }

  #take(entry: Entry, worker: number, message: ToDirectory): readonly Notice[] {
    switch (message.type) {
      case 'claim':
        entry.claims.push({ worker, claim: message.claim });
        return entry.claims.length === 1 ? this.#settle(entry) : [];
      case 'release':
        return this.#isHolder(entry, worker, message.claim) ? this.#vacate(entry) : [];
      case 'kept':
        return this.#isHolder(entry, worker, message.claim) ? this.#deny(entry) : [];
      case 'want':
        entry.wanters.add(worker);
        return [{ to: worker, message: { type: 'at', path: entry.path, place: entry.holder } }];
      case 'unwant':
        entry.wanters.delete(worker);
        return [];
      default:
        return message satisfies never;
    }
  }

  /** An answer may cross a release: what is said of a claim that no longer holds the path is history. */
  #isHolder({ holder }: Entry, worker: number, claim: number): boolean {
    return holder !== undefined && holder.worker === worker && holder.claim === claim;
  }

  /** The path goes straight to whoever waits for it: nobody is told that it was free in between. */
  #vacate(entry: Entry): readonly Notice[] {
    entry.holder = undefined;
    return entry.claims.length > 0 ? this.#settle(entry) : announce(entry);
  }

  #deny(entry: Entry): readonly Notice[] {
    const first = entry.claims.shift();
    if (first === undefined) return []; // whoever asked is gone
    return [{ to: first.worker, message: { type: 'denied', claim: first.claim } }, ...this.#settle(entry)];
  }

  /** Answers the first claim, or asks the holder about it. */
  #settle(entry: Entry): readonly Notice[] {
    const { path, holder, claims } = entry;
    const [first] = claims;
    if (first === undefined) return [];
    if (holder !== undefined) return [{ to: holder.worker, message: { type: 'yield', path, claim: holder.claim } }];
    claims.shift();
    entry.holder = first;
    const granted: Notice = { to: first.worker, message: { type: 'granted', claim: first.claim } };
    return [granted, ...announce(entry), ...this.#settle(entry)];
  }

  #entryOf(path: string): Entry {
    const known = this.#entries.get(path);
    if (known !== undefined) return known;
    const entry: Entry = { path, holder: undefined, claims: [], wanters: new Set() };
    this.#entries.set(path, entry);
    return entry;
  }

  #forgetIfIdle({ path, holder, claims, wanters }: Entry): void {
    if (holder === undefined && claims.length === 0 && wanters.size === 0) this.#entries.delete(path);
  }
}

function announce({ path, holder: place, wanters }: Entry): readonly Notice[] {
  return Array.from(wanters, (to) => ({ to, message: { type: 'at', path, place } }));
}
