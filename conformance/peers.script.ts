import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VERSION } from '../adapters/cli/version.ts';
import { CASES } from './cases/index.ts';
import { lookedAt } from './peers/checked.ts';
import { peersPage } from './peers/page.ts';
import { PEERS, type Peer, reportFile, reportName } from './peers/programs.ts';
import { RunningPeers } from './peers/running.ts';
import { htmlPage } from './report/html/page.ts';
import { readReport } from './report/read-report.ts';
import { REPORT_SCHEMA, type Report } from './report/report.ts';
import { runSuite } from './suite/run-suite.ts';

// Every peer through every case: npm run build && npm run conform:peers -- [DIR [REPORT...]]
// It writes a report for each (nginx-rtmp-server and so on), a page of all of them, and the rows in which they differ. A cell that
// surprises is to be checked before anybody is told: npm run conform:captures -- DIR

const [outFolder = join(tmpdir(), 'millrace-conform-peers'), ...wanted] = process.argv.slice(2);

/** Cases of a peer at the same time, as they mostly wait; and as many peers as there are processors. */
const JOBS = 4;

const OPTIONS = { seed: 1, isThorough: false, repeat: 1, keepsTranscripts: false, failsFast: false } as const;

const root = fileURLToPath(new URL('..', import.meta.url));
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();

async function reportOn(peer: Peer): Promise<Report> {
  const running = new RunningPeers();
  try {
    const { subject, command } = await running.start(peer, JOBS);
    const startedAt = new Date().toISOString();
    const result = await runSuite(CASES, subject, { ...OPTIONS, today: startedAt.slice(0, 10) });
    const kit = { name: 'millrace', version: VERSION, commit } as const;
    const { seed, repeat } = OPTIONS;
    return { schema: REPORT_SCHEMA, kit, seed, repeat, startedAt, command, subjects: [result] };
  } finally {
    running.stop();
  }
}

/** Runs one peer in this process. */
async function runHere(peer: Peer): Promise<void> {
  const file = reportFile(peer);
  const report = await reportOn(peer);
  writeFileSync(join(outFolder, file), `${JSON.stringify(report, undefined, 1)}\n`);
  for (const { results, durationMs = 0, stopped = 'to the end' } of report.subjects) {
    console.log(`${file}: ${results.length} cases in ${Math.round(durationMs / 1000)} s, ${stopped}`);
  }
}

/** Runs one peer in a process of its own: what one has to do must not keep another waiting. */
async function runApart(peer: Peer): Promise<void> {
  const words = [...process.execArgv, fileURLToPath(import.meta.url), outFolder, reportName(peer)];
  const child = spawn(process.execPath, words, { stdio: 'inherit' });
  process.once('exit', () => child.kill());
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`${reportName(peer)} ended with ${code}`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1)); // no server is left behind

mkdirSync(outFolder, { recursive: true });
const chosen = PEERS.filter((peer) => wanted.length === 0 || wanted.includes(reportName(peer)));
const [first, ...others] = chosen;
if (first === undefined) throw new RangeError(`which of ${PEERS.map(reportName).join(', ')} is to be run?`);
if (others.length === 0) await runHere(first);
else {
  const left = [...chosen];
  const take = async (): Promise<void> => {
    for (let peer = left.shift(); peer !== undefined; peer = left.shift()) await runApart(peer);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, take));
  const reports = chosen.map((peer) => readReport(readFileSync(join(outFolder, reportFile(peer)), 'utf8'), peer.name));
  writeFileSync(join(outFolder, 'peers.html'), htmlPage(reports, CASES));
  writeFileSync(join(outFolder, 'peers.md'), peersPage(reports.map((report) => lookedAt(report))));
  console.log(`peers.html and peers.md are in ${outFolder}`);
}
