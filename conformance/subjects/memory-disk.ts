import type { RecordingFile, RecordingStore, VodFile, VodSource } from '../../adapters/server/index.ts';
import { concat } from '../kit/wire/bytes.ts';
import { recording, VOD_ITEM } from './recordings.ts';

/** The folder that recordings belong in. */
const ROOT = ['srv', 'recordings'];

/**
 * Files in memory. A name leads anywhere, as it does on a disk, and what is outside of the folder of recordings is counted:
 * to keep names inside is the server's affair. Outside, every file is there.
 */
export class MemoryDisk {
  readonly store: RecordingStore = { open: (name, mode) => this.#record(name, mode === 'append') };
  readonly vod: VodSource = { open: (name) => this.#find(name) };
  /** How many files were opened outside of the folder. */
  strayCount = 0;
  readonly #files = new Map<string, Uint8Array>();

  constructor() {
    this.#files.set(this.#placeOf(`${VOD_ITEM.name}.flv`), recording());
  }

  #find(name: string): VodFile | undefined {
    const place = this.#placeOf(name);
    const bytes = this.#files.get(place) ?? (isInside(place) ? undefined : recording());
    return bytes && { size: bytes.length, read: (at, length) => bytes.subarray(at, at + length), close: () => {} };
  }

  #record(name: string, appends: boolean): RecordingFile {
    const place = this.#placeOf(name);
    let bytes = (appends ? this.#files.get(place) : undefined) ?? new Uint8Array(0);
    const keep = (changed: Uint8Array): void => {
      bytes = changed;
      this.#files.set(place, changed);
    };
    keep(bytes);
    return {
      size: bytes.length,
      read: (at, length) => bytes.slice(at, at + length),
      write: (at, buffers) => keep(overlaid(bytes, at, concat(...buffers))),
      truncate: (size) => keep(bytes.slice(0, size)),
      close: () => {},
    };
  }

  /** Where a name leads, and whether that is inside. */
  #placeOf(name: string): string {
    const place = resolved(name);
    if (!isInside(place)) this.strayCount += 1;
    return place;
  }
}

const isInside = (place: string): boolean => place.startsWith(`${ROOT.join('/')}/`);

/** As Linux and Windows would both have it: either slash, a drive, a leading slash, and no name goes on behind a NUL. */
function resolved(name: string): string {
  const [path = ''] = name.replaceAll('\\', '/').split('\0', 1);
  const place = /^(\/|[a-z]:)/i.test(path) ? [] : [...ROOT];
  for (const component of path.split('/')) {
    if (component === '..') place.pop();
    else if (component !== '' && component !== '.') place.push(component);
  }
  return place.join('/');
}

function overlaid(bytes: Uint8Array, at: number, added: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.max(bytes.length, at + added.length));
  whole.set(bytes);
  whole.set(added, at);
  return whole;
}
