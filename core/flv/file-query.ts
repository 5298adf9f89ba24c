import { FlvReader } from './flv-reader.ts';
import type { FlvHeader, FlvTag } from './flv-tag.ts';

/** A part of a file. */
export interface ByteRange {
  /** Offset, bytes. */
  readonly at: number;
  /** Bytes, above 0. */
  readonly length: number;
}

/**
 * Something that is found out about a file by looking into it here and there. It asks for a range and is told the bytes,
 * borrowed until it asks again; fewer than asked for where the file ends before. Whoever has the file answers as it can:
 *
 *     let asked = query.next();
 *     while (!asked.done) asked = query.next(await read(file, asked.value));
 *     return asked.value;
 *
 * Memory is that of the ranges, not of the file.
 */
export type FileQuery<Result> = Generator<ByteRange, Result, Uint8Array>;

/** A stretch of a file, and whether a tag begins where it begins: see `FlvReaderOptions.from`. */
export interface Stretch {
  readonly from: 'file' | 'tag' | 'anywhere';
  /** Offset of the first byte. */
  readonly at: number;
  /** Offset behind the last place where a tag may begin; at most the size of the file. */
  readonly end: number;
}

/** What is asked for at a time, bytes. */
const BLOCK = 65_536;

/**
 * Visits the tags that begin in a stretch, in their order.
 *
 * @param size - of the file, bytes
 * @param visit - answers whether that was enough
 * @returns the header of the file, if the stretch begins with it
 */
export function* visitTags(
  size: number,
  { from, at, end }: Stretch,
  visit: (tag: FlvTag) => boolean,
): FileQuery<FlvHeader | undefined> {
  let header: FlvHeader | undefined;
  const reader = new FlvReader({ from, at });
  for (let asked = at; reader.at < end; ) {
    const length = Math.min(BLOCK, size - asked);
    const bytes = length > 0 ? yield { at: asked, length } : NOTHING;
    asked += bytes.length;
    if (bytes.length === 0) reader.end();
    reader.push(bytes);
    for (let item = reader.next(); item !== undefined; item = reader.next()) {
      if (item.kind === 'header') header = item;
      else if (item.kind === 'tag' && (item.at >= end || visit(item))) return header;
    }
    if (bytes.length === 0) break;
  }
  return header;
}

const NOTHING = new Uint8Array(0);
