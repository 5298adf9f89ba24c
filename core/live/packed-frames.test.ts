import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, BlockPool } from './block-pool.ts';
import { audioFrame, dataFrame, videoFrame } from './frame.ts';
import { PackedFrames } from './packed-frames.ts';
import type { SharedFrame } from './shared-frame.ts';

/** Anything that is a frame: real headers, few and many bytes, so that they cross the ends of blocks in every way. */
const frames = fc
  .record({
    media: fc.constantFrom(audioFrame, videoFrame, dataFrame),
    head: fc.constantFrom('', '1700000000', '1701000000', '2701000000', 'af00', 'af01', '9161766331', '951061766331'),
    timestamp: fc.nat({ max: 0xffffffff }),
    length: fc.oneof(fc.nat(40), fc.nat(3 * BLOCK_BYTES)),
    fill: fc.nat(255),
  })
  .map(({ media, head, timestamp, length, fill }) => {
    const first = Array.from(head.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
    const payload = new Uint8Array(first.length + length).fill(fill);
    payload.set(first);
    return media(timestamp, payload);
  })
  .filter((frame) => frame !== undefined);

/** All that a player can tell of a frame. */
function told({ payload, ...facts }: SharedFrame): unknown {
  const { media, role, timestamp, messageTypeId, chunkStreamId, tracks, header, slots, length } = facts;
  return { media, role, timestamp, messageTypeId, chunkStreamId, tracks, header, slots, length, payload: [...payload] };
}

describe('PackedFrames', () => {
  it('makes every frame again as it was, in the same order, each time it is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.array(frames, { maxLength: 12 }), { maxLength: 3 }), (rounds) => {
        const pool = new BlockPool();
        const [packed, other] = [new PackedFrames(pool), new PackedFrames(pool)];
        for (const round of rounds) {
          const expected = round.map((frame) => JSON.stringify(told(frame)));
          for (const frame of round) {
            packed.add(frame);
            other.add(frame);
          }
          for (const frame of packed.frames()) frame.chunks(60_000, 1); // writes a header in front of the payload
          expect(packed.frames().map((frame) => JSON.stringify(told(frame)))).toEqual(expected);
          packed.clear();
          expect(packed.frames()).toEqual([]);
        }
        expect(other.frames().map((frame) => JSON.stringify(told(frame)))).toEqual(
          rounds.flat().map((frame) => JSON.stringify(told(frame))),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('copies: what becomes of the frame afterwards does not matter', () => {
    const packed = new PackedFrames(new BlockPool());
    const payload = Uint8Array.of(0xaf, 1, 2, 3);
    packed.add(dataFrame(7, payload));
    payload.fill(0);
    expect(packed.frames().map((frame) => [...frame.payload])).toEqual([[0xaf, 1, 2, 3]]);
  });

  it('gives every block back, and takes no more than the bytes need', () => {
    const pool = new BlockPool();
    const packed = new PackedFrames(pool);
    for (let i = 0; i < 10; i++) packed.add(dataFrame(i, new Uint8Array(BLOCK_BYTES / 2)));
    packed.clear();
    expect(pool.freeBytes).toBe(6 * BLOCK_BYTES); // five, and nine bytes in front of each
  });
});
