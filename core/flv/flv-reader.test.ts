import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { encodeFlvTag } from './encode-tag.ts';
import { FlvReader } from './flv-reader.ts';
import { type FlvPayload, FlvTagType, signedTimestamp } from './flv-tag.ts';
import { fileOf, joinBytes, payloadsIn, readFlv, tagsIn } from './testing/files.ts';

const HEADER = hex('46 4c 56 01 05 00 00 00 09 00 00 00 00');
const audio = (timestamp: number, data: string): FlvPayload => ({ type: FlvTagType.audio, timestamp, data: hex(data) });
const video = (timestamp: number, data: string): FlvPayload => ({ type: FlvTagType.video, timestamp, data: hex(data) });
const A = audio(0, 'af 01 11 22');
const B = video(40, '27 01 00 00 00 33 44 55');
const C = audio(80, 'af 01 66');

/** Where the tags of `fileOf([A, B, C])` begin. */
const [AT_A, AT_B, AT_C] = [13, 13 + 19, 13 + 19 + 23];

describe('FlvReader: what a file says (FLV E.2 to E.4)', () => {
  it('reads the header (VEC-FLV-1)', () => {
    expect(readFlv(HEADER).items).toEqual([{ kind: 'header', version: 1, hasAudio: true, hasVideo: true, length: 9 }]);
  });

  it('goes on where a longer header says (FLV-1)', () => {
    const long = hex('46 4c 56 02 01 00 00 00 0c ff ff ff 00 00 00 00');
    const { items } = readFlv(joinBytes(long, encodeFlvTag(B)));
    expect(items[0]).toEqual({ kind: 'header', version: 2, hasAudio: false, hasVideo: true, length: 12 });
    expect(payloadsIn(items)).toEqual([B]);
  });

  it('reads a timestamp of 32 bits (VEC-FLV-2)', () => {
    const { items, reader } = readFlv(joinBytes(HEADER, hex('08 00 00 03 00 00 00 01 00 00 00 af 01 00 00 00 00 0e')));
    expect(items[1]).toEqual({ kind: 'tag', at: 13, type: 8, timestamp: 0x01000000, data: hex('af 01 00') });
    expect(reader.counts).toEqual({ ...NOTHING, tags: 1 });
  });

  it('gives timestamps as uint32 and as the signed number of the document (FLV-4)', () => {
    const [tag] = tagsIn(readFlv(fileOf([audio(0xffffffe9, '00')])).items);
    expect(tag?.timestamp).toBe(0xffffffe9);
    expect(tag && signedTimestamp(tag)).toBe(-23);
  });

  it('reads audio, video, script data of both formats, and empty tags (FLV-3, FLV-8, ERTMP-43)', () => {
    const tags = ([8, 9, 15, 18] as const).map((type) => ({ type, timestamp: 5, data: new Uint8Array(0) }));
    expect(payloadsIn(readFlv(fileOf(tags)).items)).toEqual(tags);
  });

  it('skips a filtered tag (VEC-FLV-3) and one of an unknown type, and counts them (FLV-3)', () => {
    const filtered = hex('29 00 00 05 00 00 00 00 00 00 00  01 02 03 04 05  00 00 00 10');
    const unknown = hex('0b 00 00 01 00 00 00 00 00 00 00  01  00 00 00 0c');
    const { items, reader } = readFlv(joinBytes(HEADER, filtered, unknown, encodeFlvTag(A)));
    expect(items.slice(1)).toEqual([
      { kind: 'skipped', reason: 'filtered', at: 13, length: 16 },
      { kind: 'skipped', reason: 'unknownType', at: 33, length: 12 },
      { kind: 'tag', at: 49, ...A },
    ]);
    expect(reader.counts).toEqual({ ...NOTHING, tags: 1, filteredTags: 1, unknownTags: 1 });
  });

  it('reads from a tag in the middle on, with the offsets of the file', () => {
    const bytes = fileOf([A, B, C]).subarray(AT_B);
    expect(readFlv(bytes, undefined, { from: 'tag', at: AT_B }).items).toEqual([
      { kind: 'tag', at: AT_B, ...B },
      { kind: 'tag', at: AT_C, ...C },
    ]);
  });

  it('finds the next tag from anywhere', () => {
    const bytes = fileOf([A, B, C]).subarray(AT_A + 3);
    expect(readFlv(bytes, undefined, { from: 'anywhere', at: AT_A + 3 }).items).toEqual([
      { kind: 'skipped', reason: 'garbage', at: AT_A + 3, length: 16 },
      { kind: 'tag', at: AT_B, ...B },
      { kind: 'tag', at: AT_C, ...C },
    ]);
    const exact = readFlv(fileOf([A]).subarray(AT_A), undefined, { from: 'anywhere', at: AT_A });
    expect(exact.items).toEqual([{ kind: 'tag', at: AT_A, ...A }]);
  });

  it('ignores what comes after the end', () => {
    const { reader } = readFlv(fileOf([A]));
    reader.push(encodeFlvTag(B));
    expect(reader.next()).toBeUndefined();
  });
});

describe('FlvReader: what is tolerated', () => {
  it('flags that deny what comes (FLV-1)', () => {
    const silent = fileOf([A, B]);
    silent[4] = 0;
    const { items, reader } = readFlv(silent);
    expect(items[0]).toMatchObject({ hasAudio: false, hasVideo: false });
    expect(reader.counts).toEqual({ ...NOTHING, tags: 2, unannouncedTags: 2 });
    expect(readFlv(fileOf([A, B])).reader.counts.unannouncedTags).toBe(0);
    expect(readFlv(encodeFlvTag(A), undefined, { from: 'tag' }).reader.counts.unannouncedTags).toBe(0);
  });

  it('PreviousTagSizes of 0, as some live muxers write them (FLV-5)', () => {
    const bytes = fileOf([A, B, C]);
    for (const end of [AT_B, AT_C, bytes.length]) bytes.fill(0, end - 4, end);
    const { items, reader } = readFlv(bytes);
    expect(payloadsIn(items)).toEqual([A, B, C]);
    expect(reader.counts).toEqual({ ...NOTHING, tags: 3, wrongPreviousTagSizes: 3 });
  });

  it('a stream id, where the size agrees', () => {
    const bytes = fileOf([A]);
    bytes[AT_A + 10] = 1;
    expect(payloadsIn(readFlv(bytes).items)).toEqual([A]);
  });

  it('a wrong PreviousTagSize0, which is skipped as garbage', () => {
    const bytes = fileOf([A, B]);
    bytes[12] = 9;
    const { items, reader } = readFlv(bytes);
    expect(items[1]).toEqual({ kind: 'skipped', reason: 'garbage', at: 9, length: 4 });
    expect(payloadsIn(items)).toEqual([A, B]);
    expect(reader.counts).toEqual({ ...NOTHING, tags: 2, wrongPreviousTagSizes: 1, garbageBytes: 4 });
  });
});

describe('FlvReader: damage', () => {
  it('skips bytes between tags, and says how many and where', () => {
    const bytes = joinBytes(HEADER, encodeFlvTag(A), hex('01 02 03 09 05 06 07'), encodeFlvTag(B), encodeFlvTag(C));
    const { items, reader } = readFlv(bytes);
    expect(items[2]).toEqual({ kind: 'skipped', reason: 'garbage', at: AT_B, length: 7 });
    expect(payloadsIn(items)).toEqual([A, B, C]);
    expect(reader.counts.garbageBytes).toBe(7);
  });

  it.each([
    ['leads into another tag', 2, 20],
    ['leads behind the end', 1, 0x0f],
    ['is too small', 3, 1],
  ])('loses one tag to a size that %s', (_, index, value) => {
    const bytes = fileOf([A, B, C, A]);
    bytes[AT_B + index] = value;
    const { items } = readFlv(bytes);
    expect(payloadsIn(items)).toEqual([A, C, A]);
    expect(items[2]).toEqual({ kind: 'skipped', reason: 'garbage', at: AT_B, length: AT_C - AT_B });
  });

  it('loses one tag to bytes that are missing in it', () => {
    const whole = fileOf([A, B, C, A]);
    const bytes = joinBytes(whole.subarray(0, AT_B + 14), whole.subarray(AT_B + 16));
    expect(payloadsIn(readFlv(bytes).items)).toEqual([A, C, A]);
  });

  it('finds the way back by the headers alone where the sizes before were wrong as well', () => {
    const bytes = joinBytes(fileOf([A]), hex('ff ff'), encodeFlvTag(B), encodeFlvTag(C), encodeFlvTag(A));
    for (const end of [AT_B, AT_C + 2, AT_C + 2 + 18]) bytes.fill(0, end - 4, end);
    // A is followed by garbage and its size is wrong: it is not believed. B is: its size is held to the rule again.
    expect(payloadsIn(readFlv(bytes).items)).toEqual([A]);
    const better = joinBytes(fileOf([A, A]), hex('ff ff'), encodeFlvTag(B), encodeFlvTag(C));
    better.fill(0, AT_B - 4, AT_B);
    better.fill(0, AT_B + 15, AT_B + 19);
    expect(payloadsIn(readFlv(better).items)).toEqual([A, B, C]);
  });

  it('reads tags where the header of the file is gone', () => {
    const bytes = fileOf([A, B]);
    bytes[0] = 0;
    const { items } = readFlv(bytes);
    expect(items[0]).toEqual({ kind: 'skipped', reason: 'garbage', at: 0, length: 13 });
    expect(payloadsIn(items)).toEqual([A, B]);
  });

  it.each([
    ['too short', '46 4c 56 01 05 00 00 00 08 00 00 00 00'],
    ['absurdly long', '46 4c 56 01 05 7f ff ff ff 00 00 00 00'],
    ['cut', '46 4c 56 01'],
    ['longer than the file', '46 4c 56 01 05 00 00 00 20 00 00'],
  ])('gives no header that is %s', (_, bytes) => {
    expect(readFlv(hex(bytes)).items).toEqual([
      { kind: 'skipped', reason: 'garbage', at: 0, length: hex(bytes).length },
    ]);
  });

  it('has nothing to say about an empty file', () => {
    expect(readFlv(new Uint8Array(0)).items).toEqual([]);
  });
});

describe('FlvReader: the end (FLV-9)', () => {
  const whole = fileOf([A, B]);

  it.each([
    ['in its header', AT_B + 2, {}],
    ['behind its size', AT_B + 4, { declaredLength: 19 }],
    ['in its data', whole.length - 5, { declaredLength: 19 }],
  ])('gives a tag cut %s as truncated', (_, end, declared) => {
    const { items } = readFlv(whole.subarray(0, end));
    expect(items.at(-1)).toEqual({ kind: 'skipped', reason: 'truncated', at: AT_B, length: end - AT_B, ...declared });
    expect(payloadsIn(items)).toEqual([A]);
  });

  it.each([4, 3, 2, 1])('takes a tag whose PreviousTagSize lacks %d bytes', (missing) => {
    const { items, reader } = readFlv(whole.subarray(0, whole.length - missing));
    expect(payloadsIn(items)).toEqual([A, B]);
    expect(reader.counts.wrongPreviousTagSizes).toBe(0);
  });

  it('takes a last tag with a wrong PreviousTagSize before a tag that is cut', () => {
    const bytes = fileOf([A, B]);
    bytes.fill(0, AT_B - 4, AT_B);
    expect(payloadsIn(readFlv(bytes.subarray(0, AT_B + 5)).items)).toEqual([A]);
  });

  it.each(['00 00 00', '0b 01 02 03 04 05 06 07 00 00 00 01', '00 00 00 00 00 00 00 00 00 00 00 00 00 00 00'])(
    'does not take %s at the end for the beginning of a tag',
    (rest) => {
      const { items } = readFlv(joinBytes(whole, hex(rest)));
      expect(items.at(-1)).toEqual({ kind: 'skipped', reason: 'garbage', at: whole.length, length: hex(rest).length });
    },
  );
});

describe('FlvReader: memory', () => {
  it('skips a tag over the limit and goes on behind it', () => {
    const bytes = fileOf([A, { ...B, data: new Uint8Array(300) }, C]);
    const { items, reader } = readFlv(bytes, [40], { longestData: 100 });
    expect(payloadsIn(items)).toEqual([A, C]);
    expect(items[2]).toEqual({ kind: 'skipped', reason: 'tooLong', at: AT_B, length: 315 });
    expect(reader.counts.garbageBytes).toBe(315);
    expect(reader.heldBytes).toBeLessThan(1024);
  });

  it('says so as well when such a tag is the last', () => {
    const bytes = fileOf([A, { ...B, data: new Uint8Array(300) }]);
    expect(readFlv(bytes, [40], { longestData: 100 }).items.at(-1)).toMatchObject({ reason: 'tooLong', length: 315 });
  });

  it('believes nothing of a tag over the limit that has an unknown type', () => {
    const bytes = fileOf([A, { ...B, data: new Uint8Array(300) }, C]);
    bytes[AT_B] = 11;
    const { items } = readFlv(bytes, [40], { longestData: 100 });
    expect(items[2]).toEqual({ kind: 'skipped', reason: 'garbage', at: AT_B, length: 315 });
    expect(payloadsIn(items)).toEqual([A, C]);
  });

  it('grows with what came, not with the size that is declared', () => {
    const reader = new FlvReader();
    reader.push(joinBytes(HEADER, hex('09 ff ff ff 00 00 00 00 00 00 00 17')));
    while (reader.next() !== undefined);
    expect(reader.heldBytes).toBeLessThan(1024);
    for (let i = 0; i < 100; i++) {
      reader.push(new Uint8Array(1000));
      expect(reader.next()).toBeUndefined();
    }
    expect(reader.heldBytes).toBeLessThan(2 * 101_000);
    expect(reader.at).toBe(13);
  });

  it('gives the memory of a long tag back', () => {
    const long = fileOf([{ ...B, data: new Uint8Array(300_000) }]);
    const { reader } = readFlv(long, [10_000]);
    expect(reader.heldBytes).toBe(0);
  });

  it('keeps what was not read when the next bytes are pushed', () => {
    const bytes = fileOf([A, B, C]);
    const reader = new FlvReader();
    reader.push(bytes.slice(0, 30));
    reader.push(bytes.slice(30));
    const items = [1, 2, 3, 4].map(() => reader.next());
    expect(items.slice(1)).toMatchObject([A, B, C]);
  });
});

const NOTHING = {
  tags: 0,
  wrongPreviousTagSizes: 0,
  unannouncedTags: 0,
  filteredTags: 0,
  unknownTags: 0,
  garbageBytes: 0,
};
