import { describe, expect, it } from 'vitest';
import { bytes, counting } from './testing/bytes.ts';
import { makeReader, readEveryWay, summaries } from './testing/read-all.ts';

const PING_RESPONSE = '00 07 00 00 00 00';

describe('HeaderReader: what may come first on a chunk stream (5.3.1.2)', () => {
  it('Q-13, CHK-32: accepts type 1, from timestamp 0 on message stream 0, and says so', () => {
    const reading = readEveryWay(bytes('42 00 00 05 00 00 06 04', PING_RESPONSE));
    expect(reading.messages).toMatchObject([{ chunkType: 1, timestamp: 5, messageTypeId: 4, messageStreamId: 0 }]);
    expect(reading.deviations).toEqual([
      { code: 'typeOneFirst', at: 0, count: 1, message: 'expected type 0 to open chunk stream 2, got type 1' },
    ]);
  });

  it('Q-13: refuses type 1 where the host does', () => {
    const reading = readEveryWay(bytes('42 00 00 05 00 00 06 04', PING_RESPONSE), {
      refused: new Set(['typeOneFirst']),
    });
    expect(reading.messages).toEqual([]);
    expect(reading.deviations).toEqual([]);
    expect(reading.trouble).toMatchObject({ code: 'typeOneFirst', at: 0 });
  });

  it.each([
    ['87 00 00 14', 2],
    ['c7', 3],
  ])('CHK-32, Q-14: fails on %s, for no length is known', (chunk, type) => {
    const first = bytes('04 00 00 07 00 00 01 08 01 00 00 00 ee');
    const { trouble } = readEveryWay(bytes(first, chunk, counting(40)), { offset: 3073 });
    expect(trouble).toEqual({
      code: 'chunkHeaderMissing',
      at: 3086,
      message:
        `expected type 0 to open chunk stream 7, got type ${type}; at byte 3086 with chunk size 128, after a good ` +
        'type 0 header on chunk stream 4 at byte 3073 (timestamp 7, length 1, message type 8, message stream 1)',
    });
  });

  it('Q-14: says that nothing came before', () => {
    expect(readEveryWay(bytes('c7')).trouble?.message).toBe(
      'expected type 0 to open chunk stream 7, got type 3; at byte 0 with chunk size 128, no header before it',
    );
  });

  it('Q-14: a wrong chunk size shows where it was last right', () => {
    const payload = new Uint8Array(200).fill(0xc9);
    const { trouble } = readEveryWay(bytes('06 00 00 28 00 00 c8 09 01 00 00 00', payload)); // one chunk, at size 4096
    expect(trouble).toMatchObject({ code: 'chunkHeaderMissing', at: 140 });
    expect(trouble?.message).toContain('with chunk size 128, after a good type 0 header on chunk stream 6 at byte 0');
  });

  it('reads nothing more after trouble', () => {
    const reader = makeReader();
    reader.push(bytes('c7'));
    expect(reader.next()).toBeUndefined();
    const trouble = reader.trouble;
    reader.push(bytes('04 00 00 07 00 00 01 08 01 00 00 00 ee'));
    expect(reader.next()).toBeUndefined();
    expect(reader.trouble).toBe(trouble);
  });
});

describe('HeaderReader: a header within a message (CHK-31, Q-15)', () => {
  const begun = bytes('06 00 00 28 00 01 2c 09 01 00 00 00', counting(128));
  const headers = [
    ['type 0', '06 00 00 0a 00 00 02 08 01 00 00 00', 'chunk stream 6: type 8 of 2 bytes at 10', '02'],
    ['type 1', '46 00 00 0a 00 00 02 08', 'chunk stream 6: type 8 of 2 bytes at 50', '02'],
    ['type 2', '86 00 00 0a', 'chunk stream 6: type 9 of 300 bytes at 50', '300'],
  ] as const;

  it.each(headers)('refuses %s where the host does', (type, header) => {
    const reading = readEveryWay(bytes(begun, header, 'aa bb'), { refused: new Set(['headerInsideMessage']) });
    expect(reading.messages).toEqual([]);
    expect(reading.trouble).toMatchObject({ code: 'headerInsideMessage', at: 140 });
    expect(reading.trouble?.message).toContain(
      `expected type 3 after 128 of 300 bytes on chunk stream 6, got ${type}; at byte 140`,
    );
  });

  it.each(headers)(
    'where %s is accepted it aborts that message and never mixes the two',
    (_type, header, summary, length) => {
      const payload = new Uint8Array(Number(length)).fill(0xbb);
      const rest =
        payload.length > 128
          ? bytes(payload.slice(0, 128), 'c6', payload.slice(0, 128), 'c6', payload.slice(256))
          : payload;
      const reading = readEveryWay(bytes(begun, header, rest));
      expect(summaries(reading)).toEqual([summary]);
      expect(reading.messages[0]?.payload).toEqual(payload);
      expect(reading.deviations).toMatchObject([{ code: 'headerInsideMessage', at: 140, count: 1 }]);
      expect(reading.unfinishedBytes).toBe(0);
    },
  );

  it('counts what comes again, and keeps the place of the first', () => {
    const header = bytes('06 00 00 0a 00 00 82 08 01 00 00 00', counting(128));
    expect(readEveryWay(bytes(begun, header, header, header)).deviations).toMatchObject([{ at: 140, count: 3 }]);
  });
});

describe('HeaderReader: limits', () => {
  it('takes a message of the allowed length and not one byte more', () => {
    const limits = { messageLength: 300, commandLength: 200 };
    expect(readEveryWay(bytes('06 00 00 00 00 01 2c 09 01 00 00 00'), { limits }).trouble).toBeUndefined();
    const { trouble } = readEveryWay(bytes('06 00 00 00 00 01 2d 09 01 00 00 00'), { limits });
    expect(trouble).toMatchObject({ code: 'messageTooLong', limit: 'messageLength', allowed: 300, got: 301, at: 0 });
    expect(trouble?.message).toContain('expected at most 300 bytes in a message of type 9, got 301');
  });

  it.each([15, 16, 17, 18, 19, 20])('MSG-37, AMF-LIM-9: type %i has its own limit', (type) => {
    const limits = { messageLength: 300, commandLength: 200 };
    const header = (length: number) => bytes('03 00 00 00 00 00', Uint8Array.of(length, type), '00 00 00 00');
    expect(readEveryWay(header(200), { limits }).trouble).toBeUndefined();
    expect(readEveryWay(header(201), { limits }).trouble).toMatchObject({
      code: 'commandTooLong',
      limit: 'commandLength',
      allowed: 200,
      got: 201,
    });
    const tight = { messageLength: 100, commandLength: 200 };
    expect(readEveryWay(header(101), { limits: tight }).trouble).toMatchObject({
      code: 'messageTooLong',
      allowed: 100,
    });
  });

  it.each([14, 21])('type %i counts as any message', (type) => {
    const header = bytes('03 00 00 00 00 00 c9', Uint8Array.of(type), '00 00 00 00');
    expect(readEveryWay(header, { limits: { commandLength: 200 } }).trouble).toBeUndefined();
  });

  it('holds types 1 too to the limit, which came later', () => {
    const wire = bytes('06 00 00 00 00 00 01 09 01 00 00 00 ee', '46 00 00 00 00 01 2d 09');
    const { trouble } = readEveryWay(wire, { limits: { messageLength: 300 } });
    expect(trouble).toMatchObject({ code: 'messageTooLong', at: 13 });
  });

  it('CHK-9: remembers so many chunk streams and no more', () => {
    const empty = (id: number) => bytes(Uint8Array.of(id), '00 00 00 00 00 00 08 00 00 00 00');
    const reading = readEveryWay(bytes(empty(3), empty(4), empty(3), empty(5)), { limits: { chunkStreams: 2 } });
    expect(reading.messages).toHaveLength(3);
    expect(reading.trouble).toMatchObject({
      code: 'tooManyChunkStreams',
      limit: 'chunkStreams',
      allowed: 2,
      got: 3,
      at: 36,
    });
  });

  it('counts twice what came of unfinished messages, up to what they declare', () => {
    const begun = (id: number) => bytes(Uint8Array.of(id), '00 00 00 00 03 e8 09 00 00 00 00', counting(128));
    const limits = { unfinishedBytes: 600 };
    expect(readEveryWay(bytes(begun(4), begun(5)), { limits })).toMatchObject({
      unfinishedBytes: 512,
      trouble: undefined,
    });
    const { trouble } = readEveryWay(bytes(begun(4), begun(5), 'c4', counting(128)), { limits });
    expect(
      readEveryWay(bytes(begun(4), 'c4', counting(128)), { limits: { unfinishedBytes: 300 } }).trouble,
    ).toMatchObject({
      code: 'tooManyUnfinishedBytes',
      got: 512,
      at: 140,
    });
    expect(trouble).toMatchObject({
      code: 'tooManyUnfinishedBytes',
      limit: 'unfinishedBytes',
      allowed: 600,
      got: 768,
      at: 280,
    });
  });
});

describe('ChunkReader.setChunkSize (5.4.1)', () => {
  it.each([
    [0, 'chunkSizeInvalid'],
    [0x80000000, 'chunkSizeInvalid'],
    [0xffffffff, 'chunkSizeInvalid'],
    [63, 'chunkSizeTooSmall'],
  ])('CHK-34, Q-17: refuses %i: %s', (size, code) => {
    const reader = makeReader({ limits: { smallestChunkSize: 64 }, offset: 3073 });
    const trouble = reader.setChunkSize(size);
    expect(trouble).toMatchObject({ code, at: 3073 });
    expect(reader.trouble).toBe(trouble);
  });

  it('Q-17: says which limit was hit', () => {
    const trouble = makeReader({ limits: { smallestChunkSize: 64 } }).setChunkSize(63);
    expect(trouble).toMatchObject({ limit: 'smallestChunkSize', allowed: 64, got: 63 });
  });

  it.each([1, 127, 128, 65536, 0xffffff])('CHK-34: takes %i without a word', (size) => {
    const reader = makeReader();
    expect(reader.setChunkSize(size)).toBeUndefined();
    expect(reader.hasDeviations).toBe(false);
  });

  it.each([0x1000000, 134_217_728, 0x7fffffff])('Q-16: clamps %i and says so', (size) => {
    const reader = makeReader();
    expect(reader.setChunkSize(size)).toBeUndefined();
    expect(reader.hasDeviations).toBe(true);
    expect(reader.takeDeviations()).toEqual([
      { code: 'chunkSizeClamped', at: 0, count: 1, message: `expected a chunk size up to 16777215, got ${size}` },
    ]);
    expect(reader.takeDeviations()).toEqual([]);
    reader.push(bytes('06 00 00 00 00 03 e8 09 01 00 00 00', counting(1000)));
    expect(reader.next()?.payload).toEqual(counting(1000));
  });

  it('Q-16: refuses to clamp where the host says so', () => {
    const reader = makeReader({ refused: new Set(['chunkSizeClamped']) });
    expect(reader.setChunkSize(0x1000000)).toMatchObject({ code: 'chunkSizeClamped' });
  });
});
