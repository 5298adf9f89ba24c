import { describe, expect, it } from 'vitest';
import { PeerBandwidth } from './peer-bandwidth.ts';

const [HARD, SOFT, DYNAMIC] = [0, 1, 2];

describe('PeerBandwidth (5.4.5)', () => {
  it('CHK-44: hard sets the limit, soft only lowers it, dynamic is hard after hard and else nothing', () => {
    const bandwidth = new PeerBandwidth(new Set());
    const limits = [
      [HARD, 100_000],
      [DYNAMIC, 120_000],
      [SOFT, 200_000],
      [SOFT, 50_000],
      [DYNAMIC, 10_000],
      [HARD, 300_000],
    ].map(([type, size]) => {
      bandwidth.received(size ?? 0, type, 0);
      return bandwidth.limit;
    });
    expect(limits).toEqual([100_000, 120_000, 120_000, 50_000, 50_000, 300_000]);
  });

  it('CHK-44: has no limit at first, and dynamic sets none', () => {
    const bandwidth = new PeerBandwidth(new Set());
    bandwidth.received(2_500_000, DYNAMIC, 0);
    expect(bandwidth.limit).toBeUndefined();
    bandwidth.received(2_500_000, SOFT, 0);
    expect(bandwidth.limit).toBe(2_500_000);
  });

  it('CHK-45: means something, and is to be answered, whatever the type', () => {
    const bandwidth = new PeerBandwidth(new Set());
    for (const type of [HARD, SOFT, DYNAMIC]) expect(bandwidth.received(1_000_000, type, 0)).toBe(true);
    expect(bandwidth.takeDeviations()).toEqual([]);
  });

  it('CHK-46: takes a missing limit type for hard, and notes it', () => {
    const bandwidth = new PeerBandwidth(new Set());
    expect(bandwidth.received(2_500_000, undefined, 77)).toBe(true);
    expect(bandwidth.limit).toBe(2_500_000);
    expect(bandwidth.takeDeviations()).toEqual([
      { code: 'peerBandwidthMalformed', at: 77, message: 'expected a limit type of 0, 1 or 2, got none' },
    ]);
  });

  it('CHK-46: ignores a limit type above 2, and notes it', () => {
    const bandwidth = new PeerBandwidth(new Set());
    for (const type of [3, 255]) expect(bandwidth.received(2_500_000, type, 5)).toBe(false);
    expect(bandwidth.limit).toBeUndefined();
    expect(bandwidth.takeDeviations()).toHaveLength(2);
  });

  it('ignores a bandwidth of 0, and notes it', () => {
    const bandwidth = new PeerBandwidth(new Set());
    expect(bandwidth.received(0, HARD, 5)).toBe(false);
    expect(bandwidth.limit).toBeUndefined();
    expect(bandwidth.takeDeviations()).toMatchObject([{ code: 'peerBandwidthMalformed', at: 5 }]);
  });

  it('CHK-46: makes trouble of it where that is asked for', () => {
    const bandwidth = new PeerBandwidth(new Set(['peerBandwidthMalformed']));
    bandwidth.received(2_500_000, 3, 5);
    expect(bandwidth.trouble).toMatchObject({ code: 'peerBandwidthMalformed', at: 5 });
    expect(bandwidth.takeDeviations()).toEqual([]);
  });
});
