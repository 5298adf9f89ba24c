import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { bytes, counting } from './testing/bytes.ts';
import { makeReader, readAll, readEveryWay, summaries, timestamps } from './testing/read-all.ts';

/** Set Chunk Size, in one chunk of at least 4 bytes. */
const SET_CHUNK_SIZE = '02 00 00 00 00 00 04 01 00 00 00 00';
/** Abort Message. */
const ABORT = '02 00 00 00 00 00 04 02 00 00 00 00';

describe('ChunkReader: messages (5.3)', () => {
  it('reads the audio example of 5.3.2.1: types 0, 2, 3, 3 (VEC-CHK-2 to 4, CHK-13, Q-11)', () => {
    const payload = counting(32);
    const wire = bytes(
      '03 00 03 e8 00 00 20 08 39 30 00 00',
      payload,
      '83 00 00 14',
      payload,
      'c3',
      payload,
      'c3',
      payload,
    );
    const { messages } = readEveryWay(wire);
    const common = { chunkStreamId: 3, messageTypeId: 8, messageStreamId: 12345, payload };
    expect(messages).toEqual([
      { ...common, chunkType: 0, timestamp: 1000 },
      { ...common, chunkType: 2, timestamp: 1020 },
      { ...common, chunkType: 3, timestamp: 1040 },
      { ...common, chunkType: 3, timestamp: 1060 },
    ]);
  });

  it('reads the video example of 5.3.2.2: 307 bytes in three chunks (VEC-CHK-5, CHK-1, CHK-15)', () => {
    const payload = counting(307);
    const wire = bytes(
      '04 00 03 e8 00 01 33 09 3a 30 00 00',
      payload.slice(0, 128),
      'c4',
      payload.slice(128, 256),
      'c4',
    );
    const { messages } = readEveryWay(bytes(wire, payload.slice(256)));
    expect(messages).toEqual([
      { chunkStreamId: 4, chunkType: 0, timestamp: 1000, messageTypeId: 9, messageStreamId: 12346, payload },
    ]);
  });

  it.each([
    [127, 0],
    [128, 0],
    [129, 1],
    [256, 1],
    [384, 2],
  ])('CHK-15: %i bytes at chunk size 128 have %i further headers and no empty chunk', (length, further) => {
    const payload = counting(length);
    const chunks = Array.from({ length: further + 1 }, (_, i) =>
      bytes(i === 0 ? '' : 'c5', payload.slice(i * 128, i * 128 + 128)),
    );
    const wire = bytes('05 00 00 00', Uint8Array.of(0, length >> 8, length), '12 01 00 00 00', ...chunks);
    const reading = readEveryWay(wire);
    expect(reading.messages.map((message) => message.payload)).toEqual([payload]);
    expect(reading.isInsideMessage).toBe(false);
  });

  it('CHK-12: type 1 keeps the message stream and brings length and type (VEC-CHK-24)', () => {
    const createStream =
      '43 00 00 00 00 00 19 14 02 00 0c 63 72 65 61 74 65 53 74 72 65 61 6d 00 40 10 00 00 00 00 00 00 05';
    const { messages } = readEveryWay(bytes('03 00 00 07 00 00 01 14 09 00 00 00 ff', createStream));
    expect(messages[1]).toMatchObject({ chunkType: 1, timestamp: 7, messageTypeId: 20, messageStreamId: 9 });
    expect(messages[1]?.payload).toHaveLength(25);
  });

  it('CHK-16: type 3 begins a message when the one before is complete (VEC-CHK-25)', () => {
    const setBufferLength = '00 03 00 00 00 01 02 25 51 00';
    const wire = bytes('02 00 00 00 00 00 0a 04 00 00 00 00', setBufferLength, 'c2', setBufferLength);
    expect(readEveryWay(wire).messages.map(({ payload }) => payload)).toEqual([
      hex(setBufferLength),
      hex(setBufferLength),
    ]);
  });

  it('CHK-30, Q-21: keeps messages apart that are interleaved, in the order of their ends (VEC-CHK-22)', () => {
    const video = counting(200);
    const audio = bytes('04 00 00 29 00 00 03 08 01 00 00 00 af 01 21');
    const head = bytes('06 00 00 28 00 00 c8 09 01 00 00 00', video.slice(0, 128));
    const reading = readEveryWay(bytes(head, audio, 'c6', video.slice(128)));
    expect(summaries(reading)).toEqual([
      'chunk stream 4: type 8 of 3 bytes at 41',
      'chunk stream 6: type 9 of 200 bytes at 40',
    ]);
    expect(reading.messages[1]?.payload).toEqual(video);
  });

  it('CHK-30: holds the messages of many chunk streams at once, ended in reverse order', () => {
    const ids = Array.from({ length: 61 }, (_, i) => i + 3);
    const begun = ids.map((id) => bytes(Uint8Array.of(id), '00 00 00 00 00 c8 12 00 00 00 00', counting(128, id)));
    const ended = ids.reverse().map((id) => bytes(Uint8Array.of(0xc0 | id), counting(72, id + 128)));
    const { messages } = readEveryWay(bytes(...begun, ...ended));
    expect(messages.map(({ chunkStreamId }) => chunkStreamId)).toEqual(ids);
    for (const { chunkStreamId, payload } of messages) expect(payload).toEqual(counting(200, chunkStreamId));
  });

  it('Q-22: takes audio, video and data in turn on one chunk stream', () => {
    const wire = bytes(
      '04 00 00 00 00 00 02 08 01 00 00 00 aa aa',
      '44 00 00 05 00 00 03 09 bb bb bb',
      '44 00 00 05 00 00 02 08 aa aa',
      '84 00 00 05 aa aa',
      '44 00 00 05 00 00 01 12 cc',
    );
    expect(summaries(readEveryWay(wire))).toEqual([
      'chunk stream 4: type 8 of 2 bytes at 0',
      'chunk stream 4: type 9 of 3 bytes at 5',
      'chunk stream 4: type 8 of 2 bytes at 10',
      'chunk stream 4: type 8 of 2 bytes at 15',
      'chunk stream 4: type 18 of 1 bytes at 20',
    ]);
  });

  it.each([8, 9, 18, 20])('CHK-15, Q-27: gives an empty message of type %i as soon as its header is whole', (type) => {
    const header = bytes('04 00 00 07 00 00 00', Uint8Array.of(type), '01 00 00 00');
    const { messages, isInsideMessage } = readEveryWay(header);
    const payload = new Uint8Array(0);
    expect(messages).toEqual([
      { chunkStreamId: 4, chunkType: 0, timestamp: 7, messageTypeId: type, messageStreamId: 1, payload },
    ]);
    expect(isInsideMessage).toBe(false);
    const after = readEveryWay(bytes(header, '84 00 00 01', 'c4', '44 00 00 01 00 00 01 08 ee'));
    expect(timestamps(after)).toEqual([7, 8, 9, 10]);
  });
});

describe('ChunkReader: chunk stream ids (5.3.1.1)', () => {
  it.each([
    ['02', 2],
    ['03', 3],
    ['3f', 63],
    ['00 00', 64],
    ['00 ff', 319],
    ['01 00 01', 320],
    ['01 2d 01', 365],
    ['01 ff ff', 65599],
    ['01 00 00', 64],
  ])('CHK-3 to CHK-6, Q-20: %s is chunk stream %i, also for the chunk that continues', (form, id) => {
    const first = hex(form);
    const second = Uint8Array.from(first, (byte, i) => (i === 0 ? byte | 0xc0 : byte));
    const payload = counting(130);
    const wire = bytes(first, '00 00 00 00 00 82 12 01 00 00 00', payload.slice(0, 128), second, payload.slice(128));
    expect(readEveryWay(wire).messages).toMatchObject([{ chunkStreamId: id, payload }]);
  });

  it('CHK-7, Q-20: takes any form of an id for the same chunk stream', () => {
    const fields = '00 00 00 00 00 82 12 01 00 00 00';
    const wire = bytes('00 24', fields, counting(128), 'c1 24 00', counting(2, 128));
    expect(readEveryWay(wire).messages).toMatchObject([{ chunkStreamId: 100, payload: counting(130) }]);
  });

  it('CHK-6: 320 and 65 in the long form are two chunk streams', () => {
    const fields = '00 00 00 00 00 82 12 01 00 00 00';
    const begun = bytes('01 00 01', fields, counting(128), '01 01 00', fields, counting(128, 9));
    const reading = readEveryWay(bytes(begun, 'c1 00 01', counting(2, 128), 'c1 01 00', counting(2, 137)));
    expect(reading.messages).toMatchObject([
      { chunkStreamId: 320, payload: counting(130) },
      { chunkStreamId: 65, payload: counting(130, 9) },
    ]);
  });
});

describe('ChunkReader: Set Chunk Size (5.4.1)', () => {
  it('CHK-33, Q-19: begins with 128 and takes a new size from the next chunk on', () => {
    const payload = counting(200);
    const wire = bytes(SET_CHUNK_SIZE, '00 00 10 00', '06 00 00 00 00 00 c8 09 01 00 00 00', payload);
    expect(readEveryWay(wire).messages[1]?.payload).toEqual(payload);
  });

  it('CHK-33, Q-18: takes a larger size within a message of another chunk stream', () => {
    const payload = counting(1000);
    const begun = bytes('05 00 00 00 00 03 e8 12 00 00 00 00', payload.slice(0, 128));
    const wire = bytes(begun, SET_CHUNK_SIZE, '00 00 10 00', 'c5', payload.slice(128));
    expect(readEveryWay(wire).messages[1]?.payload).toEqual(payload);
  });

  it('CHK-33, Q-18: takes a smaller size within a message of another chunk stream', () => {
    const payload = counting(1000);
    const begun = bytes(SET_CHUNK_SIZE, '00 00 01 f4', '05 00 00 00 00 03 e8 12 00 00 00 00', payload.slice(0, 500));
    const parts = [500, 680, 860].map((at) => bytes('c5', payload.slice(at, at + 180)));
    const wire = bytes(begun, SET_CHUNK_SIZE, '00 00 00 b4', ...parts);
    expect(readEveryWay(wire).messages[2]?.payload).toEqual(payload);
  });

  it('CHK-34, Q-17: reads chunks of one byte', () => {
    const wire = bytes(SET_CHUNK_SIZE, '00 00 00 01', '05 00 00 00 00 00 03 12 00 00 00 00', '01 c5 02 c5 03');
    expect(readEveryWay(wire).messages[1]?.payload).toEqual(hex('01 02 03'));
  });
});

describe('ChunkReader: Abort (5.4.2)', () => {
  const begun = bytes('06 00 00 28 00 00 c8 09 01 00 00 00', counting(128));

  it('CHK-37, Q-26: drops the message under way; type 3 then begins one with the same fields', () => {
    const reading = readEveryWay(bytes(begun, ABORT, '00 00 00 06', 'c6', counting(128), 'c6', counting(72)));
    expect(summaries(reading)).toEqual([
      'chunk stream 2: type 2 of 4 bytes at 0',
      'chunk stream 6: type 9 of 200 bytes at 80',
    ]);
  });

  it('CHK-38: the timestamp of the aborted message stays applied', () => {
    const reading = readEveryWay(bytes(begun, ABORT, '00 00 00 06', '46 00 00 05 00 00 01 09 ee'));
    expect(summaries(reading)[1]).toBe('chunk stream 6: type 9 of 1 bytes at 45');
  });

  it('CHK-37: ignores an id that has no message under way, or was never seen', () => {
    const reading = readEveryWay(bytes(begun, ABORT, '00 00 00 02', 'c2 00 00 00 09', 'c6', counting(72)));
    expect(reading.messages).toHaveLength(3);
    expect(reading.trouble).toBeUndefined();
  });
});

describe('ChunkReader: the bytes it is given', () => {
  const wire = bytes('03 00 00 00 00 00 03 14 00 00 00 00 01 02 03', '43 00 00 00 00 00 01 14 04');

  it('counts offsets from the beginning of the connection', () => {
    const reader = makeReader({ offset: 3073 });
    expect([reader.bytesRead, reader.messageAt]).toEqual([3073, 3073]);
    reader.push(bytes('ff ff', wire, '43'), 2);
    expect(reader.next()?.payload).toEqual(hex('01 02 03'));
    expect([reader.bytesRead, reader.messageAt]).toEqual([3088, 3073]);
    expect(reader.next()?.payload).toEqual(hex('04'));
    expect([reader.bytesRead, reader.messageAt]).toEqual([3097, 3088]);
    expect(reader.isInsideMessage).toBe(false);
    expect(reader.next()).toBeUndefined();
    expect(reader.bytesRead).toBe(3098);
    expect(reader.isInsideMessage).toBe(true);
  });

  it('reads on through bytes that were pushed before it asked for more', () => {
    const reader = makeReader();
    reader.push(wire.slice(0, 17));
    expect(reader.next()).toBeDefined();
    reader.push(wire.slice(17));
    expect(reader.next()?.payload).toEqual(hex('04'));
    expect(reader.bytesRead).toBe(wire.length);
  });

  it('gives back what it has not read', () => {
    const reader = makeReader();
    reader.push(wire);
    reader.next();
    const rest = reader.takeUnread();
    expect(rest).toEqual(wire.slice(15));
    expect(reader.next()).toBeUndefined();
    expect(reader.bytesRead).toBe(15);
    reader.push(rest);
    expect(reader.next()?.payload).toEqual(hex('04'));
    expect(reader.bytesRead).toBe(wire.length);
  });

  it('CHK-2, Q-19: shares nothing with the reader of another direction or connection', () => {
    const readers = [makeReader(), makeReader()];
    const wires = [100, 7].map((first) =>
      bytes(
        '06 00 00 00 00 01 2c 09 01 00 00 00',
        counting(128, first),
        'c6',
        counting(128, first + 128),
        'c6',
        counting(44, first),
      ),
    );
    const payloads: (Uint8Array | undefined)[] = [undefined, undefined];
    for (let at = 0; at < 320; at += 50) {
      readers.forEach((reader, i) => {
        reader.push(wires[i]?.slice(at, at + 50) ?? bytes());
        payloads[i] = reader.next()?.payload;
      });
    }
    expect(payloads).toEqual([100, 7].map((first) => bytes(counting(256, first), counting(44, first))));
  });

  it('gives payloads that are plain, of their own memory and exactly their length, also from a Node.js Buffer', () => {
    const [first, second] = readAll(Buffer.from(wire)).messages;
    for (const payload of [first?.payload, second?.payload]) {
      expect(payload?.constructor).toBe(Uint8Array);
      expect(payload?.buffer.byteLength).toBe(payload?.length);
    }
  });
});
