import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Deadlines } from './deadlines.ts';

describe('Deadlines', () => {
  it('has no earliest instant while nothing is armed', () => {
    const deadlines = new Deadlines();
    expect(deadlines.earliest).toBeUndefined();
    expect(deadlines.takeDue(Number.MAX_VALUE)).toBeUndefined();
  });

  it('is due at its instant, not before, and once', () => {
    const deadlines = new Deadlines<'idle'>();
    deadlines.arm('idle', 100);
    expect([deadlines.earliest, deadlines.takeDue(99.9)]).toEqual([100, undefined]);
    expect([deadlines.takeDue(100), deadlines.takeDue(100)]).toEqual(['idle', undefined]);
    expect(deadlines.earliest).toBeUndefined();
  });

  it('takes the earliest first, and among equals the one armed first', () => {
    const deadlines = new Deadlines<'a' | 'b' | 'c' | 'd'>();
    deadlines.arm('a', 30);
    deadlines.arm('b', 20);
    deadlines.arm('c', 10);
    deadlines.arm('d', 20);
    expect([1, 2, 3, 4, 5].map(() => deadlines.takeDue(30))).toEqual(['c', 'b', 'd', 'a', undefined]);
  });

  it('moves a deadline that is armed again', () => {
    const deadlines = new Deadlines<'idle' | 'close'>();
    deadlines.arm('idle', 10);
    deadlines.arm('close', 50);
    deadlines.arm('idle', 50);
    expect([deadlines.earliest, deadlines.takeDue(50), deadlines.takeDue(50)]).toEqual([50, 'close', 'idle']);
  });

  it('forgets a deadline that is disarmed, and only that one', () => {
    const deadlines = new Deadlines<'idle' | 'close'>();
    deadlines.arm('idle', 10);
    deadlines.arm('close', 50);
    deadlines.disarm('idle');
    deadlines.disarm('idle');
    expect([deadlines.earliest, deadlines.takeDue(60), deadlines.takeDue(60)]).toEqual([50, 'close', undefined]);
  });

  it('arms nothing for an instant that never comes, and disarms what was armed', () => {
    const deadlines = new Deadlines<'idle'>();
    deadlines.arm('idle', 10);
    deadlines.arm('idle', Number.POSITIVE_INFINITY);
    expect(deadlines.earliest).toBeUndefined();
  });

  it('disarms all at once', () => {
    const deadlines = new Deadlines<'idle' | 'ping'>();
    deadlines.arm('idle', 10);
    deadlines.arm('ping', 5);
    deadlines.disarmAll();
    expect([deadlines.earliest, deadlines.takeDue(20)]).toEqual([undefined, undefined]);
  });

  it('agrees with a sorted list, whatever is armed and disarmed', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd');
    const acts = fc.array(fc.tuple(names, fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined })));
    fc.assert(
      fc.property(acts, fc.nat(9), (list, now) => {
        const deadlines = new Deadlines();
        let model: [name: string, instant: number][] = [];
        for (const [name, instant] of list) {
          model = model.filter(([other]) => other !== name);
          if (instant === undefined) deadlines.disarm(name);
          else deadlines.arm(name, instant);
          if (instant !== undefined) model.push([name, instant]);
        }
        model.sort(([, a], [, b]) => a - b);
        expect(deadlines.earliest).toBe(model[0]?.[1]);
        const due = model.filter(([, instant]) => instant <= now).map(([name]) => name);
        expect([...due, undefined].map(() => deadlines.takeDue(now))).toEqual([...due, undefined]);
      }),
    );
  });
});
