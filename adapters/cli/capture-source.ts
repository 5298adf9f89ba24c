import { open } from 'node:fs/promises';
import { createGunzip, type Gunzip } from 'node:zlib';
import { FileError } from './exit-code.ts';
import { filePieces } from './file-pieces.ts';
import { OptionError } from './option-values.ts';
import { systemReason } from './system-reason.ts';

/** Decompressed at once, bytes. */
const PIECE_BYTES = 262_144;

/** Given to gzip at once, bytes: a thousand times as much may come out of them, and is held. */
const COMPRESSED_BYTES = 16_384;

/** A capture file, or the standard input. */
export interface CaptureSource {
  /** For people. */
  readonly name: string;
  /** Whether `pieces` may be called again. */
  readonly isRepeatable: boolean;
  /**
   * Its bytes from the beginning, decompressed where they are gzip. A piece is borrowed until the next is asked for.
   *
   * @throws FileError where they cannot be read on
   */
  readonly pieces: () => AsyncIterable<Uint8Array>;
}

/** @param file - `-` is the standard input @throws OptionError when the file cannot be opened */
export async function captureSource(file: string): Promise<CaptureSource> {
  if (file === '-') {
    const name = 'the standard input';
    return { name, isRepeatable: false, pieces: () => decompressed(name, process.stdin) };
  }
  const handle = await open(file).catch((error: Error) => {
    throw new OptionError(`cannot open ${file}: ${systemReason(error)}`);
  });
  const kind = await handle.stat();
  await handle.close();
  if (kind.isDirectory()) throw new OptionError(`cannot open ${file}: it is a folder`);
  // What is no plain file, such as a named pipe, comes once.
  const pieces = () => decompressed(file, filePieces(file));
  return { name: file, isRepeatable: kind.isFile(), pieces };
}

async function* decompressed(name: string, stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces = stream[Symbol.asyncIterator]();
  const given = { bytes: 0 };
  try {
    const head = await firstBytes(pieces);
    const all = joined(head, pieces);
    const isGzip = head[0] === 0x1f && head[1] === 0x8b;
    const plain = isGzip ? unzipped(all) : all;
    for await (const piece of plain) {
      given.bytes += piece.length;
      yield piece;
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new FileError(`${name} cannot be read past byte ${given.bytes} of its content: ${systemReason(error)}`);
  }
}

/**
 * What gzip has compressed, in one member or in many. A stream that fails throws away what it has not handed on; so it is
 * driven step by step, and all that comes out of a damaged file is given before its error.
 */
async function* unzipped(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unzip = createGunzip({ chunkSize: PIECE_BYTES });
  const ready: Uint8Array[] = [];
  unzip.on('data', (bytes: Uint8Array) => ready.push(bytes));
  try {
    for await (const piece of pieces) {
      for (let at = 0; at < piece.length; at += COMPRESSED_BYTES) {
        const error = await failureOf(unzip, (done) => unzip.write(piece.subarray(at, at + COMPRESSED_BYTES), done));
        yield* ready.splice(0);
        if (error !== undefined) throw error;
      }
    }
    const error = await failureOf(unzip, (done) => unzip.on('end', done).end());
    yield* ready.splice(0);
    if (error !== undefined) throw error;
  } finally {
    unzip.destroy();
  }
}

/** @param step - calls `done` when it is over @returns why it failed */
function failureOf(unzip: Gunzip, step: (done: (error?: Error | null) => void) => void): Promise<Error | undefined> {
  return new Promise((resolve) => {
    unzip.removeAllListeners('error').on('error', resolve);
    step((error) => resolve(error ?? undefined));
  });
}

/** The first piece, and more until two bytes are there: what gzip begins with. */
async function firstBytes(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head = new Uint8Array();
  while (head.length < 2) {
    const next = await pieces.next();
    if (next.done === true) break;
    head = head.length === 0 ? new Uint8Array(next.value) : Uint8Array.of(...head, ...next.value);
  }
  return head;
}

async function* joined(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    yield* { [Symbol.asyncIterator]: () => rest };
  } finally {
    await rest.return?.(); // who stops at the head leaves the file open otherwise
  }
}
