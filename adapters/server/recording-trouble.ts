import type { StatusCode } from '../../core/index.ts';

/** Another recording writes the file: two streams of one name, as far as the file system can tell. */
export class RecordingInUseError extends Error {
  override readonly name = 'RecordingInUseError';
  readonly code = 'fileInUse';
}

/** The server has closed before the file was. */
export class RecordingCloseTimeout extends Error {
  override readonly name = 'RecordingCloseTimeout';
  readonly code = 'closeTimeout';
}

/** What went wrong with a recording, for an operator and for the publisher who asked for it. */
export interface RecordingTrouble {
  readonly code: string;
  /** No file is named in it: its name may be a key. */
  readonly description: string;
  /** What the publisher is told. */
  readonly status: StatusCode;
}

/** @param error - what a store rejected with: anything */
export function troubleOf(error: unknown): RecordingTrouble {
  const code = codeOf(error);
  const description = DESCRIPTIONS[code] ?? `The file could not be written: ${code}.`;
  return { code, description, status: STATUSES[code] ?? 'NetStream.Record.Failed' };
}

/** The code of a system's error, or of ours. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}

const NO_ACCESS = 'Permission denied.';

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full.',
  EDQUOT: 'The disk quota is used up.',
  EFBIG: 'The file is as large as it may be.',
  EIO: 'The disk failed.',
  EACCES: NO_ACCESS,
  EPERM: NO_ACCESS,
  EROFS: 'The disk is read-only.',
  ENOENT: 'The folder of recordings is gone.',
  EMFILE: 'Too many files are open.',
  ENFILE: 'Too many files are open.',
  ENAMETOOLONG: 'The stream name is too long for a file.',
  EEXIST: 'No name for the file is free.',
  ENOTDIR: 'A file has the name of the folder.',
  EISDIR: 'A folder has the name of the file.',
  notFlv: 'The file to append to is not an FLV file.',
  fileInUse: 'Another stream is being recorded into the file.',
  closeTimeout: 'The server closed before the file was complete.',
};

/** By the meaning that Flash Media Server gives them. All others are Record.Failed. */
const STATUSES: Readonly<Record<string, StatusCode>> = {
  EACCES: 'NetStream.Record.NoAccess',
  EPERM: 'NetStream.Record.NoAccess',
  EROFS: 'NetStream.Record.NoAccess',
  fileInUse: 'NetStream.Record.AlreadyExists',
};
