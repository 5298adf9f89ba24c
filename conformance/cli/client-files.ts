import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { movie } from '../subjects/recordings.ts';

/** What a client under test is given to publish, and where it may write. */
export interface ClientFiles {
  readonly mediaFile: string;
  readonly recordFile: string;
}

/** Longer than any run. */
const MEDIA_SECONDS = 60;
/** Bytes: more than one chunk takes of any publisher in use. The largest that is known is 65536. */
const KEY_FRAME_SIZE = 70_000;

/** @param folder - gets the media */
export async function clientFiles(folder: string): Promise<ClientFiles> {
  const files = { mediaFile: join(folder, 'media.flv'), recordFile: join(folder, 'record.flv') };
  await writeFile(files.mediaFile, movie(MEDIA_SECONDS, KEY_FRAME_SIZE));
  return files;
}
