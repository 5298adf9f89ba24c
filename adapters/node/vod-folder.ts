import { constants } from 'node:fs';
import { access, type FileHandle, open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { VodFile, VodSource } from '../server/vod-source.ts';
import { readRange } from './read-range.ts';

/**
 * A folder of FLV files, and folders, for a live server to play.
 *
 * Names come from peers. Nothing outside of the folder is opened: no name leads up, and a link only where what it leads to
 * is inside, too. Only plain files are opened, so that no pipe or device can hold up anything.
 */
export class VodFolder implements VodSource {
  /** Absolute, without links. */
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** @throws the system's error when it is no folder, or cannot be read */
  static async at(path: string): Promise<VodFolder> {
    const folder = new VodFolder(await realpath(path));
    // With a dot, so that a file of that name is an error.
    await access(join(folder.path, '.').concat(sep), constants.R_OK | constants.X_OK);
    return folder;
  }

  async open(name: string): Promise<VodFile | undefined> {
    if (!isPlain(name)) return undefined;
    try {
      const path = await realpath(join(this.path, ...name.split('/')));
      return isWithin(this.path, path) ? await openFile(path) : undefined;
    } catch (error) {
      if (error instanceof Error && 'code' in error && NOT_THERE.has(error.code)) return undefined;
      throw error;
    }
  }
}

/** Components that mean themselves on every system. */
function isPlain(name: string): boolean {
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\:\0]/.test(part));
}

function isWithin(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** What `realpath` says where there is nothing of that name, or of so long a name. */
const NOT_THERE: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EISDIR']);

async function openFile(path: string): Promise<VodFile | undefined> {
  const handle = await open(path, FLAGS);
  try {
    const stat = await handle.stat();
    if (stat.isFile()) return new OpenFile(handle, stat.size);
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return undefined;
}

/** A link put in the place of the file meanwhile is not followed, and a pipe not waited for. Windows knows neither. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

class OpenFile implements VodFile {
  readonly size: number;
  readonly #handle: FileHandle;
  /** For all reads: each is used before the next. */
  #buffer = new Uint8Array(0);

  constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.size = size;
  }

  read(at: number, length: number): Promise<Uint8Array> {
    if (this.#buffer.length < length) this.#buffer = new Uint8Array(length);
    return readRange(this.#handle, at, length, this.#buffer);
  }

  close(): void {
    this.#handle.close().catch(() => {}); // it was read only: nothing is lost
  }
}
