import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFlvHeader, encodeFlvTag } from './encode-tag.ts';
import { fileOf, joinBytes, payloadsIn, readFlv, someCuts, someTags, tagsIn } from './testing/files.ts';

describe('FlvReader: standing properties', () => {
  it('reads what was written, in any pieces', () => {
    fc.assert(
      fc.property(someTags, someCuts, (tags, cuts) => {
        const { items, reader } = readFlv(fileOf(tags), cuts);
        expect(items.map(({ kind }) => kind)).toEqual(['header', ...tags.map(() => 'tag')]);
        expect(payloadsIn(items)).toEqual(tags);
        expect(reader.counts).toMatchObject({ tags: tags.length, wrongPreviousTagSizes: 0, garbageBytes: 0 });
      }),
      { numRuns: 500 },
    );
  });

  const likelyByte = fc.oneof(fc.constantFrom(0, 8, 9, 11, 12, 15, 18), fc.nat(255));
  const anyBytes = fc.array(likelyByte, { maxLength: 300 }).map((bytes) => Uint8Array.from(bytes));
  const from = fc.constantFrom('file' as const, 'tag' as const, 'anywhere' as const);

  it('any bytes: no throw, every byte accounted for, the same items and counts in any pieces', () => {
    fc.assert(
      fc.property(anyBytes, someCuts, from, fc.constantFrom(20, 0xffffff), (bytes, cuts, begin, longestData) => {
        const options = { from: begin, longestData };
        const whole = readFlv(bytes, undefined, options);
        const cut = readFlv(bytes, cuts, options);
        expect(cut.items).toEqual(whole.items);
        expect(cut.reader.counts).toEqual(whole.reader.counts);
        expect(whole.reader.at).toBe(bytes.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('a file damaged in a few places: the same, and no item overlaps another', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(someTags, damage, someCuts, (tags, changes, cuts) => {
        const bytes = fileOf(tags);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const { items, reader } = readFlv(bytes);
        const cut = readFlv(bytes, cuts);
        expect(cut.items).toEqual(items);
        expect(cut.reader.counts).toEqual(reader.counts);
        let end = 0;
        for (const item of items) {
          if (item.kind === 'header') continue;
          expect(item.at).toBeGreaterThanOrEqual(end);
          end = item.at + (item.kind === 'tag' ? 11 + item.data.length : item.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('cut anywhere, it keeps every tag that is whole', () => {
    fc.assert(
      fc.property(someTags, fc.nat(), (tags, cut) => {
        const whole = fileOf(tags);
        const end = cut % (whole.length + 1);
        const expected = tagsIn(readFlv(whole).items).filter(({ at, data }) => at + 11 + data.length <= end);
        expect(tagsIn(readFlv(whole.subarray(0, end)).items)).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('with bytes put between two tags that cannot be a tag, it loses none', () => {
    const noise = fc.array(fc.integer({ min: 0x40, max: 0xff }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(someTags, someTags, noise, (before, after, bytes) => {
        const file = joinBytes(fileOf(before), Uint8Array.from(bytes), ...after.map(encodeFlvTag));
        expect(payloadsIn(readFlv(file).items)).toEqual([...before, ...after]);
      }),
      { numRuns: 500 },
    );
  });

  it('reads two files one after the other, the second header as garbage', () => {
    const { items } = readFlv(
      joinBytes(fileOf([{ type: 8, timestamp: 1, data: new Uint8Array(5) }]), encodeFlvHeader()),
    );
    expect(items.at(-1)).toEqual({ kind: 'skipped', reason: 'garbage', at: 33, length: 13 });
  });
});
