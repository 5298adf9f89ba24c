import { recordingName } from './recording-name.ts';

/**
 * Where recordings come from: a folder, or whatever else has FLV files. What is answered at once is handled at once, so
 * that a source in memory takes no turn of the event loop.
 */
export interface VodSource {
  /**
   * Opens a file.
   *
   * @param name - components joined by slashes, none of them empty, `.` or `..`, from peers otherwise: a source must not
   *   let it lead anywhere else, as a backslash or a colon would on Windows
   * @returns `undefined` when there is no such file
   * @throws or rejects when there is one that cannot be opened
   */
  open(name: string): VodFile | undefined | Promise<VodFile | undefined>;
}

/** An open file. It is asked for one range at a time, and for none after `close`. */
export interface VodFile {
  /** Bytes that it had when it was opened: as much is played, however it grows. */
  readonly size: number;
  /**
   * Reads a range that lies within the size; answers fewer bytes where the file was truncated meanwhile. The bytes are
   * lent until the next call.
   *
   * @throws or rejects when it cannot be read
   */
  read(at: number, length: number): Uint8Array | Promise<Uint8Array>;
  close(): void;
}

/**
 * The files that a stream may be, the likeliest first: below a folder with the name of the app, or without the app, as any
 * app will do for a folder of files.
 *
 * `.flv` is added where it is missing. Players put the kind of file before the name, and take the extension away or leave
 * it (CMD-53, CMD-54): `mp4:a.mp4` and `flv:a` are `a.flv`, as FLV is all that is played. Last comes the file that the
 * stream would be recorded in, which has another name where that of the stream is no good one for a file.
 */
export function vodNames(path: string): readonly string[] {
  const plain = path.replace(KIND, '$1').replace(path.search(KIND) < 0 ? /\.flv$/ : EXTENSION, '');
  const name = `${plain}.flv`;
  const slash = name.indexOf('/');
  const names = (slash < 0 ? [name] : [name, name.slice(slash + 1)]).filter(isBelow);
  const recorded = recordingName(path);
  return names.includes(recorded) ? names : [...names, recorded];
}

/** No component is empty or leads up, as one might that stood behind a kind of file. */
function isBelow(name: string): boolean {
  return name.split(/[/\\]/).every((component) => component !== '' && component !== '.' && component !== '..');
}

/** Before the name, which may have folders in it. */
const KIND = /(^|\/)(?:flv|mp4|mp3):/;
const EXTENSION = /\.(?:flv|f4v|mp4|mp3)$/;
