import { describe, expect, it } from 'vitest';
import { timerClock } from './clock.ts';

describe('timerClock', () => {
  it('tells whole milliseconds, which never fall', () => {
    const clock = timerClock();
    const instants = Array.from({ length: 1_000 }, () => clock.now());
    expect(instants.filter((instant) => !Number.isInteger(instant))).toEqual([]);
    expect(instants).toEqual([...instants].sort((one, other) => one - other));
  });
});
