import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlvRepair, type FlvRepairOptions } from './flv-repair.ts';
import type { FlvSkip } from './flv-tag.ts';
import { readKeyFrames, readMetadata } from './metadata.ts';
import { fileOf, joinBytes, payloadsIn, readFlv, someCuts, someTags, tagsIn } from './testing/files.ts';
import { movieTags, recorded } from './testing/movie.ts';

interface Repaired {
  readonly file: Uint8Array;
  readonly skips: readonly FlvSkip[];
}

function repaired(bytes: Uint8Array, cuts: readonly number[] = [4096], options?: FlvRepairOptions): Repaired {
  const repair = new FlvRepair(options);
  const pieces: Uint8Array[] = [];
  const skips: FlvSkip[] = [];
  const drain = (): void => {
    for (let part = repair.next(); part !== undefined; part = repair.next()) {
      if (part instanceof Uint8Array) pieces.push(part);
      else skips.push(part);
    }
  };
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = cuts[i % cuts.length] ?? 1;
    repair.push(bytes.slice(at, at + length));
    drain();
    at += length;
  }
  repair.end();
  drain();
  const file = joinBytes(...pieces);
  for (const { at, bytes: patch } of repair.patches()) file.set(patch, at);
  expect(repair.counts.tags).toBe(tagsIn(readFlv(bytes).items).length);
  return { file, skips };
}

describe('FlvRepair', () => {
  const movie = recorded(movieTags({ seconds: 4 }), { metadata: { width: 320 }, keyFrames: 4 });

  it('leaves the tags of a whole file as they are', () => {
    const { file, skips } = repaired(movie);
    expect(payloadsIn(readFlv(file).items).slice(1)).toEqual(payloadsIn(readFlv(movie).items).slice(1));
    expect(skips).toEqual([]);
  });

  it('gives a recording that was cut its duration, its size and a new index', () => {
    const killed = recorded(movieTags({ seconds: 4 }), { metadata: { width: 320 } }, true).subarray(0, -300);
    const { file, skips } = repaired(killed, [1000], { keyFrames: 8 });
    expect(skips).toMatchObject([{ reason: 'truncated' }]);
    const { items, reader } = readFlv(file);
    const [first] = tagsIn(items);
    const metadata = first && readMetadata(first);
    expect(metadata?.get('duration')).toBe(3.92);
    expect(metadata?.get('filesize')).toBe(file.length);
    expect(metadata?.get('width')).toBe(320);
    expect(metadata && readKeyFrames(metadata)).toHaveLength(2);
    expect(reader.counts).toMatchObject({ garbageBytes: 0, wrongPreviousTagSizes: 0 });
  });

  it('makes an onMetaData where there is none', () => {
    const { file } = repaired(fileOf(movieTags({ seconds: 1 })));
    const [first, ...rest] = tagsIn(readFlv(file).items);
    expect(first && readMetadata(first)?.get('duration')).toBe(0.96);
    expect(rest).toHaveLength(movieTags({ seconds: 1 }).length);
  });

  it('makes nothing of nothing', () => {
    expect(repaired(new Uint8Array(50))).toEqual({
      file: new Uint8Array(0),
      skips: [{ kind: 'skipped', reason: 'garbage', at: 0, length: 50 }],
    });
  });

  it('any damage: the clean file has just the tags that the reader finds, in any pieces, and nothing to repair', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 });
    fc.assert(
      fc.property(someTags, damage, fc.nat(), someCuts, (tags, changes, cut, cuts) => {
        const bytes = fileOf([...tags.slice(0, 2), ...movieTags({ seconds: 1 }), ...tags]);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const damaged = bytes.subarray(0, cut % (bytes.length + 1));
        const { file } = repaired(damaged, cuts);
        expect(repaired(damaged).file).toEqual(file);
        const found = payloadsIn(readFlv(damaged).items);
        const { items, reader } = readFlv(file);
        expect(payloadsIn(items).slice(1)).toEqual(found);
        expect(reader.counts).toMatchObject({ garbageBytes: 0, wrongPreviousTagSizes: 0, unannouncedTags: 0 });
      }),
    );
  });
});
