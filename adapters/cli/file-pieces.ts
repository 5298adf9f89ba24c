import { type FileHandle, open } from 'node:fs/promises';

/** Read at once, bytes. */
const PIECE_BYTES = 1_048_576;

/**
 * The bytes of a file from its beginning. Each piece is borrowed until the next is asked for: two take turns, so that one is
 * read from the disk while the other is looked at.
 */
export async function* filePieces(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    let [memory, other] = [new Uint8Array(PIECE_BYTES), new Uint8Array(PIECE_BYTES)];
    let reading = read(file, memory);
    for (let piece = await reading; piece.length > 0; piece = await reading) {
      [memory, other] = [other, memory];
      reading = read(file, memory);
      reading.catch(() => {}); // is told when the piece is asked for
      yield piece;
    }
  } finally {
    await file.close();
  }
}

async function read(file: FileHandle, memory: Uint8Array): Promise<Uint8Array> {
  const { bytesRead } = await file.read(memory, 0, memory.length, null);
  return memory.subarray(0, bytesRead);
}
