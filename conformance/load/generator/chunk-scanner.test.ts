import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkMessage, MessageType } from '../../../core/index.ts';
import { ChunkScanner, ScanError } from './chunk-scanner.ts';

/** What a scanner heard: messages by type, `[type, bytes]`. */
function scan(bytes: Uint8Array, piece: number): [number, number[]][] {
  const heard: [number, number[]][] = [];
  let video: number[] = [];
  const scanner = new ChunkScanner({
    onVideoPiece: (from, start, end) => video.push(...from.subarray(start, end)),
    onVideoEnd: () => {
      heard.push([MessageType.Video, video]);
      video = [];
    },
    onMessage: (messageTypeId, payload) => heard.push([messageTypeId, [...payload]]),
  });
  for (let at = 0; at < bytes.length; at += piece) {
    // Where it lies in a buffer must not matter.
    const to = Math.min(bytes.length, at + piece);
    const buffer = new Uint8Array(piece + 3);
    buffer.set(bytes.subarray(at, to), 3);
    scanner.push(buffer, 3, 3 + to - at);
  }
  return heard;
}

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));

const messages = fc.array(
  fc.record({
    chunkStreamId: fc.constantFrom(2, 3, 63, 64, 319, 320, 65_599),
    timestamp: fc.constantFrom(0, 1, 0xfffffe, 0xffffff, 0x1000000, 0xffffffff),
    messageTypeId: fc.constantFrom<number>(
      MessageType.Video,
      MessageType.Audio,
      MessageType.DataAmf0,
      MessageType.UserControl,
    ),
    messageStreamId: fc.constantFrom(0, 1),
    payload: fc.uint8Array({ maxLength: 700 }),
  }),
  { maxLength: 8 },
);

describe('ChunkScanner', () => {
  it('hears what was said, at any chunk size, in whatever pieces it comes', () => {
    fc.assert(
      fc.property(
        messages,
        fc.integer({ min: 1, max: 800 }),
        fc.integer({ min: 1, max: 900 }),
        (said, chunkSize, piece) => {
          const size = new Uint8Array(4);
          new DataView(size.buffer).setUint32(0, chunkSize);
          const order = { chunkStreamId: 2, timestamp: 0, messageTypeId: 1, messageStreamId: 0, payload: size };
          const bytes = Buffer.concat([
            chunkMessage(order, 128),
            ...said.map((message) => chunkMessage(message, chunkSize)),
          ]);
          const audible = said.filter(({ messageTypeId }) => messageTypeId !== MessageType.Audio);
          expect(scan(bytes, piece)).toEqual(audible.map((message) => [message.messageTypeId, [...message.payload]]));
        },
      ),
    );
  });

  it('reads compressed headers, and messages of two chunk streams between each other', () => {
    const bytes = hex(`
      06 000000 000082 09 01000000 ${'11'.repeat(128)}
      05 000000 000002 12 01000000 2222
      c6 1111
      46 000021 000001 09 33
      86 000021 44
      c6 55`);
    for (const piece of [1, 2, 7, 1_000]) {
      expect(scan(bytes, piece)).toEqual([
        [18, [0x22, 0x22]],
        [9, Array(130).fill(0x11)],
        [9, [0x33]],
        [9, [0x44]],
        [9, [0x55]],
      ]);
    }
  });

  it.each([
    ['c6', 'chunk stream 6 begins with a header of type 3'],
    [
      `06 000000 000082 09 01000000 ${'11'.repeat(128)} 06 000000 000082 09 01000000`,
      'a header of type 0 inside a message',
    ],
    ['02 000000 000004 01 00000000 00000000', 'a chunk size of 0'],
    ['02 000000 000004 01 00000000 ffffffff', 'a chunk size of 4294967295'],
    ['03 000000 010001 14 00000000', 'a message of type 20 with 65537 bytes'],
  ])('refuses %s', (bytes, message) => {
    for (const piece of [1, 1_000]) expect(() => scan(hex(bytes), piece)).toThrow(new ScanError(message));
  });
});
