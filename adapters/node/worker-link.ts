import cluster from 'node:cluster';
import { join } from 'node:path';
import type { Connect } from '../client/stream-attempt.ts';
import type { Listener } from '../listener.ts';
import type { FromDirectory, ToDirectory } from '../server/directory.ts';
import type { FeedSource } from '../server/feed.ts';
import { Neighbours } from '../server/neighbours.ts';
import { nodeClock } from './clock.ts';
import { connectLocally, listenLocally } from './local-socket.ts';

/** Names the folder of the sockets between workers, to each of them. */
export const LINK_FOLDER = 'MILLRACE_LINK_FOLDER';
/** Says to each of them which of them it is. */
export const LINK_PLACE = 'MILLRACE_LINK_PLACE';

/** What the primary says to a worker. */
export type ToWorker<Shared> =
  | { readonly type: 'directory'; readonly message: FromDirectory }
  /** What another worker shares by now; `undefined` when it is gone. */
  | { readonly type: 'shared'; readonly worker: number; readonly value: Shared | undefined }
  | { readonly type: 'stop' };

/** What a worker says to the primary: `Ready` is what it wants to tell of what it has opened. */
export type FromWorker<Ready, Shared> =
  | { readonly type: 'directory'; readonly message: ToDirectory }
  | { readonly type: 'share'; readonly value: Shared }
  | { readonly type: 'ready'; readonly ready: Ready }
  /** It cannot serve; it is about to exit. */
  | { readonly type: 'failed'; readonly reason: string };

/** One worker's ties: to the directory in the primary, and to the other workers. What it shares is plain data. */
export class WorkerLink<Ready, Shared> {
  readonly worker: number;
  /** From 1 to the number of workers: who takes the place of another has its number, and a `worker` of its own. */
  readonly place: number;
  readonly neighbours: Neighbours;
  readonly #folder: string;
  readonly #shared = new Map<number, Shared>();

  /** @param onStop - the primary asks for the end, once */
  constructor(onBroken: FeedSource['onBroken'], onStop: () => void) {
    this.worker = cluster.worker?.id ?? 0;
    this.place = Number(process.env[LINK_PLACE]);
    this.#folder = process.env[LINK_FOLDER] ?? '';
    const connect: Connect = ({ port, ...options }) => connectLocally(this.#socketOf(port), options);
    this.neighbours = new Neighbours({
      worker: this.worker,
      clock: nodeClock,
      connect,
      tell: (message) => this.#say({ type: 'directory', message }),
      onBroken,
    });
    process.on('message', (message: ToWorker<Shared>) => {
      if (message.type === 'directory') this.neighbours.receive(message.message);
      else if (message.type === 'shared') this.#hear(message.worker, message.value);
      else onStop();
    });
  }

  /** What each of the other workers shared last. */
  get shared(): ReadonlyMap<number, Shared> {
    return this.#shared;
  }

  /** Gives a value to all other workers, in place of the one before. */
  share(value: Shared): void {
    this.#say({ type: 'share', value });
  }

  /** Opens the socket at which the other workers fetch. */
  listen(): Promise<Pick<Listener, 'close'>> {
    return listenLocally(this.#socketOf(this.worker), this.neighbours.acceptOptions);
  }

  ready(ready: Ready): void {
    this.#say({ type: 'ready', ready });
  }

  /** Answers when the primary has been told. */
  failed(reason: string): Promise<void> {
    return new Promise((resolve) => this.#say({ type: 'failed', reason }, resolve));
  }

  #socketOf(worker: number): string {
    return join(this.#folder, `${worker}`);
  }

  #hear(worker: number, value: Shared | undefined): void {
    if (value === undefined) this.#shared.delete(worker);
    else this.#shared.set(worker, value);
  }

  #say(message: FromWorker<Ready, Shared>, done: () => void = () => {}): void {
    // A primary that is gone takes its workers with it: nothing is left to be told.
    if (process.connected) process.send?.(message, undefined, undefined, done);
    else done();
  }
}
