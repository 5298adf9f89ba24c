import { join } from 'node:path';
import { type CaptureNotice, CaptureRecorder } from '../capture/index.ts';
import type { Runtime } from '../listener.ts';
import type { Logger } from '../log/logger.ts';
import { CaptureFolder } from '../node/capture-folder.ts';
import { sha256 } from '../node/sha256.ts';
import type { CaptureOptions } from './serve-options.ts';
import { unwritable } from './unwritable-folder.ts';

/** One of several workers. */
export interface WorkerShare {
  /** From 1 to `workers`. */
  readonly place: number;
  readonly workers: number;
}

/**
 * What `--capture` asks for. Of several workers each has a folder in that folder, and its share of the bytes: what all of them
 * keep is bounded though none looks at the files of another.
 *
 * @throws OptionError when nothing can be written to its folder
 */
export async function captureRecorder(
  { folder, mostBytes, media }: CaptureOptions,
  share: WorkerShare | undefined,
  runtime: Runtime,
  logger: Logger,
): Promise<CaptureRecorder> {
  try {
    const whole = await CaptureFolder.at(folder);
    const store = share === undefined ? whole : await CaptureFolder.at(join(whole.path, `worker-${share.place}`));
    return new CaptureRecorder({
      ...{ ...runtime, sha256, store, media },
      mostBytes: Math.floor(mostBytes / (share?.workers ?? 1)),
      onNotice: (notice) => log(notice, logger),
    });
  } catch (error) {
    throw unwritable('--capture', folder, error);
  }
}

function log(notice: CaptureNotice, logger: Logger): void {
  const { type, name: file } = notice;
  switch (type) {
    case 'captureStarted':
      return logger.debug('Capturing.', { file, peer: notice.peer });
    case 'captureSkipping':
      return logger.warn('Captures skip messages: the disk is too slow.', { file });
    case 'captureFailed':
      return logger.error('A capture failed. Sessions go on without theirs.', { file, ...reasonOf(notice.error) });
    default:
      return type satisfies never;
  }
}

function reasonOf(error: unknown): { readonly failure?: string; readonly detail: string } {
  if (!(error instanceof Error)) return { detail: String(error) };
  return { ...('code' in error && { failure: String(error.code) }), detail: error.message };
}
