import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, counting } from './testing/bytes.ts';
import { type ContinuationHabit, InterleavingWriter } from './testing/interleaving-writer.ts';
import { makeReader, type Reading, readAll, readEveryWay } from './testing/read-all.ts';

/** Type 0 on chunk stream 6 at 0x01000000 (VEC-CHK-15), of 300 bytes unless said otherwise. */
const header = (length = 300) =>
  bytes('06 ff ff ff', Uint8Array.of(0, length >> 8, length), '09 01 00 00 00', '01 00 00 00');
/** What a peer writes in front of the chunks that continue it: VEC-CHK-16, gortmplib, VEC-CHK-17. */
const REPEATED = 'c6 01 00 00 00';
const ZEROED = 'c6 00 00 00 00';
const OMITTED = 'c6';

/** A message of `payload` in chunks of 128. */
function message(continuation: string, payload: Uint8Array): Uint8Array {
  const later = [];
  for (let at = 128; at < payload.length; at += 128) later.push(bytes(continuation, payload.slice(at, at + 128)));
  return bytes(header(payload.length), payload.slice(0, 128), ...later);
}

function payloads({ messages }: Reading): Uint8Array[] {
  return messages.map(({ payload }) => payload);
}

/** 300 bytes that begin each chunk with something else than the field or zeros. */
const PAYLOAD = counting(300, 0x80).map((byte) => byte | 0x80);

describe('the extended timestamp on chunks that continue a message (CHK-22 to CHK-24, Q-8)', () => {
  it.each([
    ['repeated', REPEATED, []],
    ['zeroed', ZEROED, [{ code: 'extendedTimestampZeroed', at: 144, count: 2 }]],
    ['omitted', OMITTED, [{ code: 'extendedTimestampOmitted', at: 144, count: 2 }]],
  ])('auto: %s is seen by comparison', (_name, continuation, deviations) => {
    const reading = readEveryWay(message(continuation, PAYLOAD));
    expect(payloads(reading)).toEqual([PAYLOAD]);
    expect(reading.messages[0]?.timestamp).toBe(0x1000000);
    expect(reading.deviations).toMatchObject(deviations);
  });

  it('says what it expected and what came', () => {
    const expected = 'expected the extended timestamp 16777216 again on chunk stream 6, got';
    expect(readAll(message(ZEROED, PAYLOAD)).deviations[0]?.message).toBe(`${expected} zero`);
    expect(readAll(message(OMITTED, PAYLOAD)).deviations[0]?.message).toBe(`${expected} none`);
  });

  it.each([
    ['extendedTimestampZeroed', ZEROED],
    ['extendedTimestampOmitted', OMITTED],
  ])('refuses %s where the host does', (code, continuation) => {
    const { trouble } = readEveryWay(message(continuation, PAYLOAD), { refused: new Set([code]) });
    expect(trouble).toMatchObject({ code, at: 144 });
  });

  it.each([
    ['repeated', 1],
    ['zeroed', 1],
    ['omitted', 1],
    ['repeated', 128],
    ['repeated', 4096],
    ['omitted', 128],
    ['omitted', 4096],
  ] as const)('Q-8: 300 000 bytes, %s, in chunks of %i', (habit, chunkSize) => {
    const length = chunkSize === 1 ? 3000 : 300_000;
    const payload = Uint8Array.from({ length }, (_, i) => 0x80 | (i % 251));
    const writer = new InterleavingWriter(habit);
    writer.chunkSize = chunkSize;
    const common = { chunkStreamId: 6, chunkType: 0, messageTypeId: 9, messageStreamId: 1 };
    writer.begin({ ...common, timestamp: 0x1000000, payload });
    while (writer.open.length > 0) writer.proceed(6);
    const reader = makeReader();
    reader.setChunkSize(chunkSize);
    reader.push(writer.bytes);
    expect(reader.next()?.payload).toEqual(payload);
  });

  it('compares with the 4 bytes as sent, which after types 1 and 2 are a delta', () => {
    const wire = bytes(
      '06 00 03 e8 00 00 01 09 01 00 00 00 ee',
      '46 ff ff ff 00 01 2c 09 01 00 00 02',
      PAYLOAD.slice(0, 128),
    );
    const reading = readEveryWay(
      bytes(wire, 'c6 01 00 00 02', PAYLOAD.slice(128, 256), 'c6 01 00 00 02', PAYLOAD.slice(256)),
    );
    expect(payloads(reading)[1]).toEqual(PAYLOAD);
    expect(reading.deviations).toEqual([]);
  });

  it('CHK-22: a header without it ends it', () => {
    const wire = bytes(
      header(1),
      'ee',
      '46 00 00 28 00 01 2c 09',
      PAYLOAD.slice(0, 128),
      'c6',
      PAYLOAD.slice(128, 256),
      'c6',
    );
    const reading = readEveryWay(bytes(wire, PAYLOAD.slice(256)));
    expect(payloads(reading)[1]).toEqual(PAYLOAD);
    expect(reading.deviations).toEqual([]);
  });

  it('Q-8, the ambiguity: a payload that begins like the field loses 4 bytes when the field is omitted', () => {
    const payload = bytes(PAYLOAD.slice(0, 128), '01 00 00 00', PAYLOAD.slice(132));
    expect(payloads(readAll(message(REPEATED, payload)))).toEqual([payload]);
    expect(payloads(readAll(message(OMITTED, payload)))).not.toEqual([payload]);
    expect(payloads(readAll(message(OMITTED, payload), { extendedTimestampOnType3: 'never' }))).toEqual([payload]);
  });

  it('takes zeros for payload once the peer was seen to omit the field', () => {
    const zeros = bytes(PAYLOAD.slice(0, 256), '00 00 00 00', PAYLOAD.slice(260));
    expect(payloads(readEveryWay(message(OMITTED, zeros)))).toEqual([zeros]);
  });

  it('takes zeros for the field again once the peer was seen to write it', () => {
    const wire = bytes(message(OMITTED, PAYLOAD), message(REPEATED, PAYLOAD), message(ZEROED, PAYLOAD));
    expect(payloads(readEveryWay(wire))).toEqual([PAYLOAD, PAYLOAD, PAYLOAD]);
  });

  it.each([
    ['always', REPEATED],
    ['always', ZEROED],
    ['always', 'c6 12 34 56 78'],
    ['never', OMITTED],
  ] as const)('%s: takes %s without comparing', (extendedTimestampOnType3, continuation) => {
    const reading = readEveryWay(message(continuation, PAYLOAD), { extendedTimestampOnType3 });
    expect(payloads(reading)).toEqual([PAYLOAD]);
    expect(reading.deviations.map(({ code }) => code)).toEqual(
      continuation === ZEROED ? ['extendedTimestampZeroed'] : [],
    );
  });

  it('never: takes even the field for payload', () => {
    const payload = bytes(PAYLOAD.slice(0, 128), '01 00 00 00', PAYLOAD.slice(132));
    const reading = readEveryWay(message(OMITTED, payload), { extendedTimestampOnType3: 'never' });
    expect(payloads(reading)).toEqual([payload]);
  });
});

describe('chunks of less than 4 bytes, where the comparison runs into the next chunk (Q-8)', () => {
  const next = bytes('44 00 00 05 00 00 01 08 ee');
  const audio = bytes('04 00 00 00 00 00 01 08 01 00 00 00 ee');

  /** 128 bytes, and the last of them in a chunk of its own. */
  const ending = (last: string) => bytes(PAYLOAD.slice(0, 128), last);

  it.each(['aa', 'aa bb', '01 aa', '01 00 aa', '00 00 aa'])(
    'decides on omission at the first byte that fits nothing: %s',
    (last) => {
      const payload = ending(last);
      const reading = readEveryWay(message(OMITTED, payload)); // and nothing comes after
      expect(payloads(reading)).toEqual([payload]);
      expect(reading.isInsideMessage).toBe(false);
    },
  );

  it.each(['00', '01', '01 00', '01 00 00', '00 00 00'])(
    'waits for the next chunk when all of the first one fits: %s',
    (last) => {
      const payload = ending(last);
      const wire = bytes(audio, message(OMITTED, payload));
      expect(readEveryWay(wire)).toMatchObject({ messages: [{ messageTypeId: 8 }], isInsideMessage: true });
      expect(payloads(readEveryWay(bytes(wire, next)))).toEqual([bytes('ee'), payload, bytes('ee')]);
    },
  );

  it.each(['00', '01', '01 00 00'])('takes a peer that omits the field at its habit, and waits no more: %s', (last) => {
    const wire = bytes(message(OMITTED, PAYLOAD), message(OMITTED, ending(last)));
    const reading = readEveryWay(wire);
    expect(payloads(reading)).toEqual([PAYLOAD, ending(last)]);
    expect(reading.isInsideMessage).toBe(false);
  });

  it.each([REPEATED, ZEROED])('reads the field %s in front of them', (continuation) => {
    const payload = ending('01 00');
    expect(payloads(readEveryWay(message(continuation, payload)))).toEqual([payload]);
  });

  it('splits what it looked at over as many chunks as it belongs to', () => {
    const wire = bytes(
      '02 00 00 00 00 00 04 01 00 00 00 00 00 00 00 01',
      header(4),
      '01',
      'c6 00 c6 00 c6 00',
      next.slice(0, 1),
    );
    const { messages, isInsideMessage } = readEveryWay(bytes(audio, wire, next.slice(1)));
    expect(messages.map(({ payload }) => payload)).toEqual([
      bytes('ee'),
      bytes('00 00 00 01'),
      bytes('01 00 00 00'),
      bytes('ee'),
    ]);
    expect(isInsideMessage).toBe(false);
  });

  it('reads any sizes, any habit, in any pushes', () => {
    const habit = fc.constantFrom<ContinuationHabit>('repeated', 'zeroed', 'omitted');
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
    const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(habit, sizes, fc.integer({ min: 1, max: 12 }), cuts, (continuation, lengths, chunkSize, pushes) => {
        const writer = new InterleavingWriter(continuation);
        const size = { chunkStreamId: 2, chunkType: 0, timestamp: 0, messageTypeId: 1, messageStreamId: 0 };
        writer.begin({ ...size, payload: Uint8Array.of(0, 0, 0, chunkSize) });
        lengths.forEach((length, i) => {
          const payload = new Uint8Array(length).fill(0x80 + i);
          const media = { chunkStreamId: 6, chunkType: 0, messageTypeId: 9, messageStreamId: 1 };
          writer.begin({ ...media, timestamp: 0x1000000 + i, payload });
          while (writer.open.length > 0) writer.proceed(6);
        });
        expect(readAll(writer.bytes, { cuts: pushes }).messages).toEqual(writer.completed);
      }),
    );
  });
});
