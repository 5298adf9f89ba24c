import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { movie } from '../subjects/recordings.ts';

/** What a client under test is given to publish, and where it may write. */
export interface ClientFiles {
  readonly mediaFile: string;
  /** Those that run at the same time have one each. */
  readonly recordFile: (lane: number) => string;
}

/** Longer than any run. */
const MEDIA_SECONDS = 60;
/** Bytes: more than one chunk takes of any publisher in use. The largest that is known is 65536. */
const KEY_FRAME_SIZE = 70_000;

/** @param folder - gets the media */
export async function clientFiles(folder: string): Promise<ClientFiles> {
  const mediaFile = join(folder, 'media.flv');
  await writeFile(mediaFile, movie(MEDIA_SECONDS, KEY_FRAME_SIZE));
  return { mediaFile, recordFile: (lane) => join(folder, `record-${lane}.flv`) };
}
