import { createWriteStream, fstatSync } from 'node:fs';
import { access, constants, open, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { isatty } from 'node:tty';
import type { FlvPatch } from '../../core/index.ts';
import { EXIT, FileError } from './exit-code.ts';
import { OptionError } from './option-values.ts';
import { systemReason } from './system-reason.ts';

/** Whoever must be told when the disk, or the reader of a pipe, is behind. */
export interface OutputListener {
  /** Too much waits to be written: bring no more until `onDrained`. */
  onFull(): void;
  onDrained(): void;
  /** Nothing more can be written. */
  onFailed(error: FileError): void;
}

/** Waits to be written at most, bytes, before the server is no longer read. */
const FULL_BYTES = 4 * 1_048_576;

const STDOUT = 1;

/** An FLV file, or the standard output, as it is written. The file is made with the first bytes: before, nothing is touched. */
export class FlvOutput {
  readonly #file: string;
  readonly #listener: OutputListener;
  #stream: Writable | undefined;
  #failure: FileError | undefined;
  #isFull = false;

  /** @param file - `-` is the standard output */
  constructor(file: string, listener: OutputListener) {
    this.#file = file;
    this.#listener = listener;
  }

  /** Whether what was written can be written over. */
  get isPatchable(): boolean {
    return this.#file !== '-';
  }

  write(bytes: Uint8Array): void {
    if (this.#failure !== undefined) return;
    this.#stream ??= this.#open();
    if (this.#stream.write(bytes) || this.#isFull) return;
    this.#isFull = true;
    this.#listener.onFull();
  }

  /** Writes what waits, then the patches, and closes. @throws FileError */
  async finish(patches: readonly FlvPatch[]): Promise<void> {
    const stream = this.#stream;
    if (stream !== undefined && this.#failure === undefined) {
      await new Promise<void>((resolve) => stream.once('error', () => resolve()).end(() => resolve()));
    }
    if (this.#failure !== undefined) throw this.#failure;
    if (stream !== undefined && this.isPatchable) await this.#patch(patches);
  }

  #open(): Writable {
    const stream = this.isPatchable ? createWriteStream(this.#file, { highWaterMark: FULL_BYTES }) : openStdout();
    const isStdout = !this.isPatchable;
    stream.on('drain', () => {
      this.#isFull = false;
      this.#listener.onDrained();
    });
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.#failure ??= isStdout && error.code === 'EPIPE' ? READER_GONE : this.#failed(error);
      this.#listener.onFailed(this.#failure);
    });
    return stream;
  }

  async #patch(patches: readonly FlvPatch[]): Promise<void> {
    // What is no plain file, such as a named pipe, cannot be written over.
    if (!(await stat(this.#file)).isFile()) return;
    try {
      const handle = await open(this.#file, 'r+');
      try {
        for (const { at, bytes } of patches) await handle.write(bytes, 0, bytes.length, at);
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw this.#failed(error as Error); // the system's
    }
  }

  #failed(error: Error): FileError {
    const place = this.isPatchable ? this.#file : 'the standard output';
    return new FileError(`cannot write to ${place}: ${systemReason(error)}`);
  }
}

/**
 * The standard output by its number: a write to `process.stdout` does not return while a pipe is full, and would stop this
 * program, and with it the connection. It must not be touched in a program that calls this.
 */
function openStdout(): Writable {
  const kind = fstatSync(STDOUT);
  if (kind.isFIFO() || kind.isSocket()) {
    return new Socket({ fd: STDOUT, readable: false, writable: true });
  }
  return createWriteStream('', { fd: STDOUT, autoClose: false, highWaterMark: FULL_BYTES });
}

const READER_GONE = new FileError('whoever read the standard output is gone', EXIT.pipe);

/** Makes sure, as far as that can be told, that a file can be written. @throws OptionError */
export async function checkOutput(file: string): Promise<void> {
  if (file === '-') {
    if (isatty(STDOUT)) throw new OptionError('the standard output is a terminal, which FLV is not for');
    return;
  }
  try {
    const there = await stat(file).catch(() => undefined);
    if (there?.isDirectory() === true) throw new Error('it is a folder');
    if (there === undefined && (await stat(dirname(file)).catch(() => undefined)) === undefined) {
      throw new Error('the folder that it is in is missing');
    }
    await access(there === undefined ? dirname(file) : file, constants.W_OK);
  } catch (error) {
    throw new OptionError(`cannot write ${file}: ${systemReason(error as Error)}`); // the system's, or the one above
  }
}
