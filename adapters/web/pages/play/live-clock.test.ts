import { describe, expect, it } from 'vitest';
import { LiveClock } from './live-clock.ts';

/** A message every 40 ms, each `delay(index)` late on its way. @returns the clock at the end, and that instant */
function live(messages: number, delay: (index: number) => number, clock = new LiveClock(), first = 0) {
  let now = 0;
  for (let index = 0; index < messages; index += 1) {
    now = Math.max(now, 1_000 + index * 40 + delay(index));
    clock.arrived(first + index * 40, now);
  }
  return { clock, now };
}

describe('LiveClock', () => {
  it('knows no time before the first message', () => {
    expect(new LiveClock().at(0)).toBeUndefined();
    expect(new LiveClock().delayAt(0)).toBe(0);
  });

  it('shows each message a quarter of a second after it came, at the pace of local time', () => {
    const { clock, now } = live(250, () => 0);
    expect(clock.at(now)).toBe(249 * 40 - 250);
    expect(clock.delayAt(now)).toBe(250);
    expect(clock.at(now + 100)).toBe(249 * 40 - 150);
    expect(clock.jumps).toBe(0);
  });

  it('is not moved by a network that is late by less than that', () => {
    const { clock } = live(250, (index) => (index % 7) * 30);
    expect(clock.jumps).toBe(0);
  });

  it('moves back once when the network has become slower, and no more messages are late', () => {
    const { clock, now } = live(250, (index) => (index < 100 ? 0 : 400));
    expect(clock.jumps).toBe(1);
    expect(clock.delayAt(now)).toBe(250);
  });

  it('goes to the live edge when a late player is sent the pictures of two seconds at once', () => {
    const clock = new LiveClock();
    for (let time = 0; time <= 2_000; time += 40) clock.arrived(time, 5_000);
    for (let index = 1; index < 30; index += 1) clock.arrived(2_000 + index * 40, 5_000 + index * 40);
    expect(clock.delayAt(5_000 + 29 * 40)).toBe(250);
  });

  it('moves up when all messages come earlier than they have to', () => {
    const { clock } = live(50, (index) => (index < 20 ? 900 : 0));
    const later = live(100, () => 0, clock, 2_000);
    expect(later.clock.delayAt(later.now)).toBeLessThan(500);
  });

  it('begins anew where the timestamps do', () => {
    const { clock, now } = live(50, () => 0, new LiveClock(), 3_600_000);
    clock.arrived(0, now + 1_000);
    expect(clock.at(now + 1_000)).toBe(-250);
    expect(clock.delayAt(now + 1_000)).toBe(250);
    clock.reset();
    expect(clock.at(now)).toBeUndefined();
  });
});
