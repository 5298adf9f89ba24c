import { OptionError } from './option-values.ts';

/** Why nothing can be written to the folder of an option. */
export function unwritable(option: string, path: string, error: unknown): OptionError {
  const { code = '', message } = error as NodeJS.ErrnoException; // of the file system
  return new OptionError(`${option} "${path}" cannot be written to: ${REASONS[code] ?? message}`);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOENT: 'the folder that it is in is missing',
  ENOTDIR: 'it is no folder, or in none',
  ENOSPC: 'the disk is full',
};
