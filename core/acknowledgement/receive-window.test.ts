import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASSUMED_WINDOW, ReceiveWindow } from './receive-window.ts';

/** Every sequence number sent while so many bytes came in reads of so many. */
function acknowledgements(window: ReceiveWindow, byteCount: number, readLength: number): number[] {
  const numbers: number[] = [];
  for (let left = byteCount; left > 0; left -= readLength) {
    const number = window.received(Math.min(readLength, left));
    if (number !== undefined) numbers.push(number);
  }
  return numbers;
}

describe('ReceiveWindow (5.4.3, 5.4.4)', () => {
  it('CHK-39 CHK-41: acknowledges all that came, at each half of the window', () => {
    const window = new ReceiveWindow();
    window.windowNamed(10_000);
    expect(acknowledgements(window, 40_000, 1_000)).toEqual([
      5_000, 10_000, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000,
    ]);
    expect(window.bytesReceived).toBe(40_000);
  });

  it('CHK-41: counts from the first byte of the handshake on', () => {
    const window = new ReceiveWindow();
    window.received(3073);
    window.windowNamed(10_000);
    expect(window.received(2_000)).toBe(5_073);
  });

  it('Q-29: assumes a window of 2 500 000 before the peer names one', () => {
    const window = new ReceiveWindow();
    expect(ASSUMED_WINDOW).toBe(2_500_000);
    expect(acknowledgements(window, 5_000_000, 250_000)).toEqual([1_250_000, 2_500_000, 3_750_000, 5_000_000]);
  });

  it('CHK-40: sends none when the peer names 0, and sends them again when it names another', () => {
    const window = new ReceiveWindow();
    expect(window.windowNamed(0)).toBeUndefined();
    expect(acknowledgements(window, 10_000_000, 100_000)).toEqual([]);
    expect(window.windowNamed(2_500_000)).toBe(10_000_000);
    expect(acknowledgements(window, 1_250_000, 50_000)).toEqual([11_250_000]);
  });

  it('CHK-40: acknowledges at once when a smaller window is full already', () => {
    const window = new ReceiveWindow();
    window.received(6_000);
    expect(window.windowNamed(10_000)).toBe(6_000);
    expect(window.windowNamed(10_000)).toBeUndefined();
  });

  it('CHK-40: waits longer when the window grows', () => {
    const window = new ReceiveWindow();
    window.windowNamed(1_000);
    window.received(400);
    window.windowNamed(2_000);
    expect([window.received(500), window.received(100)]).toEqual([undefined, 1_000]);
  });

  it('CHK-39: acknowledges a read once, however small the window', () => {
    const window = new ReceiveWindow();
    window.windowNamed(1);
    expect(acknowledgements(window, 100_000, 4_000)).toHaveLength(25);
    expect(window.windowNamed(1)).toBeUndefined();
  });

  it('CHK-42 Q-30: wraps at 2^32, not at 2^31, not at 0xF0000000', () => {
    for (const [start, next] of [
      [0xffff_f000, 0x388],
      [0x7fff_f000, 0x8000_0388],
      [0xefff_f000, 0xf000_0388],
    ] as const) {
      const window = new ReceiveWindow(start);
      window.windowNamed(10_000);
      expect(window.received(5_000)).toBe(next);
      expect(window.bytesReceived).toBe(start + 5_000);
    }
  });

  it('keeps any sender that stops at the whole window going, whatever the reads', () => {
    const reads = fc.array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20_000 }), reads, (size, lengths) => {
        const window = new ReceiveWindow();
        window.windowNamed(size);
        let acknowledged = 0;
        for (const length of lengths) {
          acknowledged = window.received(length) ?? acknowledged;
          expect(window.bytesReceived - acknowledged).toBeLessThan(size / 2);
        }
      }),
    );
  });
});
