import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes/testing/hex.ts';
import { chunkMessage } from './chunk-message.ts';
import { ChunkWriter } from './chunk-writer.ts';
import type { OutgoingMessage } from './message.ts';
import { chunkSize, cuts, messages } from './testing/arbitrary.ts';
import { bytes, counting } from './testing/bytes.ts';
import { makeReader, readAll } from './testing/read-all.ts';

const AUDIO: OutgoingMessage = {
  chunkStreamId: 4,
  timestamp: 1000,
  messageTypeId: 8,
  messageStreamId: 1,
  payload: Uint8Array.of(0xaf),
};

/** Writes the messages one after the other, and gives the bytes of each. */
function written(...changes: readonly Partial<OutgoingMessage>[]): string[] {
  const writer = new ChunkWriter();
  return changes.map((change) => toHex(writer.write({ ...AUDIO, ...change }, 'compressed')));
}

describe('ChunkWriter: headers (5.3.1.2)', () => {
  it('CHK-50, CHK-51: begins with type 0, then type 1, and type 2 while type and length repeat', () => {
    expect(
      written({}, { timestamp: 1021, payload: Uint8Array.of(1, 2) }, { timestamp: 1042, payload: Uint8Array.of(3, 4) }),
    ).toEqual(['04 00 03 e8 00 00 01 08 01 00 00 00 af', '44 00 00 15 00 00 02 08 01 02', '84 00 00 15 03 04']);
  });

  it('Q-22: needs type 1 for another message type of the same length', () => {
    expect(written({}, { messageTypeId: 9 })[1]).toBe('44 00 00 00 00 00 01 09 af');
  });

  it('CHK-18, Q-12, Q-23: never begins a message with type 3', () => {
    expect(written({ timestamp: 0 }, { timestamp: 0 }, { timestamp: 0 }).map((chunk) => chunk.slice(0, 2))).toEqual([
      '04',
      '84',
      '84',
    ]);
  });

  it.each([
    ['CHK-10: time goes back', { timestamp: 999 }],
    ['CHK-11: the message stream changes', { timestamp: 1021, messageStreamId: 2 }],
    ['Q-9: the timestamp reaches 0xFFFFFF', { timestamp: 0xffffff }],
    ['Q-9: the timestamp is beyond', { timestamp: 0x1000000 }],
  ])('%s: type 0', (_name, change) => {
    expect(written({}, change)[1]).toBe(toHex(chunkMessage({ ...AUDIO, ...change }, 128)));
  });

  it('Q-9: type 0 as long as the timestamp is extended, and after the wrap', () => {
    const types = written({ timestamp: 0x1000000 }, { timestamp: 0x1000015 }, { timestamp: 5 }, { timestamp: 6 });
    expect(types.map((chunk) => chunk.slice(0, 2))).toEqual(['04', '04', '04', '84']);
  });

  it('writes the largest delta that fits in 24 bits', () => {
    expect(written({ timestamp: 0 }, { timestamp: 0xfffffe })[1]).toBe('84 ff ff fe af');
  });

  it('CHK-7: writes the smallest basic header', () => {
    const ids = [2, 63, 64, 319, 320, 65599].map((chunkStreamId) => written({ chunkStreamId })[0]?.slice(0, 8));
    expect(ids).toEqual(['02 00 03', '3f 00 03', '00 00 00', '00 ff 00', '01 00 01', '01 ff ff']);
  });

  it('Q-23: writes type 0 wherever it is asked for', () => {
    const writer = new ChunkWriter();
    writer.write(AUDIO, 'compressed');
    expect(writer.write({ ...AUDIO, timestamp: 1021 }, 'full')).toEqual(
      chunkMessage({ ...AUDIO, timestamp: 1021 }, 128),
    );
    expect(toHex(writer.write({ ...AUDIO, timestamp: 1042 }, 'compressed'))).toBe('84 00 00 15 af');
  });

  it('CHK-50, CHK-54: writes type 0 after chunks of another writer passed by', () => {
    const writer = new ChunkWriter();
    writer.write(AUDIO, 'compressed');
    writer.write({ ...AUDIO, chunkStreamId: 6 }, 'compressed');
    writer.forget(4);
    writer.forget(5);
    expect(writer.write(AUDIO, 'compressed')).toEqual(chunkMessage(AUDIO, 128));
    expect(toHex(writer.write({ ...AUDIO, chunkStreamId: 6 }, 'compressed'))).toBe('86 00 00 00 af');
  });
});

describe('ChunkWriter: chunks (5.3)', () => {
  it('CHK-15, CHK-33: cuts by 128 bytes, and by another size from the next message on', () => {
    const writer = new ChunkWriter();
    const payload = counting(200);
    expect(writer.chunkSize).toBe(128);
    const first = writer.write({ ...AUDIO, payload }, 'full');
    expect(first).toEqual(
      bytes('04 00 03 e8 00 00 c8 08 01 00 00 00', payload.slice(0, 128), 'c4', payload.slice(128)),
    );
    writer.setChunkSize(4096);
    expect(writer.chunkSize).toBe(4096);
    expect(writer.write({ ...AUDIO, payload }, 'compressed')).toEqual(bytes('84 00 00 00', payload));
  });

  it('CHK-8: repeats an id of any form in front of each chunk', () => {
    const writer = new ChunkWriter();
    const [first, rest] = [counting(128), Uint8Array.of(1, 2)];
    const write = (chunkStreamId: number) =>
      writer.write({ ...AUDIO, chunkStreamId, payload: bytes(first, rest) }, 'full');
    const header = '00 03 e8 00 00 82 08 01 00 00 00';
    expect(write(64)).toEqual(bytes('00 00', header, first, 'c0 00', rest));
    expect(write(320)).toEqual(bytes('01 00 01', header, first, 'c1 00 01', rest));
  });

  it('is unchanged by a message that it refuses', () => {
    const writer = new ChunkWriter();
    writer.write(AUDIO, 'compressed');
    expect(() => writer.write({ ...AUDIO, timestamp: 2 ** 32 }, 'compressed')).toThrow(RangeError);
    expect(() => writer.setChunkSize(0)).toThrow(RangeError);
    expect(toHex(writer.write({ ...AUDIO, timestamp: 1021 }, 'compressed'))).toBe('84 00 00 15 af');
  });

  it('Q-8, Q-10: a reader that ends in each way reads across 0xFFFFFF', () => {
    const writer = new ChunkWriter();
    const sent = Array.from({ length: 40 }, (_, i) => ({
      ...AUDIO,
      timestamp: 0xffffff - 400 + i * 20,
      payload: counting(300, 0x80 + i),
    }));
    const wire = bytes(...sent.map((message) => writer.write(message, 'compressed')));
    for (const extendedTimestampOnType3 of ['auto', 'always'] as const) {
      expect(readAll(wire, { extendedTimestampOnType3 })).toMatchObject({ messages: sent, deviations: [] });
    }
  });

  it('writes what the reader reads: any messages, sizes and header forms', () => {
    const form = fc.infiniteStream(fc.constantFrom('full' as const, 'compressed' as const));
    fc.assert(
      fc.property(messages, fc.infiniteStream(chunkSize), form, cuts, (planned, sizes, forms, pushes) => {
        const writer = new ChunkWriter();
        const reader = makeReader();
        for (const { chunkType: _, ...message } of planned) {
          const size = sizes.next().value;
          writer.setChunkSize(size);
          reader.setChunkSize(size);
          const chunks = writer.write(message, forms.next().value);
          const got = [];
          for (let at = 0, i = 0; at < chunks.length; i++) {
            const length = pushes[i % pushes.length] ?? 1;
            reader.push(chunks.slice(at, at + length));
            got.push(reader.next());
            at += length;
          }
          expect(got.at(-1)).toMatchObject(message);
          expect(got.filter((whole) => whole !== undefined)).toHaveLength(1);
        }
        expect(reader.hasDeviations).toBe(false);
      }),
    );
  });
});
