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

/** What the primary says to a worker. */
export type ToWorker = { readonly type: 'directory'; readonly message: FromDirectory } | { readonly type: 'stop' };

/** What a worker says to the primary: `Ready` is what it wants to tell of what it has opened. */
export type FromWorker<Ready> =
  | { readonly type: 'directory'; readonly message: ToDirectory }
  | { readonly type: 'ready'; readonly ready: Ready }
  /** It cannot serve; it is about to exit. */
  | { readonly type: 'failed'; readonly reason: string };

/** One worker's ties: to the directory in the primary, and to the other workers. */
export class WorkerLink<Ready> {
  readonly worker: number;
  readonly neighbours: Neighbours;
  readonly #folder: string;

  /** @param onStop - the primary asks for the end, once */
  constructor(onBroken: FeedSource['onBroken'], onStop: () => void) {
    this.worker = cluster.worker?.id ?? 0;
    this.#folder = process.env[LINK_FOLDER] ?? '';
    const connect: Connect = ({ port, ...options }) => connectLocally(this.#socketOf(port), options);
    this.neighbours = new Neighbours({
      worker: this.worker,
      clock: nodeClock,
      connect,
      tell: (message) => this.#say({ type: 'directory', message }),
      onBroken,
    });
    process.on('message', (message: ToWorker) => {
      if (message.type === 'directory') this.neighbours.receive(message.message);
      else onStop();
    });
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

  #say(message: FromWorker<Ready>, done: () => void = () => {}): void {
    // A primary that is gone takes its workers with it: nothing is left to be told.
    if (process.connected) process.send?.(message, undefined, undefined, done);
    else done();
  }
}
