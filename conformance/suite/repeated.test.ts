import { expect, it } from 'vitest';
import type { CaseResult } from '../kit/run-case.ts';
import { repeated } from './repeated.ts';

const result = (verdict: CaseResult['verdict']): CaseResult => ({
  id: '1.1',
  title: '',
  role: 'server',
  level: 'must',
  verdict,
  tags: [],
  runCount: 1,
  runs: [],
});

it('results that agree are one result', () => {
  expect(repeated([result('pass'), result('pass')])).toEqual(result('pass'));
});

it('results that differ are flaky, with how often each came', () => {
  const three = repeated([result('pass'), result('fail'), result('pass')]);
  expect(three).toMatchObject({ verdict: 'flaky', tags: ['pass 2/3', 'fail 1/3'] });
});
