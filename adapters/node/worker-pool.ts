import cluster, { type Worker } from 'node:cluster';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Millis } from '../../core/index.ts';
import { Backoff } from '../client/backoff.ts';
import { fillRandom } from '../random.ts';
import { Directory, type Notice } from '../server/directory.ts';
import { type FromWorker, LINK_FOLDER, LINK_PLACE, type ToWorker } from './worker-link.ts';

/** What the pool tells, beside what `start` and `stop` answer. */
export type WorkerPoolEvent =
  | { readonly type: 'started'; readonly worker: number; readonly pid: number | undefined }
  /** It ended though nobody asked it to; another is started after `retryMs`. */
  | {
      readonly type: 'lost';
      readonly worker: number;
      /** An exit code, a signal, or what it said. */
      readonly reason: string;
      readonly retryMs: Millis;
    };

/** A worker cannot serve: `message` is what it said. */
export class WorkerFailed extends Error {
  override readonly name = 'WorkerFailed';
}

/** A worker that served for so long is no failed attempt when it ends. */
const STABLE_MS: Millis = 30_000;

/**
 * The processes of one server, as the one that started them sees them: it runs this program once more for each, hands out
 * connections to them in turn, and keeps the directory of what is published where. It sees no media, so it is idle while
 * streams run.
 *
 * Connections are handed out in turn (the default of `node:cluster`, but on Windows), because the other way, a socket that all
 * accept from, gives a few workers nearly all of them. It costs a message for each connection and nothing for what follows.
 */
export class WorkerPool<Ready, Shared> {
  readonly #tell: (event: WorkerPoolEvent) => void;
  readonly #directory = new Directory();
  readonly #folder: string;
  readonly #workers = new Map<number, Worker>();
  /** What each worker shares with the others. */
  readonly #shared = new Map<number, Shared>();
  readonly #backoff = new Backoff(fillRandom);
  #isStopping = false;
  #whenEmpty: (() => void) | undefined;

  private constructor(folder: string, tell: (event: WorkerPoolEvent) => void) {
    this.#folder = folder;
    this.#tell = tell;
  }

  /**
   * Starts workers, the first alone, so that what cannot be is said once.
   *
   * @returns the pool, and what the first worker has opened
   * @throws WorkerFailed what a worker said, or how it ended; the others have ended then
   */
  static async start<Ready, Shared>(
    count: number,
    tell: (event: WorkerPoolEvent) => void,
  ): Promise<{ readonly pool: WorkerPool<Ready, Shared>; readonly ready: Ready }> {
    const folder = await mkdtemp(join(tmpdir(), 'millrace-')); // with mode 0700: whoever reaches its sockets may play anything
    process.once('exit', () => rmSync(folder, { recursive: true, force: true })); // also when nothing is waited for
    const pool = new WorkerPool<Ready, Shared>(folder, tell);
    try {
      const ready = await pool.#start(1);
      await Promise.all(Array.from({ length: count - 1 }, (_, index) => pool.#start(index + 2)));
      return { pool, ready };
    } catch (error) {
      await pool.stop(0);
      throw error;
    }
  }

  /** Asks every worker to end, kills after `withinMs` those that have not, and answers when all are gone. */
  async stop(withinMs: Millis): Promise<void> {
    this.#isStopping = true;
    const gone = new Promise<void>((resolve) => {
      this.#whenEmpty = resolve;
    });
    for (const worker of this.#workers.values()) say(worker, { type: 'stop' });
    const alarm = setTimeout(() => {
      for (const worker of this.#workers.values()) worker.process.kill('SIGKILL');
    }, withinMs);
    if (this.#workers.size > 0) await gone;
    clearTimeout(alarm);
  }

  /** Answers when the worker serves; one that ends later is replaced. */
  #start(place: number): Promise<Ready> {
    const worker = cluster.fork({ [LINK_FOLDER]: this.#folder, [LINK_PLACE]: `${place}` });
    const startedAt = performance.now();
    const { id } = worker;
    this.#workers.set(id, worker);
    let isServing = false;
    let reason: string | undefined;
    return new Promise<Ready>((resolve, reject) => {
      worker.on('message', (message: FromWorker<Ready, Shared>) => {
        if (message.type === 'directory') return this.#carry(this.#directory.receive(id, message.message));
        if (message.type === 'share') return this.#share(id, message.value);
        if (message.type === 'failed') {
          reason = message.reason;
          return;
        }
        isServing = true;
        // What was said to all before it listened it did not hear.
        if (this.#isStopping) say(worker, { type: 'stop' });
        for (const [other, value] of this.#shared) say(worker, { type: 'shared', worker: other, value });
        this.#tell({ type: 'started', worker: id, pid: worker.process.pid });
        resolve(message.ready);
      });
      worker.on('exit', (code, signal) => {
        this.#gone(id);
        const why = reason ?? (signal ? `ended by ${signal}` : `exit code ${code}`);
        if (isServing) this.#replace(id, place, why, performance.now() - startedAt);
        else reject(new WorkerFailed(why));
      });
    });
  }

  #gone(id: number): void {
    this.#workers.delete(id);
    this.#carry(this.#directory.leave(id));
    this.#share(id, undefined);
    if (this.#workers.size === 0) this.#whenEmpty?.();
  }

  #share(from: number, value: Shared | undefined): void {
    if (value === undefined) this.#shared.delete(from);
    else this.#shared.set(from, value);
    for (const [id, worker] of this.#workers) if (id !== from) say(worker, { type: 'shared', worker: from, value });
  }

  #replace(worker: number, place: number, reason: string, servedMs: Millis): void {
    if (this.#isStopping) return;
    if (servedMs >= STABLE_MS) this.#backoff.reset();
    const retryMs = this.#backoff.next();
    this.#tell({ type: 'lost', worker, reason, retryMs });
    setTimeout(() => {
      if (this.#isStopping) return;
      this.#start(place).catch((error: WorkerFailed) => this.#replace(worker, place, error.message, 0));
    }, retryMs);
  }

  #carry(notices: readonly Notice[]): void {
    for (const { to, message } of notices) {
      const worker = this.#workers.get(to);
      if (worker !== undefined) say(worker, { type: 'directory', message });
    }
  }
}

function say(worker: Worker, message: ToWorker<unknown>): void {
  // One that has just died is told nothing: its end is on the way to us.
  if (worker.isConnected()) worker.send(message, () => {});
}
