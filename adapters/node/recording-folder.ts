import { constants } from 'node:fs';
import { type FileHandle, mkdir, mkdtemp, open, rmdir, unlink } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { RecordingFile, RecordingMode, RecordingStore } from '../server/recording-store.ts';
import { readRange } from './read-range.ts';

/**
 * For the owner and the group: names of streams, which are names of files here, are often the keys that let their holders
 * publish. The umask of the process takes away from that.
 */
const FILE_MODE = 0o640;
const FOLDER_MODE = 0o750;

/**
 * A folder for the recordings of a live server.
 *
 * A file has its name from the first byte on, and can be played while it grows and wherever it was stopped: nothing is
 * renamed at the end, as nothing would be renamed after a kill. What was written is handed to the system at once, and
 * forced to the disk (`fdatasync`) when the recording ends: a crash of the process costs what had not been written, a
 * loss of power what the system had not.
 */
export class RecordingFolder implements RecordingStore {
  /** Absolute. */
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Takes a folder for recordings. It is made when only it is missing: a wrong path further up is most likely a mistake.
   *
   * @throws the system's error when it is none, or cannot be written to
   */
  static async at(path: string): Promise<RecordingFolder> {
    const folder = new RecordingFolder(resolve(path));
    try {
      await mkdir(folder.path, { mode: FOLDER_MODE });
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    // Tried, not asked: what may be written to is known for certain only then.
    await rmdir(await mkdtemp(join(folder.path, '.writable-')));
    return folder;
  }

  async open(name: string, mode: RecordingMode): Promise<RecordingFile> {
    const path = this.#within(name);
    await makeFolder(dirname(path));
    if (mode === 'replace') await removeIfThere(path);
    const handle = await open(path, mode === 'append' ? APPEND : CREATE, FILE_MODE);
    try {
      return new OpenFile(handle, (await handle.stat()).size);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** @throws RangeError for a name that leads elsewhere, which no `recordingName` does */
  #within(name: string): string {
    const path = resolve(this.path, ...name.split('/'));
    if (path.startsWith(this.path + sep)) return path;
    throw new RangeError(`expected a file below ${this.path}, came ${JSON.stringify(name)}`);
  }
}

/** Never through a link that somebody put there: what is new is no link, and of what is there `ELOOP` is said. Windows has no such flag. */
const CREATE = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;
const APPEND = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);

class OpenFile implements RecordingFile {
  readonly size: number;
  readonly #handle: FileHandle;

  constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.size = size;
  }

  read(at: number, length: number): Promise<Uint8Array> {
    return readRange(this.#handle, at, length, new Uint8Array(length));
  }

  /** The system may take a part, as where the disk is nearly full: the rest is offered again, until it says why not. */
  async write(at: number, buffers: readonly Uint8Array[]): Promise<void> {
    let rest = buffers.filter(({ length }) => length > 0);
    let position = at;
    while (rest.length > 0) {
      const { bytesWritten } = await this.#handle.writev(rest, position);
      position += bytesWritten;
      rest = without(rest, bytesWritten);
    }
  }

  async truncate(size: number): Promise<void> {
    await this.#handle.truncate(size);
  }

  async close(): Promise<void> {
    try {
      await this.#handle.datasync();
    } finally {
      await this.#handle.close();
    }
  }
}

/** What is left of buffers when so many bytes of them are gone. */
function without(buffers: readonly Uint8Array[], byteCount: number): Uint8Array[] {
  let gone = byteCount;
  const rest: Uint8Array[] = [];
  for (const buffer of buffers) {
    if (gone < buffer.length) rest.push(gone > 0 ? buffer.subarray(gone) : buffer);
    gone = Math.max(0, gone - buffer.length);
  }
  return rest;
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: FOLDER_MODE });
  } catch (error) {
    // EEXIST says of `open` that the file is there, and another name may be free.
    if (isCode(error, 'EEXIST')) throw Object.assign(error, { code: 'ENOTDIR' });
    throw error;
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

function isCode(error: unknown, code: string): error is Error {
  return error instanceof Error && 'code' in error && error.code === code;
}
