import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { describeFlv, type FlvFacts } from './describe-flv.ts';
import { type FlvPayload, type FlvTag, signedTimestamp } from './flv-tag.ts';
import { type FlvStart, seekFlv } from './seek-flv.ts';
import { answer } from './testing/answer.ts';
import { fileOf, readFlv, tagsIn } from './testing/files.ts';
import { AAC_HEADER, AVC_HEADER, movieTags, recorded } from './testing/movie.ts';

interface Sought extends FlvStart {
  readonly readBytes: number;
}

function factsOf(file: Uint8Array): FlvFacts {
  return answer(describeFlv(file.length), file).result!; // each file here has frames
}

function seek(file: Uint8Array, timestamp: number, facts = factsOf(file)): Sought {
  const { result, asked } = answer(seekFlv(facts, timestamp), file);
  return { ...result, readBytes: asked.reduce((sum, { length }) => sum + length, 0) };
}

/** The last key frame at or before, by reading all. */
function expected(file: Uint8Array, timestamp: number): FlvTag | undefined {
  const keys = tagsIn(readFlv(file).items).filter(({ type, data }) => type === 9 && data[0] === 0x17 && data[1] === 1);
  return keys.filter((tag) => signedTimestamp(tag) <= timestamp).at(-1);
}

const long = movieTags({ seconds: 300, begin: 1000, pictureLength: 1000 });
const plain = recorded(long);
const indexed = recorded(long, { metadata: {}, keyFrames: 1000 });
const thinned = recorded(long, { metadata: {}, keyFrames: 16 });
const zeroSizes = plain.slice();
for (const { at, data } of tagsIn(readFlv(plain).items))
  zeroSizes.fill(0, at + 11 + data.length, at + 15 + data.length);

describe('seekFlv', () => {
  it.each([
    ['without an index (FLV-32)', plain],
    ['with one', indexed],
    ['with one that has some of the key frames', thinned],
    ['whose PreviousTagSizes are 0', zeroSizes],
  ])('finds the last key frame at or before any time, in a file %s', (_, file) => {
    const facts = factsOf(file);
    const time = fc.oneof(
      fc.integer({ min: 1000, max: 301_000 }),
      fc.nat(150).map((i) => 1000 + i * 2000),
    );
    fc.assert(
      fc.property(time, (timestamp) => {
        const key = expected(file, timestamp)!;
        const found = seek(file, timestamp, facts);
        expect([found.at, found.timestamp]).toEqual([key.at, key.timestamp]);
        expect(found.headers).toMatchObject([AVC_HEADER, AAC_HEADER]);
      }),
      { numRuns: 30 },
    );
  });

  it('reads little of the file', () => {
    expect(plain.length).toBeGreaterThan(7_500_000);
    for (const timestamp of [1000, 99_999, 200_000, 301_000]) {
      expect(seek(plain, timestamp).readBytes).toBeLessThan(1_500_000);
      expect(seek(indexed, timestamp).readBytes).toBeLessThan(300_000);
    }
  });

  it('begins with the first frame where the time is before the first key frame', () => {
    const [at] = tagsIn(readFlv(plain).items).filter(({ timestamp }) => timestamp > 0);
    expect(seek(plain, 0)).toMatchObject({ at: at?.at, timestamp: 1003 });
    expect(seek(indexed, -5)).toMatchObject({ timestamp: 1003 });
  });

  it('goes back as far as it must where key frames are far apart', () => {
    const tags = long.map((tag): FlvPayload => {
      const isLateKey = tag.timestamp > 1000 && tag.data[0] === 0x17 && tag.data[1] === 1;
      return isLateKey ? { ...tag, data: Uint8Array.of(0x27, ...tag.data.subarray(1)) } : tag;
    });
    const file = fileOf(tags);
    expect(seek(file, 250_000)).toMatchObject({ timestamp: 1000 });
  });

  it('does not trust an index that is wrong (FLV-31)', () => {
    const facts = factsOf(indexed);
    const keyFrames = facts.keyFrames.map(({ at, timestamp }) => ({ at: at + 1015, timestamp }));
    const found = seek(indexed, 100_000, { ...facts, keyFrames });
    expect(found.at).toBe(expected(indexed, 100_000)?.at);
    const outside = facts.keyFrames.map(({ timestamp }, i) => ({ at: indexed.length + i, timestamp }));
    expect(seek(indexed, 100_000, { ...facts, keyFrames: outside }).at).toBe(found.at);
  });

  it('goes on behind the end of an index that ends early', () => {
    const facts = factsOf(indexed);
    const found = seek(indexed, 200_000, { ...facts, keyFrames: facts.keyFrames.slice(0, 10) });
    expect(found.at).toBe(expected(indexed, 200_000)?.at);
  });

  it('finds sound in a file without pictures', () => {
    const file = fileOf(movieTags({ seconds: 600, video: false }));
    expect(seek(file, 300_020)).toMatchObject({ timestamp: 300_003, headers: [AAC_HEADER] });
    expect(seek(file, 0)).toMatchObject({ timestamp: 3 });
  });

  it('gives the headers that are true at the key frame, not those after it', () => {
    const newer: FlvPayload = { ...AVC_HEADER, data: hex('17 00 000000 01 4d 00') };
    const tags = movieTags({ seconds: 10 });
    const key = tags.findIndex(({ type, timestamp }) => type === 9 && timestamp === 4000);
    const file = fileOf([...tags.slice(0, key), newer, ...tags.slice(key)]);
    expect(seek(file, 3990).headers).toMatchObject([AVC_HEADER, AAC_HEADER]);
    expect(seek(file, 4000).headers).toMatchObject([AAC_HEADER, newer]);
  });

  it('counts times before 0 as such (FLV-4)', () => {
    const tags = movieTags({ seconds: 10 }).map((tag) => ({ ...tag, timestamp: (tag.timestamp - 3000) >>> 0 }));
    const file = fileOf(tags);
    expect(factsOf(file).firstTimestamp).toBe(-2997);
    expect(seek(file, -500)).toMatchObject({ timestamp: -1000 });
    expect(seek(file, 3500)).toMatchObject({ timestamp: 3000 });
  });

  it('any bytes: no throw, and an end', () => {
    const small = recorded(movieTags({ seconds: 4 }), { metadata: {}, keyFrames: 4 });
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(small.length - 300),
        fc.nat(5000),
        (bytes, at, timestamp) => {
          const file = small.slice();
          file.set(bytes, at);
          const { result } = answer(describeFlv(file.length), file);
          if (result !== undefined) answer(seekFlv(result, timestamp), file);
        },
      ),
      { numRuns: 150 },
    );
  });
});
