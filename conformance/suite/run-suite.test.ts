import { describe, expect, it } from 'vitest';
import { type Case, DEADLINES } from '../kit/case.ts';
import type { Target } from '../kit/run-case.ts';
import { runSuite, type SuiteOptions } from './run-suite.ts';
import type { Lane, SuiteSubject } from './subject.ts';

const OPTIONS: SuiteOptions = {
  seed: 1,
  isThorough: false,
  repeat: 1,
  keepsTranscripts: false,
  failsFast: false,
  today: '2026-01-01',
};

const cases = (['1.1', '1.2', '1.3', '1.4'] as const).map(
  (id): Case => ({ id, title: '', role: 'server', level: 'must', pre: {}, refs: [], clause: '', script: [] }),
);

/** Tells which lane took which case, and answers when it is let go on. */
function lanes(count: number) {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  const targetOf = (lane: number): Target => ({
    role: 'server',
    capabilities: new Set(),
    profile: { app: 'live', tcUrl: 'rtmp://h/live', deadlines: DEADLINES },
    run: async (plan) => {
      taken.push(`${lane}: ${plan.name}`);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return { plan, outcome: { verdict: 'pass', tags: [] }, transcript: [], inputs: [] };
    },
  });
  const [first, ...beside] = Array.from({ length: count }, (_, lane): Lane => ({ target: targetOf(lane) }));
  if (first === undefined) throw new RangeError('one lane at least');
  const subject: SuiteSubject = { ...first, name: 'theirs', reach: 'tcp', beside };
  /** Lets go on whoever waits, again and again. */
  const goOn = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      await new Promise(setImmediate);
      for (const each of waiting.splice(0)) each();
    }
  };
  return { taken, subject, goOn };
}

describe('a suite', () => {
  it('goes through its cases one after the other where there is one lane', async () => {
    const { taken, subject, goOn } = lanes(1);
    const [report] = await Promise.all([runSuite(cases, subject, OPTIONS), goOn(4)]);
    expect(taken).toEqual(['0: ck-1-1-0', '0: ck-1-2-0', '0: ck-1-3-0', '0: ck-1-4-0']);
    expect(report.results.map(({ id }) => id)).toEqual(['1.1', '1.2', '1.3', '1.4']);
  });

  it('lets several lanes take cases at the same time, the last first, and tells the results in order', async () => {
    const { taken, subject, goOn } = lanes(2);
    const [report] = await Promise.all([runSuite(cases, subject, OPTIONS), goOn(2)]);
    expect(taken).toEqual(['0: ck-1-4-0', '1: ck-1-3-0', '0: ck-1-2-0', '1: ck-1-1-0']);
    expect(report.results.map(({ id }) => id)).toEqual(['1.1', '1.2', '1.3', '1.4']);
  });

  it('gives the death of a server to the case that its lane was in', async () => {
    const { taken, subject, goOn } = lanes(2);
    const dead = { ...subject, isUp: () => Promise.resolve(false), restart: () => Promise.resolve(true) };
    const [report] = await Promise.all([runSuite(cases, dead, OPTIONS), goOn(2)]);
    const laneOf = (id: string) => taken.find((each) => each.endsWith(`: ck-${id.replace('.', '-')}-0`))?.[0];
    expect(report.results.map(({ verdict }) => verdict)).toContain('pass');
    for (const { id, verdict } of report.results) expect(verdict).toBe(laneOf(id) === '0' ? 'fail' : 'pass');
  });
});
