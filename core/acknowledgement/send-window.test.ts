import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SendWindow } from './send-window.ts';

/** A window that has sent so much, and was acknowledged with these numbers, all at offset 0. */
function acknowledgedWith(bytesSent: number, ...sequenceNumbers: number[]): SendWindow {
  const window = new SendWindow(new Set());
  window.sent(bytesSent);
  for (const number of sequenceNumbers) window.acknowledged(number, 0);
  return window;
}

/** Bytes leave, as a connection tells it when `at` bytes have come in. */
function transmit(window: SendWindow, byteCount: number, at: number): void {
  if (window.transmitted(byteCount)) window.overrun(at);
}

describe('SendWindow (5.4.3)', () => {
  it('CHK-39: takes a total for what has arrived', () => {
    expect(acknowledgedWith(10_000).unacknowledgedBytes).toBe(10_000);
    expect(acknowledgedWith(10_000, 4_000).unacknowledgedBytes).toBe(6_000);
    expect(acknowledgedWith(10_000, 4_000, 9_000).unacknowledgedBytes).toBe(1_000);
    expect(acknowledgedWith(10_000, 10_000).takeDeviations()).toEqual([]);
  });

  it('CHK-41: takes a total that counts the handshake where we do not, or the other way round', () => {
    const window = acknowledgedWith(10_000, 13_073);
    expect(window.unacknowledgedBytes).toBe(0);
    window.sent(10_000);
    window.acknowledged(20_000 - 3_073, 0);
    expect(window.unacknowledgedBytes).toBe(3_073);
    expect(window.takeDeviations()).toEqual([]);
  });

  it('CHK-42 Q-30: follows a total across 2^32', () => {
    const window = new SendWindow(new Set(), 0xffff_f000);
    window.sent(0x2000);
    window.acknowledged(0xffff_f800, 0);
    expect(window.unacknowledgedBytes).toBe(0x1800);
    window.acknowledged(0x800, 0);
    expect(window.unacknowledgedBytes).toBe(0x800);
    expect(window.takeDeviations()).toEqual([]);
  });

  it.each([
    ['0xF0000000, as SRS and nginx-rtmp', 0xefff_f000],
    ['2^31', 0x7fff_f000],
  ])('CHK-42 Q-30: follows a total that begins again at %s', (_where, start) => {
    const window = new SendWindow(new Set(), start);
    window.sent(0x1000);
    window.acknowledged(start + 0xf00, 0);
    window.sent(0x3000);
    window.acknowledged(0x1000, 0);
    expect(window.unacknowledgedBytes).toBe(0x3100 - 0x1000);
    window.acknowledged(0x3000, 0);
    expect(window.unacknowledgedBytes).toBe(0x100);
    expect(window.takeDeviations()).toEqual([]);
  });

  it('CHK-41 CHK-42: takes a total that runs ahead of us across 2^32 for no new beginning', () => {
    const window = new SendWindow(new Set(), 0xffff_f000);
    window.sent(0x800);
    window.acknowledged((0xffff_f800 + 3_073) >>> 0, 0);
    expect(window.unacknowledgedBytes).toBe(0);
  });

  it('Q-31: adds up increments once a number is repeated, and notes it once', () => {
    const window = acknowledgedWith(10_000_000, 131_325, 131_325, 131_325);
    expect(window.unacknowledgedBytes).toBe(10_000_000 - 3 * 131_325);
    expect(window.takeDeviations()).toEqual([
      {
        code: 'acknowledgementIncrements',
        at: 0,
        message: 'expected an acknowledgement above 131325, the total so far, got 131325',
      },
    ]);
    expect(window.trouble).toBeUndefined();
  });

  it('Q-31: adds them up also when they rise again', () => {
    const window = acknowledgedWith(1_000_000, 100_000, 90_000, 95_000);
    expect(window.unacknowledgedBytes).toBe(1_000_000 - 285_000);
  });

  it('Q-31: knows a total again by its size, and trusts it over what was added up', () => {
    const window = acknowledgedWith(3_000_000, 1_000_000, 1_000_000, 2_500_000);
    expect(window.unacknowledgedBytes).toBe(500_000);
  });

  it('Q-31: makes trouble of increments where that is asked for', () => {
    const window = new SendWindow(new Set(['acknowledgementIncrements']));
    window.sent(1_000);
    window.acknowledged(100, 5);
    window.acknowledged(100, 6);
    expect(window.trouble).toMatchObject({ code: 'acknowledgementIncrements', at: 6 });
  });

  it('CHK-42: is upset by no number: 0, the largest, a lower one, more than was sent', () => {
    for (const numbers of [[0], [0xffff_ffff], [500, 400], [2_000_000], [0, 0xffff_ffff, 5, 0xffff_ffff, 0]]) {
      const { unacknowledgedBytes, trouble } = acknowledgedWith(1_000, ...numbers);
      expect(unacknowledgedBytes).toBeGreaterThanOrEqual(0);
      expect(unacknowledgedBytes).toBeLessThanOrEqual(1_000);
      expect(trouble).toBeUndefined();
    }
  });

  it('CHK-42: an acknowledgement of nothing says nothing', () => {
    const window = acknowledgedWith(1_000, 0, 0);
    expect(window.unacknowledgedBytes).toBe(1_000);
    expect(window.takeDeviations()).toEqual([]);
  });

  it('holds 0 <= acknowledged <= sent, whatever comes', () => {
    const step = fc.tuple(fc.nat({ max: 5_000_000 }), fc.nat({ max: 0xffffffff }));
    fc.assert(
      fc.property(fc.constantFrom(0, 0x7fff_f000, 0xefff_f000, 0xffff_f000), fc.array(step), (start, steps) => {
        const window = new SendWindow(new Set(), start);
        for (const [byteCount, sequenceNumber] of steps) {
          window.sent(byteCount);
          window.acknowledged(sequenceNumber, 0);
          expect(window.unacknowledgedBytes).toBeGreaterThanOrEqual(0);
          expect(window.unacknowledgedBytes).toBeLessThanOrEqual(window.bytesSent);
        }
      }),
    );
  });

  it('is exact for a peer that acknowledges totals, from any start', () => {
    const step = fc.tuple(fc.integer({ min: 1, max: 5_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.nat({ max: 0xffffffff }), fc.array(step), (start, steps) => {
        const window = new SendWindow(new Set(), start);
        let arrived = start;
        for (const [byteCount, share] of steps) {
          window.sent(byteCount);
          arrived += Math.ceil((window.bytesSent - arrived) * share);
          window.acknowledged(arrived >>> 0, 0);
        }
        const isTested = window.takeDeviations().length === 0;
        if (isTested && arrived > start) expect(window.unacknowledgedBytes).toBe(window.bytesSent - arrived);
      }),
    );
  });
});

describe('SendWindow: what has left us, and is not acknowledged', () => {
  const WINDOW = 2_500_000;

  it('counts what is unsent, never below 0', () => {
    const window = new SendWindow(new Set());
    window.sent(100);
    transmit(window, 30, 0);
    expect(window.unsentBytes).toBe(70);
    transmit(window, 500, 0);
    expect(window.unsentBytes).toBe(0);
    expect(window.bytesSent).toBe(100);
  });

  it('Q-32: notes a peer that acknowledges nothing for two windows, once, and lets 100 MB pass', () => {
    const window = new SendWindow(new Set());
    window.windowAnnounced(WINDOW);
    const noted: number[] = [];
    for (let megabyte = 1; megabyte <= 100; megabyte += 1) {
      window.sent(1_000_000);
      transmit(window, 1_000_000, megabyte);
      noted.push(...window.takeDeviations().map(({ at }) => at));
    }
    expect(noted).toEqual([5]);
    expect(window.trouble).toBeUndefined();
  });

  it('Q-32: says what it expected', () => {
    const window = new SendWindow(new Set(['acknowledgementMissing']));
    window.windowAnnounced(100);
    window.sent(1_000);
    transmit(window, 199, 7);
    expect(window.trouble).toBeUndefined();
    transmit(window, 1, 8);
    expect(window.trouble).toEqual({
      code: 'acknowledgementMissing',
      at: 8,
      message: 'expected an acknowledgement for each 100 bytes, got none for 200',
    });
  });

  it('Q-32: counts only what has left us: a backlog is no silence of the peer', () => {
    const window = new SendWindow(new Set());
    window.windowAnnounced(WINDOW);
    window.sent(100_000_000);
    expect(window.takeDeviations()).toEqual([]);
  });

  it('Q-32: each acknowledgement gives two windows more, also of a peer that was silent', () => {
    const window = new SendWindow(new Set());
    window.windowAnnounced(100);
    window.sent(1_000);
    transmit(window, 200, 0);
    window.acknowledged(150, 0);
    expect(window.takeDeviations()).toHaveLength(1);
    transmit(window, 199, 0);
    expect(window.takeDeviations()).toEqual([]);
    transmit(window, 1, 0);
    expect(window.takeDeviations()).toHaveLength(1);
  });

  it('CHK-40: expects none where no window was announced, or 0', () => {
    const window = new SendWindow(new Set());
    window.sent(100_000_000);
    transmit(window, 50_000_000, 0);
    window.windowAnnounced(0);
    transmit(window, 50_000_000, 0);
    expect(window.takeDeviations()).toEqual([]);
  });
});
