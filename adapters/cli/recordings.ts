import { RecordingFolder } from '../node/recording-folder.ts';
import { unwritable } from './unwritable-folder.ts';

/** The folder of `--record`, which is made if only it is missing. @throws OptionError when nothing can be recorded there */
export async function recordingFolder(path: string): Promise<RecordingFolder> {
  try {
    return await RecordingFolder.at(path);
  } catch (error) {
    throw unwritable('--record', path, error);
  }
}
