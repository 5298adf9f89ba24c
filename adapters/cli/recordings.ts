import { RecordingFolder } from '../node/recording-folder.ts';
import { OptionError } from './option-values.ts';

/** The folder of `--record`, which is made if only it is missing. @throws OptionError when nothing can be recorded there */
export async function recordingFolder(path: string): Promise<RecordingFolder> {
  try {
    return await RecordingFolder.at(path);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException; // of the file system
    throw new OptionError(`--record "${path}" cannot be written to: ${REASONS[code] ?? message}`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOENT: 'the folder that it is in is missing',
  ENOTDIR: 'it is no folder, or in none',
  ENOSPC: 'the disk is full',
};
