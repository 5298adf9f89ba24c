import { describe, expect, it } from 'vitest';
import type { ChunkReader } from './chunk-reader.ts';
import type { Message } from './message.ts';
import { bytes, counting } from './testing/bytes.ts';
import { makeReader } from './testing/read-all.ts';

/** 300 bytes of video on chunk stream 4 at 1000 ms, message stream 1: two chunks and 44 bytes. */
const VIDEO = bytes('04 00 03 e8 00 01 2c 09 01 00 00 00', counting(128), 'c4', counting(128), 'c4', counting(44));
/** 2 bytes of audio on chunk stream 5, by an id of two bytes on 70, and a frame after the video by a delta. */
const AUDIO = bytes('05 00 03 e8 00 00 02 08 01 00 00 00 af 01');
const OTHER = bytes('00 06 00 03 e8 00 00 02 08 01 00 00 00 af 02');
const LATER = bytes('44 00 00 28 00 00 03 09 27 01 00');

function readAll(reader: ChunkReader, wire: Uint8Array): Message[] {
  reader.push(wire);
  const messages: Message[] = [];
  for (let message = reader.next(); message !== undefined; message = reader.next()) messages.push(message);
  return messages;
}

describe('ChunkReader.resume', () => {
  it('goes on at a chunk behind bytes that were lost, with the header fields of before', () => {
    const reader = makeReader();
    expect(readAll(reader, bytes(AUDIO, OTHER, VIDEO.slice(0, 100)))).toHaveLength(2);
    expect(reader.chunkUnderWay).toEqual({ chunkStreamId: 4, missingBytes: 128 - 88 });
    reader.resume(5_000);
    expect(reader.chunkUnderWay).toBeUndefined();
    expect(reader.unfinishedBytes).toBe(0);
    expect(reader.bytesRead).toBe(5_000);
    expect(readAll(reader, LATER)).toMatchObject([
      { chunkStreamId: 4, timestamp: 1_040, messageStreamId: 1, payload: { length: 3 } },
    ]);
    expect(reader.messageAt).toBe(5_000);
  });

  it('forgets a header that had come in part', () => {
    const reader = makeReader();
    readAll(reader, bytes(VIDEO, '44 00 00'));
    reader.resume(600);
    expect(readAll(reader, LATER)).toMatchObject([{ timestamp: 1_040 }]);
  });

  it('lets no chunk stream go on with fields that a lost header may have changed, but for those that are intact', () => {
    const audioByDelta = bytes('85 00 00 28 af 01');
    const reader = makeReader();
    readAll(reader, AUDIO);
    reader.resume(5_000, new Set([5]));
    expect(readAll(reader, audioByDelta)).toMatchObject([{ chunkStreamId: 5, timestamp: 1_040 }]);
    reader.resume(6_000);
    expect(readAll(reader, audioByDelta)).toEqual([]);
    expect(reader.trouble).toMatchObject({ code: 'chunkHeaderMissing', at: 6_000 });
  });

  it('forgets trouble, and keeps the chunk size', () => {
    const reader = makeReader();
    reader.setChunkSize(4_096);
    readAll(reader, bytes(AUDIO, 'c9'));
    expect(reader.trouble?.code).toBe('chunkHeaderMissing');
    reader.resume(100);
    expect(reader.trouble).toBeUndefined();
    expect(reader.chunkSize).toBe(4_096);
    expect(readAll(reader, AUDIO)).toHaveLength(1);
  });
});
