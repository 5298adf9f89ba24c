import { expect, it } from 'vitest';
import { SendGate } from './send-gate.ts';

it('drops pictures from where the network is behind up to the first key frame after it has caught up', () => {
  const gate = new SendGate();
  expect(gate.admitsPicture(true, 0)).toBe(true);
  expect(gate.admitsPicture(false, 300_000)).toBe(true);
  expect(gate.admitsPicture(false, 400_000)).toBe(false);
  expect(gate.admitsPicture(true, 300_000)).toBe(false);
  expect(gate.wantsKeyFrame(300_000)).toBe(false);
  expect(gate.admitsPicture(false, 0)).toBe(false);
  expect(gate.wantsKeyFrame(0)).toBe(true);
  expect(gate.admitsPicture(true, 0)).toBe(true);
  expect(gate.wantsKeyFrame(0)).toBe(false);
  expect(gate.dropped).toBe(3);
});

it('lets sound go on for longer', () => {
  const gate = new SendGate();
  expect([500_000, 1_000_000, 2_000_000].map((unsent) => gate.admitsSound(unsent))).toEqual([true, true, false]);
  expect(gate.dropped).toBe(1);
});
