import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAmf0 } from '../amf/amf0.ts';
import { ecmaArray } from '../amf/make-value.ts';
import { hex } from '../bytes/testing/hex.ts';
import { describeFlv, type FlvFacts } from './describe-flv.ts';
import { FlvWriter } from './flv-writer.ts';
import { answer } from './testing/answer.ts';
import { fileOf, joinBytes, readFlv, tagsIn } from './testing/files.ts';
import { AAC_HEADER, AVC_HEADER, movieTags, recorded } from './testing/movie.ts';

function factsOf(file: Uint8Array): FlvFacts {
  const { result } = answer(describeFlv(file.length), file);
  if (result === undefined) throw new Error('expected a frame in the file');
  return result;
}

describe('describeFlv', () => {
  const movie = recorded(movieTags({ seconds: 10, begin: 7000 }), { metadata: { width: 320 }, keyFrames: 8 });

  it('tells times, media, metadata, index and headers', () => {
    const facts = factsOf(movie);
    const tags = tagsIn(readFlv(movie).items);
    expect(facts).toMatchObject({
      size: movie.length,
      header: { kind: 'header', hasAudio: true, hasVideo: true },
      firstTimestamp: 7003,
      lastTimestamp: 16_963,
      durationMs: 9960,
      hasAudio: true,
      hasVideo: true,
      videoTrackId: 0,
      firstFrameAt: tags[3]?.at,
      end: movie.length - 4,
      lastTagLength: 211,
      durationAt: 53,
      fileSizeAt: 72,
    });
    expect(facts.metadata?.get('width')).toBe(320);
    expect(facts.metadataTag?.at).toBe(13);
    expect(facts.keyFrames.map(({ timestamp }) => timestamp)).toEqual([7000, 9000, 11_000, 13_000, 15_000]);
    expect(facts.headers).toMatchObject([AVC_HEADER, AAC_HEADER]);
  });

  it('has no places to patch in metadata that says neither how long nor how large the file is', () => {
    const data = encodeAmf0(['onMetaData', ecmaArray([['width', 320]])]);
    const facts = factsOf(fileOf([{ type: 18, timestamp: 0, data }, ...movieTags({ seconds: 1 })]));
    expect([facts.metadata?.get('width'), facts.durationAt, facts.fileSizeAt]).toEqual([320, undefined, undefined]);
  });

  it('reads little of a long file', () => {
    const long = recorded(movieTags({ seconds: 400 }));
    const { asked } = answer(describeFlv(long.length), long);
    expect(long.length).toBeGreaterThan(2_000_000);
    expect(asked).toEqual([
      { at: 0, length: 65_536 },
      { at: long.length - 65_536, length: 65_536 },
    ]);
  });

  it('tells the duration of a file that was cut anywhere, without metadata (FLV-33)', () => {
    const file = recorded(movieTags({ seconds: 4 }));
    const tags = tagsIn(readFlv(file).items);
    fc.assert(
      fc.property(fc.integer({ min: 200, max: file.length }), (length) => {
        const facts = factsOf(file.subarray(0, length));
        const whole = tags.filter(({ at, data }) => at + 11 + data.length <= length);
        const last = whole.at(-1)!;
        expect(facts.lastTimestamp).toBe(Math.max(...whole.map(({ timestamp }) => timestamp)));
        expect(facts.end).toBe(last.at + 11 + last.data.length);
        expect(facts.durationAt).toBeUndefined();
      }),
    );
  });

  it('looks further back when the last tag is longer than a block', () => {
    const long = { type: 9, timestamp: 10_000, data: new Uint8Array(300_000).fill(0x27) } as const;
    long.data[1] = 1;
    const file = fileOf([...movieTags({ seconds: 2 }), long]);
    expect(factsOf(file).lastTimestamp).toBe(10_000);
    expect(factsOf(file.subarray(0, -10)).lastTimestamp).toBe(1963);
  });

  it('takes the time of an end of sequence, not of script data', () => {
    const end = { type: 9, timestamp: 2000, data: hex('17 02 000000') } as const;
    const text = { type: 18, timestamp: 9000, data: hex('02 00 01 78') } as const;
    expect(factsOf(fileOf([...movieTags({ seconds: 2 }), end, text])).lastTimestamp).toBe(2000);
  });

  it.each([
    ['sound', { video: false }, { hasAudio: true, hasVideo: false, videoTrackId: undefined }],
    ['pictures', { audio: false }, { hasAudio: false, hasVideo: true, videoTrackId: 0 }],
  ])('describes a file of %s alone, whatever its flags say', (_, parts, expected) => {
    const file = fileOf(movieTags({ seconds: 10, ...parts }));
    expect(factsOf(file)).toMatchObject({ ...expected, header: { hasAudio: true, hasVideo: true } });
  });

  it('gives up waiting for the other medium after 4 MiB', () => {
    const stills = Array.from(
      { length: 60 },
      () => ({ type: 9, timestamp: 0, data: hex(`17 01 ${'00'.repeat(99_998)}`) }) as const,
    );
    const { asked, result } = answer(describeFlv(fileOf(stills).length), fileOf(stills));
    expect(result?.hasVideo).toBe(true);
    expect(asked.filter(({ at }) => at > 4_400_000 && at < 5_000_000)).toEqual([]);
  });

  it('finds media that begin late by the end of the file', () => {
    const sound = movieTags({ seconds: 10, video: false });
    const both = movieTags({ seconds: 2, begin: 10_000 });
    expect(factsOf(fileOf([...sound, ...both]))).toMatchObject({ hasVideo: true, videoTrackId: 0 });
  });

  it.each([
    ['an empty file', new Uint8Array(0)],
    ['a header alone', fileOf([])],
    ['headers alone', fileOf([AVC_HEADER, AAC_HEADER])],
    ['something else', new Uint8Array(100_000).fill(0x41)],
  ])('has nothing to tell of %s', (_, file) => {
    expect(answer(describeFlv(file.length), file).result).toBeUndefined();
  });

  it('ends when the file is shorter than it was said to be', () => {
    expect(answer(describeFlv(movie.length + 100_000), movie).result?.hasVideo).toBe(true);
  });

  it('any bytes: no throw, and an end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(300), (bytes, at) => {
        const file = movie.slice(0, 3000);
        file.set(bytes, at);
        answer(describeFlv(file.length), file);
      }),
    );
  });
});

describe('a recording that goes on (FLV-36)', () => {
  it('wherever the first one was cut, the file has all whole tags of both', () => {
    const first = recorded(movieTags({ seconds: 3, begin: 500 }), { metadata: {} }, true);
    const second = movieTags({ seconds: 1, begin: 900_000 });
    fc.assert(
      fc.property(fc.integer({ min: 400, max: first.length }), (length) => {
        const cut = first.subarray(0, length);
        const facts = factsOf(cut);
        const writer = FlvWriter.continuing(facts);
        const file = joinBytes(cut.subarray(0, facts.end), writer.start(), ...second.map((tag) => writer.write(tag)));
        for (const { at, bytes } of writer.patches()) file.set(bytes, at);
        const { items, reader } = readFlv(file);
        expect(reader.counts).toMatchObject({ garbageBytes: 0, wrongPreviousTagSizes: 0 });
        expect(tagsIn(items)).toHaveLength(tagsIn(readFlv(cut).items).length + second.length);
        const after = factsOf(file);
        expect(after.metadata?.get('duration')).toBe(after.durationMs / 1000);
        expect(after.metadata?.get('filesize')).toBe(file.length);
        expect(after.lastTimestamp).toBe(facts.lastTimestamp + 1 + 960);
      }),
      { numRuns: 50 },
    );
  });
});
