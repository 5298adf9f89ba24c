import { describe, expect, it } from 'vitest';
import type { ChunkReader } from './chunk-reader.ts';
import type { Message } from './message.ts';
import type { Beginnings } from './payload-gatherer.ts';
import { bytes, counting } from './testing/bytes.ts';
import { makeReader } from './testing/read-all.ts';

/** Of video that begins with 0. */
const BEGINNINGS: Beginnings = { length: 16, suffice: (type, input, start) => type === 9 && input[start] === 0 };

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

describe('ChunkReader, of which beginnings are wanted', () => {
  it.each([
    ['in one piece', [bytes(VIDEO, AUDIO, REST)]],
    ['in pieces', [VIDEO.slice(0, 100), bytes(VIDEO.slice(100), AUDIO, REST)]],
    ['in its smallest first piece', [VIDEO.slice(0, 12 + 17), bytes(VIDEO.slice(12 + 17), AUDIO, REST)]],
  ])('gives the beginning of a message whose beginning is enough, and its length: %s', (_, pieces) => {
    const reader = makeReader({ beginnings: BEGINNINGS });
    const messages = pieces.flatMap((piece) => readAll(reader, piece));
    expect(messages.map(({ payload }) => payload)).toEqual([bytes('af 01'), counting(16)]);
    expect(reader.messageLength).toBe(300);
    expect(reader.unfinishedBytes).toBe(0);
  });

  it('gives the others whole: of another type, with another beginning, or with a first piece no longer than one', () => {
    const audio = bytes('05 00 03 e8 00 00 20 08 01 00 00 00', counting(32));
    const video = bytes('06 00 03 e8 00 00 20 09 01 00 00 00 ff', counting(31));
    const reader = makeReader({ beginnings: BEGINNINGS });
    const messages = [audio, video, VIDEO.slice(0, 28), bytes(VIDEO.slice(28), REST)].map((wire) =>
      readAll(reader, wire),
    );
    expect(messages.map(([message]) => message?.payload.length)).toEqual([32, 32, undefined, 300]);
  });

  it('takes memory for no more than is kept', () => {
    const reader = makeReader({ beginnings: BEGINNINGS });
    readAll(reader, VIDEO.slice(0, 12));
    const before = reader.heldBytes;
    readAll(reader, VIDEO.slice(12, 100));
    expect(reader.heldBytes).toBe(before + 16);
    readAll(reader, bytes(VIDEO.slice(100), REST.slice(0, 100)));
    expect(reader.heldBytes).toBe(before + 16);
    readAll(reader, REST.slice(100));
    expect(reader.heldBytes).toBe(before);
  });
});
