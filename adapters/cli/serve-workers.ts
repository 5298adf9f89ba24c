import { type Logger, withFields } from '../log/logger.ts';
import type { WorkerPoolEvent } from '../node/workers.ts';
import type { LiveStream } from '../web/live-stream.ts';
import type { Endpoint } from './banner.ts';
import { EXIT } from './exit-code.ts';
import { OptionError } from './option-values.ts';
import type { Platform } from './platform.ts';
import { type Serving, STOP_MS, serve } from './serve.ts';
import type { ServeOptions } from './serve-options.ts';
import { ignoreStopSignals } from './stop-on-signal.ts';

type Workers = Awaited<ReturnType<NonNullable<Platform['workers']>>>;

/** For what a worker does beside stopping to serve: to hear of it, and to end. */
const STOP_MARGIN_MS = 2_000;

/** What runs workers. @throws OptionError where the runtime has nothing that does */
export async function workersOf({ workers }: Platform): Promise<Workers> {
  if (workers === undefined) throw new OptionError('--workers above 1 needs Node.js');
  // Its local sockets are pipes with a name that anybody may open.
  if (process.platform === 'win32') throw new OptionError('--workers above 1 cannot be had on Windows');
  return workers();
}

/** Serves by several processes that this one starts, watches and ends. @throws OptionError what the first said that cannot */
export async function serveByWorkers(
  { WorkerPool, WorkerFailed }: Workers,
  count: number,
  logger: Logger,
): Promise<Serving> {
  try {
    const { pool, ready } = await WorkerPool.start<readonly Endpoint[], readonly LiveStream[]>(count, (event) =>
      logPool(logger, event),
    );
    return { endpoints: ready, stop: () => pool.stop(STOP_MS + STOP_MARGIN_MS) };
  } catch (error) {
    throw error instanceof WorkerFailed ? new OptionError(error.message) : error;
  }
}

function logPool(logger: Logger, event: WorkerPoolEvent): void {
  const { worker } = event;
  if (event.type === 'started') return logger.debug('Worker started.', { worker, pid: event.pid });
  const { reason, retryMs } = event;
  logger.error('Worker lost: its connections are gone, and another takes its place.', { worker, reason, retryMs });
}

/** One of those processes. It ends when it is asked to, or when the one that started it is gone; signals are for that one. */
export async function runWorker(
  { WorkerLink }: Workers,
  options: ServeOptions,
  platform: Platform,
  logger: Logger,
): Promise<void> {
  ignoreStopSignals();
  let hasStopped = (): void => {};
  const stopped = new Promise<void>((resolve) => {
    hasStopped = resolve;
  });
  const link = new WorkerLink<readonly Endpoint[], readonly LiveStream[]>(
    (from, { message }) => log.warn('A stream of another worker broke off; it is fetched again.', { from, message }),
    () => hasStopped(),
  );
  const log = withFields(logger, { worker: link.worker });
  try {
    const serving = await serve(options, platform, log, link);
    link.ready(serving.endpoints);
    await stopped;
    await serving.stop();
    process.exit(EXIT.done);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    await link.failed(error.message);
    process.exit(EXIT.usage);
  }
}
