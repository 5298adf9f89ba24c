import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { dataFrame, videoFrame } from './frame.ts';
import type { SharedFrame } from './shared-frame.ts';

function frameOf(timestamp: number, payload: Uint8Array): SharedFrame {
  return dataFrame(timestamp, payload);
}

describe('SharedFrame.chunks (CHK-54)', () => {
  it('is the message as a type 0 chunk and type 3 chunks', () => {
    const frame = videoFrame(0x010203, hex('17 01 000000 aa bb'));
    expect(toHex(frame?.chunks(5, 1).bytes ?? hex(''))).toBe(
      '06 01 02 03 00 00 07 09 01 00 00 00 17 01 00 00 00 c6 aa bb',
    );
  });

  it('is made once for all players with one chunk size and message stream id', () => {
    const frame = frameOf(0, hex('02 00 00'));
    const first = frame.chunks(4096, 1);
    const forms = [frame.chunks(4096, 2), frame.chunks(128, 1)];
    expect(frame.chunks(4096, 1)).toBe(first);
    expect(frame.chunks(4096, 2)).toBe(forms[0]);
    expect(frame.chunks(128, 1)).toBe(forms[1]);
    expect(new Set([first, ...forms]).size).toBe(3);
  });

  it('keeps few of them, however many message stream ids players come with', () => {
    const frame = frameOf(0, hex('02 00 00'));
    const ids = Array.from({ length: 1_000 }, (_, index) => 1_000 - index);
    const made = ids.map((id) => frame.chunks(4096, id));
    const kept = ids.filter((id, index) => frame.chunks(4096, id) === made[index]);
    expect(kept).toEqual([1_000, 999, 998, 997, 1]);
    expect(frame.chunks(4096, 2)).toEqual(made[998]);
  });

  it('gives every form the same payload, and gives the payload back, whichever form was made first', () => {
    const payloads = fc.uint8Array({ maxLength: 400 });
    const sizes = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 4 });
    const timestamps = fc.constantFrom(0, 0xfffffe, 0xffffff, 0x1000000, 0xffffffff);
    fc.assert(
      fc.property(payloads, sizes, timestamps, (payload, chunkSizes, timestamp) => {
        const shared = frameOf(timestamp, payload);
        for (const chunkSize of chunkSizes) {
          const alone = frameOf(timestamp, payload).chunks(chunkSize, 1);
          expect(shared.chunks(chunkSize, 1)).toEqual(alone);
          expect(shared.payload).toEqual(payload);
        }
        expect(shared.length).toBe(payload.length);
      }),
    );
  });
});
