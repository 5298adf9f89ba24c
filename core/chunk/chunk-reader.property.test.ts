import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cuts, interleaved } from './testing/arbitrary.ts';
import { makeReader, readAll } from './testing/read-all.ts';

describe('ChunkReader: standing properties', () => {
  it('reads what was written: any messages, header types, interleaving and chunk sizes, in any pushes', () => {
    fc.assert(
      fc.property(interleaved, cuts, ({ bytes, completed }, pushes) => {
        const reading = readAll(bytes, { cuts: pushes });
        expect(reading.trouble).toBeUndefined();
        expect(reading.messages).toEqual(completed);
        expect(reading).toMatchObject({ unfinishedBytes: 0, isInsideMessage: false, bytesRead: bytes.length });
      }),
      { numRuns: 300 },
    );
  });

  const anyBytes = fc.uint8Array({ maxLength: 600 });
  const limits = { messageLength: 5000, commandLength: 2000, chunkStreams: 6, unfinishedBytes: 3000 };

  it('any bytes: no throw, and the same messages, deviations, trouble and offsets in any pushes', () => {
    const mode = fc.constantFrom('auto' as const, 'always' as const, 'never' as const);
    fc.assert(
      fc.property(anyBytes, cuts, mode, (bytes, pushes, extendedTimestampOnType3) => {
        const options = { limits, extendedTimestampOnType3, offset: 3073 };
        expect(readAll(bytes, { ...options, cuts: pushes })).toEqual(readAll(bytes, options));
      }),
      { numRuns: 1000 },
    );
  });

  it('real bytes gone wrong in a few places: the same', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(interleaved, damage, cuts, ({ bytes }, changes, pushes) => {
        for (const [at, value] of changes) bytes[at % Math.max(1, bytes.length)] = value;
        const refused = new Set(['headerInsideMessage']);
        expect(readAll(bytes, { refused, cuts: pushes })).toEqual(readAll(bytes, { refused }));
      }),
      { numRuns: 300 },
    );
  });

  it('an end anywhere leaves no more than what was complete', () => {
    fc.assert(
      fc.property(interleaved, fc.nat(), ({ bytes, completed }, end) => {
        const { messages } = readAll(bytes.slice(0, end % (bytes.length + 1)));
        expect(messages).toEqual(completed.slice(0, messages.length));
      }),
    );
  });

  it('memory stays within the limits, whatever comes', () => {
    const base = makeReader().heldBytes + limits.chunkStreams * 256;
    fc.assert(
      fc.property(anyBytes, cuts, (bytes, pushes) => {
        const reader = makeReader({ limits });
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const length = pushes[i % pushes.length] ?? 1;
          reader.push(bytes.slice(at, at + length));
          while (reader.next() !== undefined);
          at += length;
          expect(reader.heldBytes - base).toBeLessThanOrEqual(reader.unfinishedBytes);
          if (reader.trouble === undefined) expect(reader.unfinishedBytes).toBeLessThanOrEqual(limits.unfinishedBytes);
        }
      }),
    );
  });

  it('is linear when fed one byte at a time: memory moves only when it doubles', () => {
    const reader = makeReader();
    reader.setChunkSize(0xffffff);
    reader.push(Uint8Array.of(6, 0, 0, 0, 0x01, 0x86, 0xa0, 9, 1, 0, 0, 0)); // 100 000 bytes
    reader.next();
    const sizes = new Set<number>();
    for (let i = 1; i < 100_000; i++) {
      reader.push(Uint8Array.of(i));
      expect(reader.next()).toBeUndefined();
      sizes.add(reader.heldBytes);
    }
    expect(sizes.size).toBeLessThanOrEqual(18); // 2^17 > 100 000
  });
});
