import { describe, expect, it } from 'vitest';
import { bytes, counting } from './testing/bytes.ts';
import { makeReader, readEveryWay } from './testing/read-all.ts';

/** In front of each payload: a relay writes a header there. */
const ROOM = 16;

/** The memory that a reader holds besides itself and its chunk streams. */
const EMPTY_READER = makeReader().heldBytes;
const withStreams = (count: number): number => {
  const reader = makeReader();
  for (let id = 0; id < count; id++) reader.push(header(64 + id, 0));
  while (reader.next() !== undefined);
  return reader.heldBytes;
};

function header(id: number, length: number): Uint8Array {
  return bytes(
    Uint8Array.of(1, id - 64, (id - 64) >> 8),
    '00 00 00',
    Uint8Array.of(length >> 16, length >> 8, length),
    '09 01 00 00 00',
  );
}

describe('PayloadGatherer: memory', () => {
  it('takes none for a header, and twice what came for a message that does not end in the input', () => {
    const reader = makeReader();
    reader.push(header(64, 0xffffff));
    reader.next();
    expect(reader.heldBytes).toBe(withStreams(1));
    reader.push(counting(100));
    reader.next();
    expect(reader.heldBytes).toBe(withStreams(1) + ROOM + 200);
  });

  it('grows with what came, at most twofold, and never beyond the declared length', () => {
    const reader = makeReader();
    reader.setChunkSize(0xffffff);
    const base = withStreams(1);
    reader.push(header(64, 1000));
    reader.next();
    for (let received = 1; received < 1000; received++) {
      reader.push(Uint8Array.of(received));
      expect(reader.next()).toBeUndefined();
      const memory = reader.heldBytes - base;
      const room = memory > 64 ? ROOM : 0; // what is shorter has none
      expect(memory).toBeGreaterThanOrEqual(received + room);
      expect(memory).toBeLessThanOrEqual(Math.min(1000, 2 * received) + room);
    }
    reader.push(Uint8Array.of(0));
    const payload = reader.next()?.payload;
    expect(payload?.length).toBe(1000);
    expect(payload?.buffer.byteLength).toBe(1000 + ROOM);
    expect(reader.heldBytes).toBe(base);
  });

  it('keeps to the limits when 64 k chunk streams declare 16 MB each', () => {
    const reader = makeReader({ limits: { unfinishedBytes: 100_000 } });
    reader.setChunkSize(1);
    const streamBytes = withStreams(1) - EMPTY_READER;
    let opened = 0;
    let payloadBytes = 0;
    for (let id = 64; id <= 65599 && reader.trouble === undefined; id++) {
      reader.push(bytes(header(id, 0xffffff), 'ee'));
      reader.next();
      opened += 1;
      payloadBytes = Math.max(payloadBytes, reader.heldBytes - EMPTY_READER - streamBytes * opened);
    }
    expect(opened).toBe(50_001);
    expect(payloadBytes).toBeLessThanOrEqual(100_000);
    expect(reader.trouble).toMatchObject({ code: 'tooManyUnfinishedBytes', got: 100_002 });
  });

  it('keeps to the number of chunk streams likewise', () => {
    const reader = makeReader({ limits: { chunkStreams: 256 } });
    const wire = Array.from({ length: 300 }, (_, i) => bytes(header(64 + i, 0xffffff), counting(128)));
    reader.push(bytes(...wire));
    expect(reader.next()).toBeUndefined();
    expect(reader.trouble).toMatchObject({ code: 'tooManyChunkStreams', limit: 'chunkStreams', got: 257 });
    expect(reader.heldBytes - EMPTY_READER).toBeLessThan(256 * 1024);
  });

  it('gives back the memory of messages that are dropped', () => {
    const reader = makeReader();
    reader.push(bytes(header(64, 1000), counting(128)));
    reader.next();
    expect(reader.unfinishedBytes).toBe(256);
    reader.abort(64);
    expect([reader.unfinishedBytes, reader.heldBytes]).toEqual([0, withStreams(1)]);
    reader.push(bytes(header(64, 1000), counting(128), header(64, 5), counting(5)));
    expect(reader.next()?.payload).toEqual(counting(5));
    expect([reader.unfinishedBytes, reader.heldBytes]).toEqual([0, withStreams(1)]);
  });
});

describe('PayloadGatherer: many small pieces', () => {
  it.each([1, 2, 3, 127])('joins 5000 bytes in chunks of %i, more pieces than it writes down at once', (chunkSize) => {
    const payload = counting(5000);
    const parts = [
      bytes(
        '02 00 00 00 00 00 04 01 00 00 00 00 00 00 00',
        Uint8Array.of(chunkSize),
        '06 00 00 00 00 13 88 09 01 00 00 00',
      ),
    ];
    for (let at = 0; at < 5000; at += chunkSize) {
      if (at > 0) parts.push(bytes('c6'));
      parts.push(payload.slice(at, at + chunkSize));
    }
    expect(readEveryWay(bytes(...parts)).messages[1]?.payload).toEqual(payload);
  });

  it('joins pieces with empty messages of another chunk stream between them', () => {
    const payload = counting(300);
    const empty = '04 00 00 00 00 00 00 08 01 00 00 00';
    const wire = bytes(
      '06 00 00 00 00 01 2c 09 01 00 00 00',
      payload.slice(0, 128),
      empty,
      empty,
      'c6',
      payload.slice(128, 256),
    );
    const { messages } = readEveryWay(bytes(wire, 'c4', 'c6', payload.slice(256)));
    expect(messages.at(-1)?.payload).toEqual(payload);
  });
});
