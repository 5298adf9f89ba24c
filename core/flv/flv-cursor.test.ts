import { describe, expect, it } from 'vitest';
import { FlvCursor } from './flv-cursor.ts';
import type { FlvPayload } from './flv-tag.ts';
import { joinBytes, marksOf, readFlv, tagsIn } from './testing/files.ts';
import { AAC_HEADER, AVC_HEADER, movieTags, recorded } from './testing/movie.ts';
import { factsOf } from './testing/player.ts';

const MOVIE = recorded(movieTags({ seconds: 20, pictureLength: 2_000 }), { metadata: {} });

/** Reads and takes until there are so many tags, or no more. */
function tagsFrom(cursor: FlvCursor, file: Uint8Array, count = Number.POSITIVE_INFINITY): FlvPayload[] {
  const tags: FlvPayload[] = [];
  while (tags.length < count) {
    const tag = cursor.next();
    if (tag !== undefined) {
      tags.push({ type: tag.type, timestamp: tag.timestamp, data: tag.data });
      continue;
    }
    const range = cursor.ask();
    if (range === undefined) break;
    expect(range.at + range.length).toBeLessThanOrEqual(file.length);
    cursor.take(file.slice(range.at, range.at + range.length));
  }
  return tags;
}

describe('FlvCursor', () => {
  it('takes every tag of a file, also behind damage and where the last is cut', () => {
    const damaged = joinBytes(
      MOVIE.subarray(0, 300_000),
      new Uint8Array(999).fill(9),
      MOVIE.subarray(300_000, 700_123),
    );
    for (const file of [MOVIE, damaged, MOVIE.subarray(0, MOVIE.length - 4)]) {
      const cursor = new FlvCursor(factsOf(file));
      expect(marksOf(tagsFrom(cursor, file))).toEqual(marksOf(tagsIn(readFlv(file).items)));
      expect([cursor.isAtEnd, cursor.isTruncated, cursor.ask(), cursor.next()]).toEqual([
        true,
        false,
        undefined,
        undefined,
      ]);
    }
  });

  it('reads a block at a time, and the next one when that is used up', () => {
    const cursor = new FlvCursor(factsOf(MOVIE));
    expect(cursor.next()).toBeUndefined();
    expect(cursor.ask()).toEqual({ at: 0, length: 131_072 });
    expect(cursor.ask()).toBeUndefined();
    cursor.take(MOVIE.slice(0, 131_072));
    let count = 0;
    while (cursor.next() !== undefined) count += 1;
    expect(count).toBeGreaterThan(60);
    expect(cursor.ask()).toEqual({ at: 131_072, length: 131_072 });
  });

  it('goes to a key frame, with headers that have its time, and metadata if asked (FLV-31, Q-60)', () => {
    const facts = factsOf(MOVIE);
    const cursor = new FlvCursor(facts);
    cursor.seek(7_900, true);
    const [metadata, video, audio, picture] = tagsFrom(cursor, MOVIE, 4);
    expect(metadata).toEqual({ type: 18, timestamp: 6_000, data: facts.metadataTag?.data });
    expect(video).toEqual({ ...AVC_HEADER, timestamp: 6_000 });
    expect(audio).toEqual({ ...AAC_HEADER, timestamp: 6_000 });
    expect([picture?.type, picture?.timestamp, picture?.data[0]]).toEqual([9, 6_000, 0x17]);
    cursor.seek(0);
    expect(tagsFrom(cursor, MOVIE, 3).map(({ timestamp }) => timestamp)).toEqual([0, 0, 0]);
  });

  it('forgets what was being read when it goes elsewhere', () => {
    const cursor = new FlvCursor(factsOf(MOVIE));
    const stale = cursor.ask();
    cursor.seek(10_000);
    expect(cursor.ask()).toBeUndefined();
    cursor.take(MOVIE.slice(0, stale?.length));
    cursor.take(MOVIE.slice(0, 5)); // nobody asked
    const [, , picture] = tagsFrom(cursor, MOVIE, 3);
    expect(picture?.timestamp).toBe(10_000);
  });

  it('stops where the file is shorter than it was', () => {
    const cursor = new FlvCursor(factsOf(MOVIE));
    const tags = tagsFrom(cursor, MOVIE.subarray(0, 200_000 - 1), 2);
    expect(tags).toHaveLength(2);
    while (cursor.next() !== undefined);
    const range = cursor.ask();
    cursor.take(new Uint8Array(5));
    expect([range?.at, cursor.isTruncated, cursor.isAtEnd, cursor.ask()]).toEqual([131_072, true, false, undefined]);
  });

  it('comes back from the end', () => {
    const cursor = new FlvCursor(factsOf(MOVIE));
    cursor.skipAll();
    expect([cursor.isAtEnd, cursor.next(), cursor.ask()]).toEqual([true, undefined, undefined]);
    cursor.seek(0);
    expect(tagsFrom(cursor, MOVIE, 1)).toHaveLength(1);
  });

  it('has no metadata to begin with where there is none', () => {
    const file = recorded(movieTags({ seconds: 4 }));
    const cursor = new FlvCursor(factsOf(file));
    cursor.seek(2_000, true);
    expect(tagsFrom(cursor, file, 1)[0]?.type).toBe(9);
  });
});
