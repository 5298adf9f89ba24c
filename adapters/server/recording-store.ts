/** What a store answers at once or later. */
export type Soon<Value> = Value | Promise<Value>;

/**
 * How a recording gets its file:
 *
 * - `new`: it must not be there yet; rejects with the code `EEXIST` if it is.
 * - `replace`: what is there under that name goes, as a whole: who is reading it goes on with the old one.
 * - `append`: what is there stays; a file that is missing is made.
 */
export type RecordingMode = 'new' | 'replace' | 'append';

/**
 * Where recordings are kept: a folder, or whatever else has files.
 *
 * Failures are told by the rejection of an error, its `code` that of the system: `ENOSPC`, `EACCES`, …
 */
export interface RecordingStore {
  /**
   * Opens a file to write to, and makes the folders that it is in.
   *
   * @param name - components joined by slashes, each a good file name on every system (`recordingName`)
   */
  open(name: string, mode: RecordingMode): Soon<RecordingFile>;
}

/** An open file. It is called again only when it has answered; after `close` not at all. */
export interface RecordingFile {
  /** Bytes that it had when it was opened. */
  readonly size: number;
  /** Answers fewer bytes than `length` at the end of the file only. */
  read(at: number, length: number): Soon<Uint8Array>;
  /** Writes all of the buffers, one after the other, from offset `at` on. They may be written from where they are. */
  write(at: number, buffers: readonly Uint8Array[]): Soon<void>;
  /** Cuts the file to `size` bytes. */
  truncate(size: number): Soon<void>;
  /** Answers when everything is where a loss of power cannot take it; the file is closed even where that fails. */
  close(): Soon<void>;
}
