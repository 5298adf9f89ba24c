import { expect, it } from 'vitest';
import { heldBytes } from '../../core/testing/held-bytes.ts';
import { type Case, DEADLINES, type Profile } from '../kit/case.ts';
import type { Target } from '../kit/run-case.ts';
import type { RunRecord } from '../kit/run-record.ts';
import { runSuite } from './run-suite.ts';

const MB = 1 << 20;
const RUNS = 100;
const HEARD_BYTES = MB / 4;
/** As many runs as leave their transcripts. */
const KEPT_BYTES = 8 * HEARD_BYTES;

const FAMILY: Case = {
  id: '1.91',
  title: 'A family in which everything goes wrong',
  role: 'server',
  level: 'must',
  pre: {},
  refs: [],
  clause: 'None.',
  script: () => ({ runs: Array.from({ length: RUNS }, (_, run) => ({ label: `run ${run}`, steps: [] })) }),
};

const profile: Profile = { app: 'live', tcUrl: 'rtmp://h/live', deadlines: DEADLINES };

function failed(plan: RunRecord['plan']): RunRecord {
  const bytes = new Uint8Array(HEARD_BYTES).fill(0x5a);
  const problem = { step: '', expected: 'an answer', actual: 'much else' };
  return {
    plan,
    outcome: { verdict: 'fail', tags: [], problem },
    transcript: [{ t: 0, on: 'A', direction: 'received', bytes, news: [] }],
    inputs: [{ t: 0, on: 'A', data: bytes }],
  };
}

it('lets go of what was said in runs, but for the first few that did not pass, which are kept as text', async () => {
  const before = heldBytes();
  let most = 0;
  const run: Target['run'] = async (plan) => {
    if (plan.name.endsWith('9')) most = Math.max(most, heldBytes() - before);
    return failed(plan);
  };
  const target: Target = { role: 'server', capabilities: new Set(), profile, run };
  const options = { seed: 1, isThorough: false, repeat: 1, keepsTranscripts: false, failsFast: false } as const;
  const subject = { name: 'theirs', reach: 'tcp', target } as const;
  const { results } = await runSuite([FAMILY], subject, { ...options, today: '2026-01-01' });
  const held = heldBytes() - before;
  expect(results.flatMap(({ runs }) => runs.map(({ label }) => label))).toHaveLength(RUNS);
  const digits = results.flatMap(({ runs }) =>
    runs.flatMap(({ transcript }) => transcript.map(({ hex }) => hex?.length)),
  );
  expect(digits).toEqual(Array.from({ length: KEPT_BYTES / HEARD_BYTES }, () => 2 * HEARD_BYTES));
  expect(most / MB).toBeLessThan((2 * KEPT_BYTES) / MB);
  expect(held / MB).toBeLessThan((3 * KEPT_BYTES) / MB);
});
