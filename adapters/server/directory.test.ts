import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Directory, type FromDirectory, type Place, type ToDirectory } from './directory.ts';

const path = 'live/a';
const claim = (id: number): ToDirectory => ({ type: 'claim', path, claim: id });
const release = (id: number): ToDirectory => ({ type: 'release', path, claim: id });
const kept = (id: number): ToDirectory => ({ type: 'kept', path, claim: id });
const want: ToDirectory = { type: 'want', path };
const unwant: ToDirectory = { type: 'unwant', path };

const granted = (to: number, id: number) => ({ to, message: { type: 'granted', claim: id } });
const denied = (to: number, id: number) => ({ to, message: { type: 'denied', claim: id } });
const yields = (to: number, id: number) => ({ to, message: { type: 'yield', path, claim: id } });
const at = (to: number, worker: number, id: number) => ({
  to,
  message: { type: 'at', path, place: { worker, claim: id } },
});
const nowhere = (to: number) => ({ to, message: { type: 'at', path, place: undefined } });

/** A directory that has heard these messages, each with the worker that sent it. */
function having(...messages: [number, ToDirectory][]): Directory {
  const directory = new Directory();
  for (const [worker, message] of messages) directory.receive(worker, message);
  return directory;
}

describe('Directory', () => {
  it('grants a path that nobody has, and tells those who want it', () => {
    expect(having([2, want], [3, want]).receive(1, claim(7))).toEqual([granted(1, 7), at(2, 1, 7), at(3, 1, 7)]);
  });

  it('says at once where a path is published, or that it is not', () => {
    expect(having([1, claim(7)]).receive(2, want)).toEqual([at(2, 1, 7)]);
    expect(having().receive(2, want)).toEqual([nowhere(2)]);
  });

  it('tells those who want a path when it is free again, and nobody who no longer does', () => {
    expect(having([1, claim(7)], [2, want], [3, want], [2, unwant]).receive(1, release(7))).toEqual([nowhere(3)]);
  });

  it('asks the holder to yield, be it the one that claims', () => {
    expect(having([1, claim(7)]).receive(2, claim(1))).toEqual([yields(1, 7)]);
    expect(having([1, claim(7)]).receive(1, claim(8))).toEqual([yields(1, 7)]);
  });

  it('passes a path on without a word that it was free', () => {
    const directory = having([1, claim(7)], [3, want], [2, claim(1)]);
    expect(directory.receive(1, release(7))).toEqual([granted(2, 1), at(3, 2, 1)]);
  });

  it('denies a claim when the holder keeps its path, then asks about the next', () => {
    const directory = having([1, claim(7)], [2, claim(1)], [3, claim(4)]);
    expect(directory.receive(1, kept(7))).toEqual([denied(2, 1), yields(1, 7)]);
    expect(directory.receive(1, kept(7))).toEqual([denied(3, 4)]);
  });

  it('takes an answer that crossed a release for what it is', () => {
    const directory = having([1, claim(7)], [2, claim(1)], [1, release(7)]);
    expect(directory.receive(1, kept(7))).toEqual([]);
    expect(directory.receive(1, release(7))).toEqual([]);
    expect(directory.receive(3, want)).toEqual([at(3, 2, 1)]);
  });

  it('gives the paths of a worker that is gone to those who wait for them', () => {
    const directory = having([1, claim(7)], [2, claim(1)], [3, want], [1, want]);
    expect(directory.leave(1)).toEqual([granted(2, 1), at(3, 2, 1)]);
    expect(directory.leave(2)).toEqual([nowhere(3)]);
  });

  it('has nothing to deny when whoever claimed is gone before the answer', () => {
    const directory = having([1, claim(7)], [2, claim(1)]);
    expect(directory.leave(2)).toEqual([]);
    expect(directory.receive(1, kept(7))).toEqual([]);
  });

  it('forgets paths that nobody has or wants', () => {
    const directory = having([1, claim(7)], [2, want], [2, claim(1)]);
    directory.leave(1);
    directory.leave(2);
    expect(directory.size).toBe(0);
  });
});

/** Workers that behave: each knows what it was told, and answers what it is asked. */
class Workers {
  readonly directory = new Directory();
  /** The claims of each worker that were granted and not released. */
  readonly held = new Map<number, Set<number>>();
  /** Claims that were neither granted nor denied. */
  readonly open = new Set<string>();
  /** Where each worker that wants the path believes it to be. */
  readonly beliefs = new Map<number, Place | undefined>();
  #lastClaim = 0;

  claim(worker: number): void {
    this.#lastClaim += 1;
    this.open.add(`${worker}:${this.#lastClaim}`);
    this.send(worker, claim(this.#lastClaim));
  }

  release(worker: number): void {
    const [id] = this.heldBy(worker);
    if (id === undefined) return;
    this.heldBy(worker).delete(id);
    this.send(worker, release(id));
  }

  leave(worker: number): void {
    this.held.delete(worker);
    this.beliefs.delete(worker);
    for (const key of this.open) if (key.startsWith(`${worker}:`)) this.open.delete(key);
    this.#deliver(this.directory.leave(worker));
  }

  want(worker: number, isWanted: boolean): void {
    if (!isWanted) this.beliefs.delete(worker);
    this.send(worker, isWanted ? want : unwant);
  }

  send(worker: number, message: ToDirectory): void {
    this.#deliver(this.directory.receive(worker, message));
  }

  heldBy(worker: number): Set<number> {
    const held = this.held.get(worker) ?? new Set();
    this.held.set(worker, held);
    return held;
  }

  /** Every other holder keeps its path; the others give it away. */
  #hear(worker: number, message: FromDirectory): void {
    if (message.type === 'at') this.beliefs.set(worker, message.place);
    if (message.type === 'denied') this.open.delete(`${worker}:${message.claim}`);
    if (message.type === 'granted') {
      this.open.delete(`${worker}:${message.claim}`);
      this.heldBy(worker).add(message.claim);
    }
    if (message.type !== 'yield') return;
    if (message.claim % 2 === 0) this.send(worker, kept(message.claim));
    else this.release(worker);
  }

  #deliver(notices: ReturnType<Directory['leave']>): void {
    for (const { to, message } of notices) this.#hear(to, message);
  }
}

describe('Directory, whatever the workers do', () => {
  const worker = fc.integer({ min: 1, max: 3 });
  const step = fc.tuple(fc.constantFrom('claim', 'release', 'leave', 'want', 'unwant'), worker);

  it('has one holder at most, answers every claim, and leaves nobody with a wrong word', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const workers = new Workers();
        for (const [what, who] of steps) {
          if (what === 'want' || what === 'unwant') workers.want(who, what === 'want');
          else workers[what](who);
          const places = [...workers.held].flatMap(([number, claims]) =>
            Array.from(claims, (id) => ({ worker: number, claim: id })),
          );
          expect(places.length).toBeLessThanOrEqual(1);
          expect(workers.open.size).toBe(0);
          for (const belief of workers.beliefs.values()) expect(belief).toEqual(places[0]);
        }
      }),
    );
  });
});
