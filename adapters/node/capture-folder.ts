import { mkdir, mkdtemp, readdir, rm, rmdir, stat, statfs, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type CaptureStore, isCaptureName, type StoredCapture } from '../capture/capture-store.ts';

/** For the owner alone: a capture tells who did what, though not by which key. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** What captures leave free of the disk, bytes: others live on it. */
const RESERVE_BYTES = 268_435_456;

/** The disk has less than 256 MiB left, which captures do not take. */
export class DiskReserveReached extends Error {
  override readonly name = 'DiskReserveReached';
  readonly code = 'ENOSPC';

  constructor(path: string) {
    super(`${path}: expected ${RESERVE_BYTES} bytes free beside a capture, got less`);
  }
}

/** A folder for captures. Files in it that have the name of a capture are taken for captures, whoever wrote them. */
export class CaptureFolder implements CaptureStore {
  /** Absolute. */
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Takes a folder for captures. It is made when only it is missing.
   *
   * @throws the system's error when it is none, or cannot be written to
   */
  static async at(path: string): Promise<CaptureFolder> {
    const folder = new CaptureFolder(resolve(path));
    await mkdir(folder.path, { mode: FOLDER_MODE }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await rmdir(await mkdtemp(join(folder.path, '.writable-')));
    return folder;
  }

  async list(): Promise<readonly StoredCapture[]> {
    const names = (await readdir(this.path)).filter(isCaptureName).sort();
    return Promise.all(names.map(async (name) => ({ name, bytes: (await stat(join(this.path, name))).size })));
  }

  /** A new file is never one that somebody put there, nor through a link. */
  async append(name: string, bytes: Uint8Array, isNew: boolean): Promise<void> {
    if (isNew) await this.#checkReserve();
    await writeFile(join(this.path, name), bytes, { mode: FILE_MODE, flag: isNew ? 'wx' : 'a' });
  }

  async remove(name: string): Promise<void> {
    await rm(join(this.path, name), { force: true });
  }

  async #checkReserve(): Promise<void> {
    const { bavail, bsize } = await statfs(this.path);
    if (bavail * bsize < RESERVE_BYTES) throw new DiskReserveReached(this.path);
  }
}
