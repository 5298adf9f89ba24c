import type { FileHandle } from 'node:fs/promises';

/**
 * Reads a range of a file into the beginning of `into`, however little the system gives at a time.
 *
 * @returns what came, a view of `into`: less than `length` bytes at the end of the file only
 */
export async function readRange(handle: FileHandle, at: number, length: number, into: Uint8Array): Promise<Uint8Array> {
  let count = 0;
  while (count < length) {
    const { bytesRead } = await handle.read(into, count, length - count, at + count);
    if (bytesRead === 0) break;
    count += bytesRead;
  }
  return into.subarray(0, count);
}
