import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { FlvReader } from '../../core/index.ts';
import { EXIT, FileError } from './exit-code.ts';
import { OptionError } from './option-values.ts';
import { systemReason } from './system-reason.ts';

/** Read at once, bytes. */
const PIECE_BYTES = 262_144;
/** In which the first tag of a file must end: a key frame of a large picture, and damage before it. */
const SEARCHED_BYTES = 20 * 1_048_576;

/**
 * The bytes of an FLV file, or of the standard input for `-`: each call of the answer reads them from the beginning.
 *
 * @throws OptionError when the file cannot be opened, or holds no tag: before anybody is bothered with it
 */
export async function flvSource(file: string): Promise<() => AsyncIterable<Uint8Array>> {
  if (file === '-') return () => process.stdin;
  const handle = await open(file).catch((error: Error) => {
    throw new OptionError(`cannot open ${file}: ${systemReason(error)}`);
  });
  const kind = await handle.stat();
  await handle.close();
  if (kind.isDirectory()) throw new OptionError(`cannot open ${file}: it is a folder`);
  const read = () => readPieces(file);
  // What is no plain file, such as a named pipe, comes once.
  if (kind.isFile() && !(await holdsTag(read()))) throw new OptionError(`${file} holds nothing of FLV`);
  return read;
}

async function* readPieces(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of createReadStream(file, { highWaterMark: PIECE_BYTES })) yield piece;
  } catch (error) {
    // A stream of a file fails with the system's errors only.
    throw new FileError(`${file} cannot be read: ${systemReason(error as Error)}`, EXIT.file);
  }
}

async function holdsTag(pieces: AsyncIterable<Uint8Array>): Promise<boolean> {
  const reader = new FlvReader();
  for await (const piece of pieces) {
    reader.push(piece);
    if (hasTagNow(reader)) return true;
    if (reader.at > SEARCHED_BYTES) return false;
  }
  reader.end();
  return hasTagNow(reader);
}

function hasTagNow(reader: FlvReader): boolean {
  for (let item = reader.next(); item !== undefined; item = reader.next()) if (item.kind === 'tag') return true;
  return false;
}
