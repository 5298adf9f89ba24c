import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseConform } from '../adapters/cli/conform-options.ts';
import { VERSION } from '../adapters/cli/version.ts';
import { CASES } from './cases/index.ts';
import { clientFiles } from './cli/client-files.ts';
import { clientSubject, serverSubject } from './cli/subjects.ts';
import { freePort, nginxCommand, nodeMediaServerCommand, type ServerCommand } from './load/peer-servers.ts';
import { lookedAt } from './peers/checked.ts';
import { peersPage } from './peers/page.ts';
import { htmlPage } from './report/html/page.ts';
import { REPORT_SCHEMA, type Report } from './report/report.ts';
import { runSuite } from './suite/run-suite.ts';
import type { SuiteSubject } from './suite/subject.ts';
import { isReachable } from './transports/server-target.ts';

// Every peer through every case: npm run build && npm run conform:peers -- [DIR [NAME...]]
// It writes a report for each, a page of all of them, and the rows in which they differ. A cell that surprises is to be checked
// against its transcript before anybody is told.

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'millrace-peers-'));
const [outFolder = join(tmpdir(), 'millrace-conform-peers'), ...wanted] = process.argv.slice(2);
/** On a machine that has much else to do a server may take its time. */
const START_MS = 60_000;
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();

interface Peer {
  readonly name: string;
  readonly version: () => string;
  /** A server; a client otherwise. */
  readonly server?: (files: string) => Promise<ServerCommand>;
}

const output = (program: string, ...parameters: string[]): string =>
  execFileSync(program, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const debian = (name: string): string => output('dpkg-query', '--show', name).split('\t')[1]?.trim() ?? '';

const PEERS: readonly Peer[] = [
  {
    name: 'ours',
    version: () => VERSION,
    server: async () => {
      const port = await freePort();
      return {
        command: process.execPath,
        parameters: [join(root, 'dist/cli.js'), 'serve', '--rtmp', `127.0.0.1:${port}`],
        port,
      };
    },
  },
  {
    name: 'nginx-rtmp',
    version: () => debian('libnginx-mod-rtmp'),
    server: (files) => nginxCommand(files, 'application live { live on; }'),
  },
  {
    name: 'node-media-server',
    version: () => JSON.parse(readFileSync(nodeMediaServerManifest(), 'utf8')).version,
    server: nodeMediaServerCommand,
  },
  { name: 'ours', version: () => VERSION },
  { name: 'ffmpeg', version: () => debian('ffmpeg') },
  { name: 'rtmpdump', version: () => debian('rtmpdump') },
  { name: 'gstreamer', version: () => debian('gstreamer1.0-plugins-bad') },
];

/** The package does not export its `package.json`. */
const nodeMediaServerManifest = () =>
  join(createRequire(import.meta.url).resolve('node-media-server/bin/app.js'), '../../package.json');

async function reportOn(peer: Peer): Promise<Report> {
  const command = peer.server === undefined ? undefined : await peer.server(mkdtempSync(join(folder, 'server-')));
  const url = command === undefined ? [] : [`rtmp://127.0.0.1:${command.port}/live`];
  const args = [command === undefined ? 'client' : 'server', '--profile', peer.name, ...url];
  const options = parseConform(args);
  const running: ChildProcess[] = [];
  const begin = async (): Promise<boolean> => (command === undefined ? true : started(command, running));
  try {
    if (!(await begin())) throw new Error(`${peer.name} does not listen within ${START_MS} ms`);
    const subject = { ...(await subjectOf(options)), version: peer.version(), restart: begin };
    const startedAt = new Date().toISOString();
    const result = await runSuite(CASES, subject, {
      seed: 1,
      isThorough: false,
      repeat: 1,
      keepsTranscripts: false,
      failsFast: false,
      today: startedAt.slice(0, 10),
    });
    const kit = { name: 'millrace', version: VERSION, commit } as const;
    const head = { schema: REPORT_SCHEMA, kit, seed: 1, repeat: 1 } as const;
    return { ...head, startedAt, command: ['millrace', 'conform', ...args].join(' '), subjects: [result] };
  } finally {
    for (const child of running) child.kill('SIGKILL');
  }
}

async function subjectOf(options: ReturnType<typeof parseConform>): Promise<SuiteSubject> {
  if (options.action === 'server') return serverSubject(options);
  if (options.action !== 'client') throw new RangeError('peers are servers or clients');
  return clientSubject(options, await clientFiles(mkdtempSync(join(folder, 'client-'))));
}

/** @returns whether the server listens */
async function started({ command, parameters, port }: ServerCommand, running: ChildProcess[]): Promise<boolean> {
  running.push(spawn(command, parameters, { stdio: 'ignore' }));
  for (const end = performance.now() + START_MS; performance.now() < end; await later(100)) {
    if (await isReachable({ host: '127.0.0.1', port, tls: false })) return true;
  }
  return false;
}

/** The profile of our clients calls them `millrace`, as whoever has installed them does. */
function putOnPath(): void {
  const program = join(folder, 'millrace');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist/cli.js')}' "$@"\n`);
  chmodSync(program, 0o755);
  process.env.PATH = `${folder}${delimiter}${process.env.PATH}`;
}

putOnPath();
mkdirSync(outFolder, { recursive: true });
const chosen = PEERS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
let reports: readonly Report[];
try {
  // All at once: what takes their time is waiting.
  reports = await Promise.all(
    chosen.map(async (peer) => {
      const report = await reportOn(peer);
      const file = `${peer.name}-${peer.server === undefined ? 'client' : 'server'}.json`;
      writeFileSync(join(outFolder, file), `${JSON.stringify(report, undefined, 1)}\n`);
      const [subject] = report.subjects;
      console.log(`${file}: ${subject?.results.length} cases, ${subject?.stopped ?? 'to the end'}`);
      return report;
    }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
writeFileSync(join(outFolder, 'peers.html'), htmlPage(reports, CASES));
writeFileSync(join(outFolder, 'peers.md'), peersPage(reports.map((report) => lookedAt(report))));
console.log(`peers.html and peers.md are in ${outFolder}`);
