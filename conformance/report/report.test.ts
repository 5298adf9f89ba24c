import { describe, expect, it } from 'vitest';
import type { Case } from '../kit/case.ts';
import { closed } from '../kit/matchers.ts';
import { expect as expectStep, never, sendHex } from '../kit/steps.ts';
import type { Level, Verdict } from '../kit/verdict.ts';
import { ourServer } from '../subjects/our-server.ts';
import { runSuite } from '../suite/run-suite.ts';
import type { KnownFailure } from '../suite/subject.ts';
import { memoryTarget } from '../transports/memory-target.ts';
import { changesBetween } from './diff.ts';
import { htmlPage } from './html/page.ts';
import { junitText } from './junit.ts';
import { ReportError, readReport } from './read-report.ts';
import { recordedRuns, replayRun } from './replay.ts';
import { exitCodeOf, REPORT_SCHEMA, type Report } from './report.ts';
import { terminalText } from './terminal.ts';
import { transcriptsText } from './transcript-text.ts';

const PASSES: Case = {
  id: '1.91',
  title: 'Ends <at> ff',
  role: 'server',
  level: 'must',
  pre: 'tcp',
  refs: ['P'],
  clause: 'A first byte of ff is no RTMP.',
  script: [sendHex('ff'), expectStep(closed(), { within: 'close' })],
};

const FAILS: Case = { ...PASSES, id: '2.92', script: [sendHex('ff'), never(closed(), 'quiet')] };

async function reportOn(
  cases: readonly Case[],
  known: readonly KnownFailure[] = [],
  today = '2026-01-01',
): Promise<Report> {
  const subject = { name: 'ours', target: memoryTarget(ourServer()), reach: 'memory', known } as const;
  const options = { seed: 1, isThorough: false, repeat: 1, keepsTranscripts: false, failsFast: false, today };
  const kit = { name: 'millrace', version: '0' } as const;
  const command = 'millrace conform';
  return {
    schema: REPORT_SCHEMA,
    kit,
    seed: 1,
    repeat: 1,
    command,
    subjects: [await runSuite(cases, subject, options)],
  };
}

const withVerdict = (report: Report, verdict: Verdict, level: Level = 'must'): Report => ({
  ...report,
  subjects: report.subjects.map((one) => ({
    ...one,
    results: one.results.map((result) => ({ ...result, verdict, level })),
  })),
});

describe('a report', () => {
  it('is the same file after the same run, and is read again', async () => {
    const [one, two] = [await reportOn([PASSES, FAILS]), await reportOn([PASSES, FAILS])];
    expect(JSON.stringify(one)).toBe(JSON.stringify(two));
    expect(readReport(JSON.stringify(one), 'r.json')).toEqual(JSON.parse(JSON.stringify(one)));
    expect(one.subjects[0]?.results).toMatchObject([
      { id: '1.91', verdict: 'pass', runs: [] },
      { id: '2.92', verdict: 'fail', runs: [{ problem: { expected: 'no the end of the connection' } }] },
    ]);
  });

  it.each([
    ['{', 'r.json is no JSON'],
    ['[]', 'r.json is no report of millrace conform'],
    ['{"kit":{},"schema":99}', 'r.json has the schema 99, and this version reads 1'],
    ['{"kit":{},"schema":1,"subjects":[{}]}', 'r.json has a subject without results'],
  ])('that is none is refused: %s', (text, complaint) => {
    expect(() => readReport(text, 'r.json')).toThrow(new ReportError(complaint));
  });

  it.each([
    ['pass', 'must', 0, 0],
    ['info', 'info', 0, 0],
    ['unsupported', 'must', 0, 0],
    ['known', 'must', 0, 0],
    ['tolerated', 'must', 0, 0],
    ['tolerated', 'should', 0, 1],
    ['warn', 'should', 0, 1],
    ['blocked', 'must', 1, 1],
    ['fixed', 'must', 1, 1],
    ['flaky', 'must', 1, 1],
    ['fail', 'must', 1, 1],
    ['error', 'must', 2, 2],
  ] as const)('with %s of a %s exits with %i, with %i when strict', async (verdict, level, code, strict) => {
    const report = withVerdict(await reportOn([PASSES]), verdict, level);
    expect([exitCodeOf(report, false), exitCodeOf(report, true)]).toEqual([code, strict]);
  });

  it('is no success when another number of cases is unsupported than the profile says', async () => {
    const unsupported = withVerdict(await reportOn([PASSES]), 'unsupported');
    const expecting = (count: number): Report => ({
      ...unsupported,
      subjects: unsupported.subjects.map((one) => ({ ...one, expectedUnsupported: count })),
    });
    expect([0, 1, 2].map((count) => exitCodeOf(expecting(count), false))).toEqual([1, 0, 1]);
    expect(terminalText(expecting(2), [], false)).toContain('\n1 cases are unsupported, and the profile says 2.');
  });

  it('says for people what failed, by which clause, and how to see it alone', async () => {
    const text = terminalText(await reportOn([PASSES, FAILS]), [PASSES, FAILS], false);
    expect(text).toContain('ours, as a server, in memory: 2 cases\n   1 Handshake         1 pass\n');
    expect(text).toMatch(
      /fail {8}2\.92 {2}Ends <at> ff \(must\)\n +expected: no the end .*\n +actual: .*\n +clause: +A first byte/,
    );
    expect(text).toContain('alone:    millrace conform --only 2.92 --seed 1 --trace all\n');
    expect(text).toContain('  must   1 pass, 1 fail\n');
  });

  it('tells what was said in each run whose transcript is kept', async () => {
    const text = transcriptsText(await reportOn([PASSES, FAILS]));
    expect(text).toMatch(/^\n2\.92 Ends <at> ff, server: fail\n {2}0 A -> ff \| ff\n {2}0 A -- the peer's RST\n$/);
  });

  it('lets nothing that a peer said act on the terminal', async () => {
    const [subject] = (await reportOn([FAILS])).subjects;
    if (subject === undefined) throw new Error('one subject was run');
    const result = { ...subject.results[0]!, runs: [], tags: ['\x1b[2J'] };
    const report = { ...(await reportOn([])), subjects: [{ ...subject, results: [result] }] };
    expect(terminalText(report, [], false)).toContain('[\\u001b[2J]');
  });

  it('is XML for CI, in which failures are failures', async () => {
    const xml = junitText(await reportOn([PASSES, FAILS]));
    expect(xml).toContain(
      '<testsuite name="ours (server): 2 Chunk stream" tests="1" failures="1" errors="0" skipped="0">',
    );
    expect(xml).toContain('<testcase name="1.91 Ends &lt;at&gt; ff" classname="ours.server.1">');
    expect(xml).toContain('<failure message="fail">expected: no the end of the connection');
  });

  it('is a page without script or anything from elsewhere, on which nothing that came is markup', async () => {
    const page = htmlPage([await reportOn([PASSES, FAILS])], [PASSES, FAILS]);
    expect(page).not.toMatch(/<script|https?:|<at>/);
    expect(page).toContain('id="case-2.92"');
    expect(page).toContain('<code>ff</code>');
  });

  it('tells what has changed, and what has become worse', async () => {
    const [before, after] = [await reportOn([PASSES]), withVerdict(await reportOn([PASSES, FAILS]), 'fail')];
    expect(changesBetween(before, before)).toEqual([]);
    expect(changesBetween(before, after)).toMatchObject([
      { id: '1.91', before: 'pass', after: 'fail', isWorse: true },
      { id: '2.92', before: 'not run', after: 'fail', isWorse: true },
    ]);
    expect(changesBetween(after, before)).toMatchObject([
      { id: '1.91', before: 'fail', after: 'pass', isWorse: false },
      { id: '2.92', after: 'not run', isWorse: false },
    ]);
  });

  it('holds enough to judge a run again', async () => {
    const report = readReport(JSON.stringify(await reportOn([FAILS])), 'r.json');
    const [recorded] = recordedRuns(report);
    if (recorded === undefined) throw new Error('the failed run was kept');
    const again = await replayRun(FAILS, { ...recorded, seed: report.seed });
    expect(again.runs[0]?.outcome.problem).toEqual(recorded.run.problem);
    const mended = await replayRun({ ...PASSES, id: FAILS.id }, { ...recorded, seed: report.seed });
    expect(mended.verdict).toBe('pass');
  });
});

describe('what is known of a subject', () => {
  const known = [{ id: '2.92', reason: 'As ever.', until: '2026-02-01' }] as const;

  it('is no failure, until its day', async () => {
    const verdictOn = async (day: string) => (await reportOn([FAILS], known, day)).subjects[0]?.results[0];
    expect(await verdictOn('2026-01-31')).toMatchObject({ verdict: 'known', tags: ['As ever.'] });
    expect(await verdictOn('2026-02-01')).toMatchObject({ verdict: 'fail' });
  });

  it('is told when it does not hold any more', async () => {
    const report = await reportOn([{ ...PASSES, id: '2.92' }], known);
    expect(report.subjects[0]?.results).toMatchObject([{ verdict: 'fixed', tags: ['As ever.'] }]);
  });
});
