import { expect, it, onTestFinished } from 'vitest';
import { RunClock } from './run-clock.ts';

function clockAt(times: number[]): RunClock {
  const clock = new RunClock(() => times.shift() ?? 0);
  clock.stop();
  onTestFinished(() => expect(times).toEqual([]));
  return clock;
}

it('counts the time in which the kit could hear', () => {
  const clock = clockAt([1_000, 1_020.5, 1_041]);
  expect([clock.now(), clock.now()]).toEqual([20, 41]);
});

it('stands still while the process does', () => {
  const clock = clockAt([0, 5_000, 5_010]);
  expect([clock.now(), clock.now()]).toEqual([40, 50]);
});

it('stands still while it is held', () => {
  const clock = clockAt([0, 10, 30, 50, 55]);
  clock.hold(1_000);
  expect(clock.now()).toBe(10);
  clock.goOn();
  expect(clock.now()).toBe(15);
});

it('is not held for longer than that', () => {
  const clock = clockAt([0, 10, 1_000, 1_010, 1_020]);
  clock.hold(1_000);
  expect([clock.now(), clock.now(), clock.now()]).toEqual([10, 20, 30]);
});

it('tells when it has come so far, however often it must be looked at', async () => {
  const clock = clockAt([0, 1, 2, 3, 4, 5]);
  await new Promise<void>((resolve) => clock.at(3, resolve));
  expect(clock.now()).toBe(5);
});
