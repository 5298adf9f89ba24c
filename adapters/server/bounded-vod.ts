import type { VodFile, VodSource } from './vod-source.ts';

/** As many recordings are open as may be. */
export class TooManyRecordings extends Error {
  override readonly name = 'TooManyRecordings';
}

/** A source of recordings that has no more than so many files open at one time, those included that are being opened. */
export class BoundedVod implements VodSource {
  readonly #source: VodSource;
  readonly #most: number;
  #openCount = 0;

  constructor(source: VodSource, most: number) {
    this.#source = source;
    this.#most = most;
  }

  /** @throws TooManyRecordings; what the source throws */
  open(name: string): VodFile | undefined | Promise<VodFile | undefined> {
    if (this.#openCount >= this.#most) throw new TooManyRecordings(`${this.#most} recordings are open already`);
    this.#openCount += 1;
    let opened: VodFile | undefined | Promise<VodFile | undefined>;
    try {
      opened = this.#source.open(name);
    } catch (error) {
      this.#openCount -= 1;
      throw error;
    }
    if (!(opened instanceof Promise)) return this.#counted(opened);
    return opened.then(
      (file) => this.#counted(file),
      (error: unknown) => {
        this.#openCount -= 1;
        throw error;
      },
    );
  }

  #counted(file: VodFile | undefined): VodFile | undefined {
    if (file === undefined) {
      this.#openCount -= 1;
      return undefined;
    }
    return {
      size: file.size,
      read: (at, length) => file.read(at, length),
      close: () => {
        this.#openCount -= 1;
        file.close();
      },
    };
  }
}
