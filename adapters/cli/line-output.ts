import type { Writable } from 'node:stream';
import { EXIT, FileError } from './exit-code.ts';
import { systemReason } from './system-reason.ts';

/** Text for a stream, many lines at a time, no faster than it is taken. */
export class LineOutput {
  readonly #stream: Writable;
  readonly #place: string;
  #waiting = '';

  /** @param place - for people, in an error */
  constructor(stream: Writable, place = 'the standard output') {
    this.#stream = stream;
    this.#place = place;
  }

  /** @param text - with its line end, where it has one */
  add(text: string): void {
    this.#waiting += text;
  }

  /** @returns once whoever reads has taken it @throws FileError when nobody reads any more */
  async flush(): Promise<void> {
    const text = this.#waiting;
    if (text === '') return;
    this.#waiting = '';
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(text, (error) => {
        if (error) reject(failureOf(error, this.#place));
        else resolve();
      });
    });
  }
}

function failureOf(error: NodeJS.ErrnoException, place: string): FileError {
  if (error.code === 'EPIPE') return new FileError('whoever read the standard output is gone', EXIT.pipe);
  return new FileError(`cannot write to ${place}: ${systemReason(error)}`);
}
