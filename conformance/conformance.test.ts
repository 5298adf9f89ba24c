import { describe, expect, it } from 'vitest';
import { CASES } from './cases/index.ts';
import type { Role } from './kit/case.ts';
import { isFor, runCase } from './kit/run-case.ts';
import { resultText } from './report/result-text.ts';
import { transcriptLines } from './report/transcript-lines.ts';
import { ourClient } from './subjects/our-client.ts';
import { ourServer } from './subjects/our-server.ts';
import { memoryTarget } from './transports/memory-target.ts';

const SUBJECTS = { server: ourServer(), client: ourClient() };

/** Verdicts that our own core must not get. `unsupported` is declared; `warn` would be a should that we do not keep. */
const UNWANTED: readonly string[] = ['warn', 'blocked', 'flaky', 'fail', 'error'];

/** Limits of other servers that cases excuse: our own core has none of them. */
const FOREIGN: readonly string[] = ['max-31', 'data-dropped'];

describe.each(['server', 'client'] satisfies Role[])('our %s in memory', (role) => {
  const target = memoryTarget(SUBJECTS[role]);
  it.each(CASES.filter((one) => isFor(role, one)))('$id $title', async (one) => {
    const result = await runCase(one, target);
    expect(UNWANTED.includes(result.verdict) ? resultText(result) : '').toBe('');
    expect(result.tags.filter((tag) => FOREIGN.includes(tag))).toEqual([]);
  });
});

it('says and hears the same bytes in two runs of one seed, and others with another', async () => {
  const target = memoryTarget(SUBJECTS.server);
  const transcripts = async (seed: number) => {
    const chosen = CASES.filter(({ id, role }) => ['1.4', '2.40', '14.2'].includes(id) && role !== 'client');
    const results = [];
    for (const one of chosen) results.push(await runCase(one, target, { seed, keepsTranscripts: true }));
    return JSON.stringify(results.flatMap(({ runs }) => runs.map(transcriptLines)));
  };
  const first = await transcripts(1);
  expect((await transcripts(1)) === first).toBe(true);
  expect((await transcripts(2)) === first).toBe(false);
});

it('says and hears in one run of a family, alone, what it does among the others', async () => {
  const one = CASES.find(({ id }) => id === '12.2');
  if (one === undefined) throw new RangeError('there is no case 12.2');
  const target = memoryTarget(SUBJECTS.server);
  const label = 'seeded 17, play';
  const all = await runCase(one, target, { seed: 5, keepsTranscripts: true });
  const alone = await runCase(one, target, {
    seed: 5,
    keepsTranscripts: true,
    pick: (run) => (run.label === label ? run : undefined),
  });
  const among = all.runs.filter((run) => run.label === label);
  expect(alone.runCount).toBe(1);
  expect(alone.runs.map(transcriptLines)).toEqual(among.map(transcriptLines));
});
