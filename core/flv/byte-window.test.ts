import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { ByteWindow } from './byte-window.ts';

describe('ByteWindow', () => {
  it('reads across pieces as if they were one', () => {
    const window = new ByteWindow(100);
    window.push(hex('01 02 03'));
    window.skip(1);
    expect(window.has(4)).toBe(false);
    window.push(hex('04 05 06'));
    expect(window.has(4)).toBe(true);
    expect([window.u8(0), window.u24(0), window.u32(0)]).toEqual([2, 0x020304, 0x02030405]);
    expect(window.slice(1, 4)).toEqual(hex('03 04 05'));
    expect([window.at, window.length]).toEqual([101, 5]);
  });

  it('goes on in place where what it holds is in the piece, too', () => {
    const window = new ByteWindow(0);
    window.push(hex('01 02'));
    const piece = hex('03 04 05 06');
    window.push(piece);
    window.has(5);
    window.skip(3);
    piece[1] = 9;
    expect([window.at, window.length, window.u8(0)]).toEqual([3, 3, 9]);
  });

  it('skips to the next marked byte, across pieces', () => {
    const marks = Uint8Array.from({ length: 256 }, (_, byte) => (byte === 7 ? 1 : 0));
    const window = new ByteWindow(0);
    window.push(hex('01 07 02'));
    window.skipUnmarked(marks);
    expect(window.at).toBe(1);
    window.skip(1);
    window.push(hex('03 03 07'));
    window.skipUnmarked(marks);
    expect(window.at).toBe(5);
    window.skip(1);
    window.skipUnmarked(marks);
    expect([window.at, window.length]).toEqual([6, 0]);
  });

  it('stops within what it holds', () => {
    const window = new ByteWindow(0);
    window.push(hex('01 07'));
    window.push(hex('03'));
    window.skipUnmarked(Uint8Array.from({ length: 256 }, (_, byte) => Number(byte === 7)));
    expect([window.at, window.u8(0)]).toEqual([1, 7]);
  });

  it('any pieces, looks and skips: the bytes are those of the whole', () => {
    const moves = fc.array(fc.record({ push: fc.nat(700), look: fc.nat(900), skip: fc.nat(900) }), { maxLength: 60 });
    const whole = Uint8Array.from({ length: 42_000 }, (_, i) => (i * 31) >>> 3);
    fc.assert(
      fc.property(moves, (steps) => {
        const window = new ByteWindow(0);
        let pushed = 0;
        for (const { push, look, skip } of steps) {
          const piece = whole.slice(pushed, pushed + push);
          window.push(piece);
          pushed += push;
          const canLook = window.has(look);
          expect(canLook).toBe(window.at + look <= pushed);
          if (canLook) {
            expect(window.slice(0, look)).toEqual(whole.slice(window.at, window.at + look));
            window.skip(Math.min(skip, look));
          }
          window.release();
          piece.fill(0);
          expect(window.length).toBe(pushed - window.at);
          expect(window.heldBytes).toBeLessThanOrEqual(Math.max(512, 4 * 900, 2 * window.length + 65_536));
        }
      }),
      { numRuns: 300 },
    );
  });
});
