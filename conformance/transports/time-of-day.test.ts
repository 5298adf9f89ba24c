import { expect, it } from 'vitest';
import { TimeOfDay } from './time-of-day.ts';

const HOUR = 3_600_000;

it('sets what Date tells, and gives it back', () => {
  const real = globalThis.Date;
  const time = new TimeOfDay();
  time.set(-HOUR);
  time.set(24 * HOUR);
  const ahead = Math.round((Date.now() - real.now()) / HOUR);
  const made = Math.round((Date.parse(new Date().toISOString()) - real.now()) / HOUR);
  const given = new Date(5).getTime();
  time.restore();
  expect([ahead, made, given]).toEqual([23, 23, 5]);
  expect(globalThis.Date).toBe(real);
});
