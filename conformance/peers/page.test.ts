import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REPORT_SCHEMA, type Report, type ResultReport } from '../report/report.ts';
import type { CaptureCheck } from './capture-check.ts';
import type { CheckedPeer } from './checked/checked-peer.ts';
import { lookedAt } from './checked.ts';
import { peersPage } from './page.ts';
import { published, publishedReports } from './published.ts';

const result = (id: ResultReport['id'], verdict: ResultReport['verdict'], ...labels: string[]): ResultReport => ({
  id,
  title: `Case ${id}`,
  level: 'must',
  verdict,
  tags: [],
  runCount: 1,
  runs: labels.map((label) => ({ label, verdict, name: 'ck', tcUrl: 'rtmp://h/live', transcript: [] })),
});

const report = (name: string, version: string, ...results: ResultReport[]): Report => ({
  schema: REPORT_SCHEMA,
  kit: { name: 'millrace', version: '1' },
  seed: 1,
  repeat: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  command: `conform server ${name}`,
  subjects: [
    {
      name,
      version,
      role: 'server',
      reach: 'tcp',
      capabilities: [],
      profile: { app: 'live', tcUrl: 'rtmp://h/live', deadlines: { reply: 1, quiet: 1, close: 1, idle: 1 } },
      isSplitExact: false,
      leftOut: [],
      results,
    },
  ],
});

const CHECKED: CheckedPeer = {
  name: 'theirs',
  role: 'server',
  version: '2',
  causes: [{ text: 'It counts wrongly.', cells: [{ id: '1.2', runs: ['one'], saw: 'one was sent, two came.' }] }],
};

const ours = report('ours', '1', result('1.1', 'pass'), result('1.2', 'pass'));
const page = (theirs: Report) => peersPage([ours, lookedAt(theirs, [CHECKED])], [CHECKED]);

describe('the page of peers', () => {
  it('tells the rows in which they differ, why, and what was seen', () => {
    const text = page(report('theirs', '2', result('1.1', 'pass'), result('1.2', 'fail', 'one')));
    expect(text).toContain('| 1.2 Case 1.2 | pass | fail |');
    expect(text).not.toContain('| 1.1 Case');
    expect(text).toContain('- **It counts wrongly.**\n  - 1.2: one was sent, two came.');
    expect(text).toContain('| 1 Handshake | 2 pass | 1 pass, 1 fail |');
  });

  it('says why nothing is said, where a capture does not show what a case is about', () => {
    const theirs = report('theirs', '2', result('1.1', 'fail', 'one'), result('1.2', 'pass'));
    const peers = [{ ...CHECKED, unsaid: [{ id: '1.1', why: 'it shows nothing.' }] }] as const;
    const text = peersPage([ours, lookedAt(theirs, peers)], peers);
    expect(text).toContain('| 1.1 Case 1.1 | pass | not checked |');
    expect(text).toContain('- 1.1 is not checked: it shows nothing.');
    expect(peersPage([ours, report('theirs', '2', result('1.1', 'pass'))], peers)).not.toContain('is not checked');
  });

  it('accuses nobody of what was not looked at: another case, another version, another run', () => {
    const unchecked = [
      report('theirs', '2', result('1.1', 'warn', ''), result('1.2', 'pass')),
      report('theirs', '3', result('1.1', 'pass'), result('1.2', 'fail', 'one')),
      report('theirs', '2', result('1.1', 'pass'), result('1.2', 'fail', 'one', 'two')),
    ];
    for (const theirs of unchecked) {
      expect(page(theirs)).not.toMatch(/^\|.* (fail|warn)/m);
      expect(page(theirs)).toContain('| pass | not checked |');
    }
  });
});

it('publishes no accusation of a case whose packets do not hold the transcript', () => {
  const theirs = report('theirs', '2', result('1.2', 'fail', 'one'));
  const check = { id: '1.2', verdict: 'fail', connections: 1, bytes: 10, missing: [], readOtherwise: [] } as const;
  const told = (...checks: CaptureCheck[]) => published(theirs, checks, [CHECKED]).subjects[0]?.results[0]?.verdict;
  expect(told(check)).toBe('fail');
  expect(told({ ...check, verdict: 'blocked', died: true })).toBe('fail');
  expect(told()).toBe('blocked');
  expect(told({ ...check, missing: ['one A'] })).toBe('blocked');
  expect(told({ ...check, verdict: 'pass' })).toBe('blocked');
});

it('is committed as it is made from the results beside it', () => {
  const committed = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  expect(peersPage(publishedReports())).toBe(committed);
});
