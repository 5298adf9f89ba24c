import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { OptionError } from './option-values.ts';

/** Bytes read at a time. */
const PIECE_BYTES = 1_048_576;

const GZIP_MAGIC = [0x1f, 0x8b] as const;

/**
 * The bytes of a file as they come, decompressed when gzip has compressed them, in one member or in many.
 *
 * @param file - a path, or `-` for the standard input
 * @throws OptionError when it cannot be opened; whatever the stream or gzip finds wrong later
 */
export async function* readCaptureFile(file: string): AsyncGenerator<Uint8Array> {
  const source: Readable = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: PIECE_BYTES });
  const pieces: AsyncIterator<Uint8Array> = source[Symbol.asyncIterator]();
  const first = await pieces.next().catch((error: Error) => {
    throw new OptionError(`cannot read ${file}: ${error.message}`);
  });
  if (first.done) return;
  const all = rest(first.value, pieces);
  if (!GZIP_MAGIC.every((byte, index) => first.value[index] === byte)) return yield* all;
  const unzip = createGunzip({ chunkSize: PIECE_BYTES });
  const compressed = Readable.from(all);
  compressed.on('error', (error) => unzip.destroy(error));
  yield* compressed.pipe(unzip);
}

async function* rest(first: Uint8Array, pieces: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let piece = await pieces.next(); !piece.done; piece = await pieces.next()) yield piece.value;
}
