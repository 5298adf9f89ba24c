import { describe, expect, it } from 'vitest';
import { DEADLINES, type Step } from '../case.ts';
import { closed, command, handshakePacket } from '../matchers.ts';
import {
  anyOf,
  bounded,
  expect as expectStep,
  grown,
  ladder,
  never,
  open,
  send,
  silence,
  wait,
  weigh,
} from '../steps.ts';
import type { Level } from '../verdict.ts';
import { hex } from '../wire/bytes.ts';
import { Interpreter } from './interpreter.ts';
import type { DriverInput } from './io.ts';

/** Goes through steps with what a peer does, told by the test. */
function run(steps: readonly Step[], inputs: readonly DriverInput[], level: Level = 'must') {
  const driver = new Interpreter({
    role: 'server',
    level,
    intent: 'publish',
    records: true,
    manners: { pong: true, acknowledge: true },
    steps,
    profile: { app: 'live', tcUrl: 'rtmp://x/live', deadlines: DEADLINES },
    name: 'ck',
    seed: 1,
  });
  const outputs = [...driver.start(), ...inputs.flatMap((input) => driver.handle(input))];
  return { outcome: driver.outcome, outputs, driver };
}

const opened: DriverInput = { t: 0, opened: 'A' };
const data = (t: number, digits: string): DriverInput => ({ t, data: hex(digits), on: 'A' });
const tick = (t: number): DriverInput => ({ t, tick: true });

describe('the interpreter', () => {
  it('passes when everything expected came, and ends what it opened', () => {
    const { outcome, outputs } = run([open(), expectStep(handshakePacket(0))], [opened, data(5, '03')]);
    expect(outcome).toEqual({ verdict: 'pass', tags: [] });
    expect(outputs).toContainEqual({ open: 'A' });
    expect(outputs.slice(-2)).toEqual([{ close: 'A', how: 'fin' }, { done: outcome }]);
  });

  it('waits until the deadline, and no longer', () => {
    const steps = [open(), expectStep(handshakePacket(0))];
    expect(run(steps, [opened, tick(1999)]).outcome).toBeUndefined();
    expect(run(steps, [opened, tick(2000)]).outcome).toMatchObject({ verdict: 'fail' });
  });

  it.each([
    ['must', 'fail'],
    ['policy', 'fail'],
    ['should', 'warn'],
    ['info', 'info'],
  ] as const)('a failed %s case is a %s', (level, verdict) => {
    expect(run([open(), expectStep(handshakePacket(0))], [opened, tick(2000)], level).outcome?.verdict).toBe(verdict);
  });

  it.each([
    [bounded('heldBytes', 50), 'fail'],
    [grown('heldBytes', 50), 'pass'],
    [grown('heldBytes', 49), 'fail'],
  ] as const)('judges a measure as it is, or by what it has grown: $0.most of $0.sinceWeighed', (step, verdict) => {
    const { outcome } = run(
      [open(), weigh('heldBytes'), step],
      [opened, { t: 1, measured: 100 }, { t: 2, measured: 150 }],
    );
    expect(outcome?.verdict).toBe(verdict);
  });

  it('blocks what stands on a rung that is not reached', () => {
    const { outcome } = run([ladder('hs'), wait(1)], [opened, tick(2000)]);
    expect(outcome).toMatchObject({ verdict: 'blocked', tags: ['hs'] });
  });

  it('takes the first of several outcomes, and reports a tolerated one', () => {
    const steps = [open(), anyOf([{ when: handshakePacket(0) }, { when: closed(), tag: 'close' }])];
    expect(run(steps, [opened, { t: 1, closed: 'A', how: 'rst' }]).outcome).toEqual({
      verdict: 'tolerated',
      tags: ['close'],
    });
    expect(run(steps, [opened, data(1, '03')]).outcome).toEqual({ verdict: 'pass', tags: [] });
  });

  it('fails on what must not come, and passes when the time is over', () => {
    expect(run([open(), silence()], [opened, data(10, '03')]).outcome?.verdict).toBe('fail');
    expect(run([open(), silence()], [opened, tick(300)]).outcome?.verdict).toBe('pass');
  });

  it('does not wait for a connection that has ended', () => {
    const { outcome } = run([open(), expectStep(command('x'))], [opened, { t: 1, closed: 'A', how: 'fin' }]);
    expect(outcome?.problem).toMatchObject({ expected: 'the command x' });
  });

  it('forgets a prohibition when its steps are over', () => {
    const steps = [open(), never(handshakePacket(0), [wait(10)]), expectStep(handshakePacket(0))];
    expect(run(steps, [opened, tick(10), data(20, '03')]).outcome?.verdict).toBe('pass');
  });

  it('gives the same outputs for the same inputs', () => {
    const steps = [ladder('hs'), send(hex('c7')), expectStep(closed())];
    const inputs = [opened, data(1, `03${'11'.repeat(3072)}`), { t: 5, closed: 'A', how: 'fin' } as const];
    expect(run(steps, inputs).outputs).toEqual(run(steps, inputs).outputs);
  });
});
