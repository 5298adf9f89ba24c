import { decodeAmf0, FlvReader, type FlvTag, hasProperties } from '../../../core/index.ts';
import type { RecordingFile, RecordingMode, RecordingStore } from '../recording-store.ts';

/** The error of a system. */
export class SystemError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`${code}: as the test wants it`);
    this.code = code;
  }
}

/** What goes wrong with a store, from when it is set. */
export interface Trouble {
  /** Each opening fails with this code. */
  openCode?: string | undefined;
  /** Bytes that there is room for, in all writes; the one that is too long is written in part. */
  roomBytes?: number | undefined;
  /** Each truncation and each closing fails with this code. */
  closeCode?: string | undefined;
  /** Writes wait until it resolves: a disk that hangs. */
  untilWritable?: Promise<void> | undefined;
}

/** Files in memory, which do what a disk does on a bad day. */
export class MemoryStore implements RecordingStore {
  readonly files = new Map<string, Uint8Array>();
  /** What was asked for, in order: `open live/a.flv replace`, `write 13+200`, `truncate 5`, `close`. */
  readonly calls: string[] = [];
  readonly trouble: Trouble = {};
  openFiles = 0;

  open(name: string, mode: RecordingMode): RecordingFile {
    this.calls.push(`open ${name} ${mode}`);
    if (this.trouble.openCode !== undefined) throw new SystemError(this.trouble.openCode);
    if (mode === 'new' && this.files.has(name)) throw new SystemError('EEXIST');
    if (mode !== 'append' || !this.files.has(name)) this.files.set(name, new Uint8Array());
    this.openFiles += 1;
    return new MemoryFile(this, name);
  }

  /** The tags of a file; it must be whole. */
  tags(name: string): FlvTag[] {
    const reader = new FlvReader();
    reader.push(this.files.get(name) ?? new Uint8Array());
    reader.end();
    const tags: FlvTag[] = [];
    for (let item = reader.next(); item !== undefined; item = reader.next()) {
      if (item.kind === 'skipped') throw new Error(`${item.reason} at ${item.at}`);
      if (item.kind === 'tag') tags.push(item);
    }
    return tags;
  }

  /** What the onMetaData at the beginning of a file says: numbers and texts. */
  metadata(name: string): Readonly<Record<string, unknown>> {
    const [first] = this.tags(name);
    const [, value] = first === undefined ? [] : decodeAmf0(first.data).values;
    return hasProperties(value) ? Object.fromEntries(value.properties) : {};
  }

  /** Time and last byte of the sound and pictures of a file. */
  frames(name: string): string[] {
    return this.tags(name)
      .filter(({ type }) => type !== 18)
      .map(({ timestamp, data }) => `${timestamp}: ${data.at(-1)}`);
  }
}

class MemoryFile implements RecordingFile {
  readonly size: number;
  readonly #store: MemoryStore;
  readonly #name: string;

  constructor(store: MemoryStore, name: string) {
    this.#store = store;
    this.#name = name;
    this.size = this.#bytes.length;
  }

  get #bytes(): Uint8Array {
    return this.#store.files.get(this.#name) ?? new Uint8Array();
  }

  read(at: number, length: number): Uint8Array {
    return this.#bytes.slice(at, at + length);
  }

  write(at: number, buffers: readonly Uint8Array[]): void | Promise<void> {
    const { trouble } = this.#store;
    if (trouble.untilWritable !== undefined) return trouble.untilWritable.then(() => this.#write(at, buffers));
    return this.#write(at, buffers);
  }

  #write(at: number, buffers: readonly Uint8Array[]): void {
    const { trouble, calls, files } = this.#store;
    const wanted = buffers.reduce((sum, { length }) => sum + length, 0);
    const { roomBytes = Number.POSITIVE_INFINITY } = trouble;
    const length = Math.min(wanted, roomBytes);
    trouble.roomBytes = roomBytes - length;
    calls.push(`write ${at}+${length}`);
    const old = this.#bytes;
    const bytes = new Uint8Array(Math.max(old.length, at + length));
    bytes.set(old);
    bytes.set(Buffer.concat(buffers).subarray(0, length), at);
    files.set(this.#name, bytes);
    if (length < wanted) throw new SystemError('ENOSPC');
  }

  truncate(size: number): void {
    this.#store.calls.push(`truncate ${size}`);
    this.#fail();
    this.#store.files.set(this.#name, this.#bytes.slice(0, size));
  }

  close(): void {
    this.#store.calls.push('close');
    this.#store.openFiles -= 1;
    this.#fail();
  }

  #fail(): void {
    const { closeCode } = this.#store.trouble;
    if (closeCode !== undefined) throw new SystemError(closeCode);
  }
}
