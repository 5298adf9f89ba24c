import { describe, expect, it } from 'vitest';
import { setup } from 'xstate';
import { effects, named } from './effects.ts';
import { lower } from './lower.ts';
import { Stepper } from './stepper.ts';

const lamp = lower(
  setup({
    types: { events: {} as { type: 'pressed' | 'unplugged' } },
    actions: effects('lightOn'),
    delays: named('forgotten'),
  }).createMachine({
    id: 'lamp',
    initial: 'plugged',
    on: { unplugged: '.unplugged' },
    states: {
      plugged: {
        initial: 'off',
        states: {
          off: { on: { pressed: { target: 'on', actions: 'lightOn' } } },
          on: { on: { pressed: 'off' }, after: { forgotten: 'off' } },
        },
      },
      unplugged: { type: 'final' },
    },
  }),
);
const PRESSED = lamp.event('pressed');
const UNPLUGGED = lamp.event('unplugged');

describe('Stepper', () => {
  it('starts in the initial state', () => {
    expect(new Stepper(lamp).state).toBe(lamp.state('plugged.off'));
  });

  it('moves by its table and answers the effects, the same list each time', () => {
    const stepper = new Stepper(lamp);
    const first = stepper.step(PRESSED);
    expect(first).toEqual([{ type: 'lightOn' }, { type: 'arm', params: { deadline: 'forgotten' } }]);
    expect(stepper.state).toBe(lamp.state('plugged.on'));
    expect(stepper.step(lamp.event('forgotten'))).toEqual([{ type: 'disarm', params: { deadline: 'forgotten' } }]);
    expect(stepper.step(PRESSED)).toBe(first);
  });

  it('is in its leaf state and in every state above it', () => {
    const stepper = new Stepper(lamp);
    expect([stepper.is('plugged.off'), stepper.is('plugged')]).toEqual([true, true]);
    expect([stepper.is('plugged.on'), stepper.is('unplugged')]).toEqual([false, false]);
    // @ts-expect-error: no such state; and no state by the beginning of its name
    expect(stepper.is('plug')).toBe(false);
  });

  it('stays where it is once it is done', () => {
    const stepper = new Stepper(lamp);
    expect(stepper.isDone).toBe(false);
    stepper.step(UNPLUGGED);
    expect(stepper.isDone).toBe(true);
    expect(stepper.step(PRESSED)).toEqual([]);
    expect(stepper.is('unplugged')).toBe(true);
  });

  it('shares its table with other runs and nothing else', () => {
    const [one, other] = [new Stepper(lamp), new Stepper(lamp)];
    one.step(PRESSED);
    expect(other.is('plugged.off')).toBe(true);
  });
});
