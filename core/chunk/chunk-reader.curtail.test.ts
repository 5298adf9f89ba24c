import { describe, expect, it } from 'vitest';
import type { ChunkReader } from './chunk-reader.ts';
import type { Message } from './message.ts';
import { bytes, counting } from './testing/bytes.ts';
import { makeReader } from './testing/read-all.ts';

/** 300 bytes of video on chunk stream 4, in two chunks and 44 bytes, and 2 bytes of audio between them. */
const VIDEO = bytes('04 00 03 e8 00 01 2c 09 01 00 00 00', counting(128));
const AUDIO = bytes('05 00 03 e8 00 00 02 08 01 00 00 00 af 01');
const REST = bytes('c4', counting(128), 'c4', counting(44));

function readAll(reader: ChunkReader, wire: Uint8Array): Message[] {
  reader.push(wire);
  const messages: Message[] = [];
  for (let message = reader.next(); message !== undefined; message = reader.next()) messages.push(message);
  return messages;
}

describe('ChunkReader.curtail', () => {
  it('gives the beginning of a message that is curtailed, and its length; the next is whole again', () => {
    const reader = makeReader();
    readAll(reader, VIDEO.slice(0, 100));
    expect(reader.messageUnderWay).toEqual({ messageTypeId: 9, beginning: counting(88) });
    reader.curtail(16);
    expect(reader.messageUnderWay).toBeUndefined();
    const messages = readAll(reader, bytes(VIDEO.slice(100), AUDIO, REST));
    expect(messages.map(({ payload }) => payload)).toEqual([bytes('af 01'), counting(16)]);
    expect(reader.messageLength).toBe(300);
    expect(reader.unfinishedBytes).toBe(0);
    expect(readAll(reader, bytes(VIDEO, REST))[0]?.payload).toHaveLength(300);
  });

  it('takes memory for no more than is kept', () => {
    const reader = makeReader();
    readAll(reader, VIDEO.slice(0, 12));
    const before = reader.heldBytes;
    readAll(reader, VIDEO.slice(12, 100));
    reader.curtail(1_000);
    expect(reader.heldBytes).toBe(before + 88);
    readAll(reader, bytes(VIDEO.slice(100), REST.slice(0, 100)));
    expect(reader.heldBytes).toBe(before + 88);
    readAll(reader, REST.slice(100));
    expect(reader.heldBytes).toBe(before);
  });

  it('has nothing to curtail where no payload is under way', () => {
    const reader = makeReader();
    expect(reader.messageUnderWay).toBeUndefined();
    reader.curtail(1);
    readAll(reader, bytes(VIDEO.slice(0, 12)));
    expect(reader.messageUnderWay).toBeUndefined();
    reader.curtail(1);
    expect(readAll(reader, bytes(VIDEO.slice(12), REST))[0]?.payload).toHaveLength(300);
  });
});
