import { describe, expect, it } from 'vitest';
import { CASES } from '../cases/index.ts';
import { afterHandshake } from '../faults/fault.ts';
import { rewired } from '../faults/rewired.ts';
import { ourServer } from '../subjects/our-server.ts';
import { memoryTarget } from '../transports/memory-target.ts';
import type { Case, Run } from './case.ts';
import { fewest, runOfLabel } from './reduce.ts';
import { type CaseResult, isFor, runCase } from './run-case.ts';
import { reducible } from './steps.ts';
import { toHex } from './wire/bytes.ts';

describe('the fewest that are enough', () => {
  /** Fails whenever all of these are there. */
  const needs =
    (...wanted: number[]) =>
    async (kept: readonly number[]) =>
      wanted.every((one) => kept.includes(one));

  it.each([
    [1, [0]],
    [8, [7]],
    [8, [0, 3, 4]],
    [1000, [999]],
    [1000, [17, 500, 501, 802]],
    [8, [0, 1, 2, 3, 4, 5, 6, 7]],
    [8, []],
    [0, []],
  ])('of %i: %j', async (count, wanted) => {
    expect(await fewest(count, needs(...wanted), 1_000)).toEqual(wanted);
  });

  it('are what was found when the tries have been used up', async () => {
    let tries = 0;
    const kept = await fewest(
      65_536,
      async (rest) => {
        tries += 1;
        return rest.includes(12_345);
      },
      6,
    );
    expect(tries).toBe(6);
    expect(kept).toContain(12_345);
    expect(kept.length).toBeLessThan(65_536);
  });

  it('are looked for no longer when nothing can be told', async () => {
    expect(await fewest(4, async () => undefined, 100)).toEqual([0, 1, 2, 3]);
  });
});

describe('the label of a part', () => {
  const run: Run = { label: 'seeded 1', ...reducible(9, () => []) };
  const labelOf = (label: string) => runOfLabel(run, label)?.label;

  it.each(['seeded 1', 'seeded 1: only 0-3,7', 'seeded 1: only 8', 'seeded 1: only nothing'])('%s', (label) => {
    expect(labelOf(label)).toBe(label);
  });

  it.each([
    'seeded',
    'seeded 1: only 9',
    'seeded 1: only',
    'seeded 1: only 3-x',
    'seeded 1: only 1,,2',
    'seeded 2: only 1',
  ])('is not %s', (label) => {
    expect(runOfLabel(run, label)).toBeUndefined();
  });

  it('belongs to no run that is one piece', () => {
    expect(runOfLabel({ label: 'cut 7', steps: [] }, 'cut 7: only 1')).toBeUndefined();
  });
});

/** Our server, which keeps a connection for ever that these bytes, one behind the other, came on. */
function holding(...wanted: readonly number[]) {
  let kept = 0;
  return rewired(ourServer(), {
    peer: (peer) => {
      let matched = 0;
      const hear = afterHandshake((bytes) => {
        for (const byte of bytes) {
          if (matched === wanted.length) break;
          matched = byte === wanted[matched] ? matched + 1 : Number(byte === wanted[0]);
          if (matched === wanted.length) kept += 1;
        }
        return bytes;
      });
      return { receive: (bytes) => peer.receive(hear(bytes)) };
    },
    running: (running) => {
      kept = 0;
      return {
        measure: (metric) => {
          const honest = running.measure?.(metric);
          return metric === 'sessions' && honest !== undefined ? honest + kept : honest;
        },
      };
    },
  });
}

const caseOf = (id: Case['id']): Case => {
  const found = CASES.find((one) => one.id === id && isFor('server', one));
  if (found === undefined) throw new RangeError(`no case ${id}`);
  return found;
};

/** What was sent at last on the connection that is under test. */
function sentIn({ runs }: CaseResult): string {
  const sent = runs[0]?.transcript.filter(({ on, direction }) => on === 'A' && direction === 'sent').at(-1);
  return sent?.direction === 'sent' ? toHex(sent.bytes) : '';
}

describe('an input that fails', () => {
  const reducing = { failsFast: true, mostTries: 400 };

  it('is told by the bytes of it that are enough (12.3)', async () => {
    const result = await runCase(caseOf('12.3'), memoryTarget(holding(0xc0, 0xff)), reducing);
    expect(result.runs[0]?.reducedFrom).toBe(result.runs[1]?.label);
    expect(sentIn(result)).toBe('c0ff');
  });

  it('is told by the chunk of it that is enough, with a payload of zeros (12.4), and fails alone in the same way', async () => {
    const target = memoryTarget(holding(0xff, 0xff, 0xfe, 0x14));
    const { runs } = await runCase(caseOf('12.4'), target, reducing);
    const [part, whole] = runs;
    expect(part?.label).toMatch(/^seeded \d+: only \d$/);
    expect(part?.outcome).toEqual(whole?.outcome);
    const pick = (run: Run) => runOfLabel(run, part?.label ?? '');
    const alone = await runCase(caseOf('12.4'), target, { ...reducing, pick });
    expect(alone.runs).toHaveLength(1);
    expect(alone.runs[0]).toMatchObject({ label: part?.label, transcript: part?.transcript, inputs: part?.inputs });
  });

  it('is told as it is where nobody asked for less', async () => {
    const { runs } = await runCase(caseOf('12.4'), memoryTarget(holding(0xff, 0xff, 0xfe, 0x14)), { failsFast: true });
    expect(runs.map(({ reducedFrom }) => reducedFrom)).toEqual([undefined]);
  });
});
