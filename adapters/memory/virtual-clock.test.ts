import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TooManySteps, VirtualClock } from './virtual-clock.ts';

describe('VirtualClock', () => {
  it('does things in the order of their instants, and of their scheduling where those are equal', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), (instants) => {
        const clock = new VirtualClock();
        const done: [number, number][] = [];
        for (const [index, instant] of instants.entries()) clock.wakeAt(instant, () => done.push([instant, index]));
        clock.advance(20);
        expect(done).toEqual([...done].sort((left, right) => left[0] - right[0] || left[1] - right[1]));
        expect(done.length).toBe(instants.length);
      }),
    );
  });

  it('stands at the instant of what it does, and at the end of the span after advance', () => {
    const clock = new VirtualClock();
    const seen: number[] = [];
    clock.wakeAt(30, () => seen.push(clock.now()));
    clock.wakeAt(31, () => seen.push(clock.now()));
    clock.advance(30);
    expect([seen, clock.now()]).toEqual([[30], 30]);
  });

  it('takes an instant that has passed as now', () => {
    const clock = new VirtualClock();
    clock.advance(100);
    let at = 0;
    clock.wakeAt(5, () => {
      at = clock.now();
    });
    clock.step();
    expect(at).toBe(100);
  });

  it('does not do what was cancelled', () => {
    const clock = new VirtualClock();
    const alarm = clock.wakeAt(1, () => expect.fail('was cancelled'));
    alarm.cancel();
    clock.advance(10);
    alarm.cancel();
  });

  it('is idle when nothing is under way, alarms or not', () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    clock.deliverAt(10, () => seen.push('delivery'));
    clock.wakeAt(5, () => seen.push('early alarm'));
    clock.wakeAt(20, () => seen.push('late alarm'));
    clock.runUntilIdle();
    expect([seen, clock.now(), clock.isIdle]).toEqual([['early alarm', 'delivery'], 10, true]);
  });

  it('runs until a condition holds and tells when it never will', () => {
    const clock = new VirtualClock();
    let count = 0;
    for (let instant = 1; instant <= 5; instant++) clock.wakeAt(instant, () => count++);
    expect([clock.runUntil(() => count === 3), clock.now()]).toEqual([true, 3]);
    expect(clock.runUntil(() => count === 6)).toBe(false);
  });

  it('gives up on two that answer each other without end', () => {
    const clock = new VirtualClock();
    const again = () => clock.deliverAt(clock.now(), again);
    again();
    expect(() => clock.runUntilIdle(1000)).toThrow(TooManySteps);
  });
});
