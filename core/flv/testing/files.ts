import fc from 'fast-check';
import { encodeFlvHeader, encodeFlvTag } from '../encode-tag.ts';
import { FlvReader, type FlvReaderOptions } from '../flv-reader.ts';
import type { FlvItem, FlvPayload, FlvTag, FlvTagType } from '../flv-tag.ts';

/** FLV files for tests: made, cut into pieces, read. */

export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A file of these tags, and nothing else. */
export function fileOf(tags: readonly FlvPayload[]): Uint8Array {
  return joinBytes(encodeFlvHeader(), ...tags.map(encodeFlvTag));
}

export interface FlvReading {
  readonly items: readonly FlvItem[];
  readonly reader: FlvReader;
}

/** Reads to the end. `cuts`: lengths of the pieces, over and over; each is overwritten once it was read. */
export function readFlv(bytes: Uint8Array, cuts?: readonly number[], options?: FlvReaderOptions): FlvReading {
  const reader = new FlvReader(options);
  const items: FlvItem[] = [];
  const drain = (): void => {
    for (let item = reader.next(); item !== undefined; item = reader.next()) items.push(item);
  };
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const piece = bytes.slice(at, at + (cuts?.[i % cuts.length] ?? bytes.length));
    at += piece.length;
    reader.push(piece);
    drain();
    piece.fill(0x5a);
  }
  reader.end();
  drain();
  return { items, reader };
}

export function tagsIn(items: readonly FlvItem[]): FlvTag[] {
  return items.filter((item) => item.kind === 'tag');
}

/** What a tag says, without where it says it. */
export function payloadsIn(items: readonly FlvItem[]): FlvPayload[] {
  return tagsIn(items).map(({ type, timestamp, data }) => ({ type, timestamp, data }));
}

/** Tags as short texts, to be compared in large numbers: type, time, length, and a sum over the data. */
export function marksOf(tags: readonly FlvPayload[]): string[] {
  return tags.map(({ type, timestamp, data }) => {
    let sum = 0;
    for (const byte of data) sum = (Math.imul(sum, 31) + byte) | 0;
    return `${type} at ${timestamp}: ${data.length} bytes ${sum}`;
  });
}

export const someCuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });

const tagType: fc.Arbitrary<FlvTagType> = fc.constantFrom(8, 9, 15, 18);
const timestamp = fc.oneof(
  fc.nat(100_000),
  fc.constantFrom(0, 0xffffff, 0x1000000, 0x7fffffff, 0x80000000, 0xffffffff),
);

/** Tags of any type, time and content: some empty, some of bytes that a header could be made of. */
export const someTags: fc.Arbitrary<FlvPayload[]> = fc.array(
  fc.record({
    type: tagType,
    timestamp,
    data: fc
      .oneof(fc.uint8Array({ maxLength: 80 }), fc.array(fc.constantFrom(0, 8, 9, 11), { maxLength: 60 }))
      .map((bytes) => Uint8Array.from(bytes)),
  }),
  { maxLength: 12 },
);
