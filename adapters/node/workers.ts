/** Several processes that serve one port, by `node:cluster`. Loaded by those who ask for it only. */
import cluster from 'node:cluster';

export { WorkerLink } from './worker-link.ts';
export { WorkerFailed, WorkerPool, type WorkerPoolEvent } from './worker-pool.ts';

/** Whether this process is one of those that a `WorkerPool` started. */
export const { isWorker } = cluster;
